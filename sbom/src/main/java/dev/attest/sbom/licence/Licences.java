package dev.attest.sbom.licence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a component's declared licences come to: one expression in which all of them hold, when every one is an
 * expression or stands for a licence of SPDX's list; else each by itself. At most one of the two is there.
 */
public record Licences(Optional<LicenceExpression> expression, List<Named> named) {
    private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9.-]+(/[A-Za-z0-9._~/%-]*)?");

    /** One declared licence: the text as written, what it stands for where that is known, the text if it is an address. */
    public record Named(String text, Optional<LicenceExpression> expression, Optional<String> url) {}

    public Licences {
        named = List.copyOf(named);
    }

    public static Licences of(List<String> declared) {
        var all = new ArrayList<Named>();
        for (String text : declared) {
            if (!text.isBlank()) {
                Optional<String> url =
                        Optional.of(text).filter(one -> ADDRESS.matcher(one).matches());
                all.add(new Named(text, expression(text), url));
            }
        }
        if (all.isEmpty() || all.stream().anyMatch(one -> one.expression().isEmpty())) {
            return new Licences(Optional.empty(), all.stream().distinct().toList());
        }
        List<LicenceExpression> known =
                all.stream().map(one -> one.expression().orElseThrow()).toList();
        return new Licences(Optional.of(LicenceExpression.allOf(known)), List.of());
    }

    /** What one text means: an expression, or the usual name or address of a licence. */
    public static Optional<LicenceExpression> expression(String text) {
        return LicenceExpression.parse(text)
                .or(() -> LicenceNames.identifier(text).flatMap(LicenceExpression::parse));
    }
}
