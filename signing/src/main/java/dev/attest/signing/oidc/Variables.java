package dev.attest.signing.oidc;

import dev.attest.signing.service.SigningException;
import java.util.Map;
import java.util.Optional;

/** An environment as token sources read it: white space around a value is ignored, and a blank value is none. */
record Variables(Map<String, String> environment) {
    Optional<String> text(String name) {
        return Optional.of(environment.getOrDefault(name, "").strip()).filter(value -> !value.isEmpty());
    }

    boolean has(String name) {
        return text(name).isPresent();
    }

    /** CI systems write true, some of them 1. */
    boolean isTrue(String name) {
        return text(name)
                .filter(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                .isPresent();
    }

    /** A value that can stand in a header; the complaint about another does not show it. */
    String secret(String name) throws SigningException {
        return text(name)
                .filter(value -> value.matches("[\\x21-\\x7e]+"))
                .orElseThrow(() -> SigningException.usage(name + " is not a token"));
    }

    /** An environment holds secrets. */
    @Override
    public String toString() {
        return "environment [redacted]";
    }
}
