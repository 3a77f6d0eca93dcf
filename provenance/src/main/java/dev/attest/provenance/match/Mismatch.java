package dev.attest.provenance.match;

import java.util.Optional;

/**
 * A field of the predicate that the certificate does not bear out.
 *
 * @param field the predicate's field, such as {@code buildDefinition.externalParameters.workflow.ref}
 * @param predicate what the predicate says, if anything
 * @param certificate what the certificate says, if anything
 */
public record Mismatch(String field, Optional<String> predicate, Optional<String> certificate) {
    /** One printable line for people, because a predicate may hold anything. */
    public String reason() {
        return field + ": the predicate says " + shown(predicate) + ", the certificate says " + shown(certificate);
    }

    private static String shown(Optional<String> value) {
        String text = value.orElse("nothing").replaceAll("[^ -~]", "?");
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
