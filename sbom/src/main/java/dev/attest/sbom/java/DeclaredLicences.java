package dev.attest.sbom.java;

import dev.attest.sbom.licence.LicenceExpression;
import dev.attest.sbom.licence.Licences;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The licences that poms, bundles and licence files name: one expression where each of them is known, else as written, a
 * line each. Of several in a pom the user chooses (Maven POM reference, Licenses).
 */
final class DeclaredLicences {
    /** First lines of licences that are the same in every copy, without their spaces and case. */
    private static final Map<String, String> TITLES = Map.of(
            "apachelicenseversion2.0,january2004", "Apache-2.0",
            "eclipsepubliclicense-v1.0", "EPL-1.0",
            "eclipsepubliclicense-v2.0", "EPL-2.0",
            "mozillapubliclicenseversion2.0", "MPL-2.0",
            "mitlicense", "MIT",
            "themitlicense", "MIT",
            "themitlicense(mit)", "MIT");

    private static final int MAX_NAMES = 16;

    private DeclaredLicences() {}

    /** The licences of the pom, else of the bundle; empty where neither names one. */
    static String of(List<Pom.Licence> declared, String bundle) {
        var names = new ArrayList<String>();
        var known = new ArrayList<LicenceExpression>();
        for (Pom.Licence licence : declared.isEmpty() ? clauses(bundle) : declared) {
            String name = licence.name().isEmpty() ? licence.url() : licence.name();
            names.add(name.replaceAll("\\s+", " "));
            Licences.expression(licence.name())
                    .or(() -> Licences.expression(licence.url()))
                    .ifPresent(known::add);
        }
        if (!names.isEmpty() && known.size() == names.size()) {
            return LicenceExpression.anyOf(known).text();
        }
        return String.join("\n", names.stream().distinct().limit(MAX_NAMES).toList());
    }

    /** A bundle names licences one after the other, each with attributes after semicolons (OSGi Core 3.2.1.13). */
    private static List<Pom.Licence> clauses(String bundle) {
        var clauses = new ArrayList<Pom.Licence>();
        for (String clause : bundle.split(",(?=\\s*(?:https?:|\"))")) {
            String text = clause.split(";", 2)[0].replace("\"", "").strip();
            if (!text.isEmpty()) {
                clauses.add(new Pom.Licence(text, ""));
            }
        }
        return clauses;
    }

    /** The licence whose text this is the beginning of, where the title alone says which. */
    static Optional<String> ofText(String beginning) {
        var lines = beginning
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(2)
                .toList();
        String one = lines.isEmpty() ? "" : plain(lines.get(0));
        String two = lines.size() < 2 ? "" : one + plain(lines.get(1));
        return Optional.ofNullable(TITLES.get(one)).or(() -> Optional.ofNullable(TITLES.get(two)));
    }

    private static String plain(String line) {
        return line.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }
}
