package dev.attest.sbom.rpm;

import dev.attest.sbom.licence.LicenceExpression;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The License tag as an SPDX expression: that of newer packages is one, that of older ones is made of the short names
 * Fedora used before (after their keeper called "Callaway"), joined by and, or. A short name that leaves open which
 * licence it means becomes {@code LicenseRef-Callaway-}, as Fedora does itself; with any other name in it the text stays.
 */
final class FedoraLicences {
    private static final int MAX_LENGTH = 2000;
    private static final Pattern JOINT = Pattern.compile("(?i)(?<=[\\s)])(?:and|or)(?=[\\s(])|[()]");
    private static final Pattern GNU = Pattern.compile("(A|L)?GPL(?:v([1-3])(?:\\.([01]))?)?(\\+)?");

    /** Of perl's packages: which Artistic Licence it is follows from the other. */
    private static final String PERL = "GPL+ or Artistic";

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("AFL", "AFL-3.0"),
            Map.entry("ASL 1.0", "Apache-1.0"),
            Map.entry("ASL 1.1", "Apache-1.1"),
            Map.entry("ASL 2.0", "Apache-2.0"),
            Map.entry("Artistic 2.0", "Artistic-2.0"),
            Map.entry("Artistic clarified", "ClArtistic"),
            Map.entry("BSD with advertising", "BSD-4-Clause"),
            Map.entry("Boost", "BSL-1.0"),
            Map.entry("CC0", "CC0-1.0"),
            Map.entry("EPL", "EPL-1.0"),
            Map.entry("IBM", "IPL-1.0"),
            Map.entry("MPLv1.0", "MPL-1.0"),
            Map.entry("MPLv1.1", "MPL-1.1"),
            Map.entry("MPLv2.0", "MPL-2.0"),
            Map.entry("PHP", "PHP-3.01"),
            Map.entry("Public Domain", "LicenseRef-Fedora-Public-Domain"),
            Map.entry("ZPLv2.0", "ZPL-2.0"),
            Map.entry("ZPLv2.1", "ZPL-2.1"));

    private static final Set<String> OPEN = Set.of(
            "Artistic",
            "BSD",
            "CC-BY",
            "CC-BY-SA",
            "CDDL",
            "Copyright only",
            "Freely redistributable without restriction",
            "GFDL",
            "OFL",
            "Python",
            "UCD");

    private FedoraLicences() {}

    static List<String> of(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        String known = LicenceExpression.parse(text)
                .or(() -> callaway(text))
                .map(LicenceExpression::text)
                .orElse(text);
        return List.of(known);
    }

    private static Optional<LicenceExpression> callaway(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String plain = text.replace(PERL, "(GPL-1.0-or-later OR Artistic-1.0-Perl)");
        var expression = new StringBuilder();
        Matcher joint = JOINT.matcher(plain);
        int start = 0;
        while (joint.find()) {
            expression.append(' ').append(name(plain.substring(start, joint.start())));
            expression.append(' ').append(joint.group().toUpperCase(Locale.ROOT));
            start = joint.end();
        }
        expression.append(' ').append(name(plain.substring(start)));
        return LicenceExpression.parse(expression.toString());
    }

    private static String name(String written) {
        String name = written.strip();
        Matcher gnu = GNU.matcher(name);
        if (gnu.matches()) {
            return gnu(gnu);
        }
        if (OPEN.contains(name) || (name.contains(" with exceptions") && !name.contains("("))) {
            return reference(name);
        }
        return NAMES.getOrDefault(name, name);
    }

    /** LGPLv2 stands for versions 2.0 and 2.1, and a name without a version for any. */
    private static String gnu(Matcher gnu) {
        String family = (gnu.group(1) == null ? "" : gnu.group(1)) + "GPL";
        boolean later = gnu.group(4) != null;
        String version = gnu.group(2);
        if (version == null) {
            return family.equals("GPL") && later ? "GPL-1.0-or-later" : reference(gnu.group());
        }
        if (family.equals("LGPL") && version.equals("2") && gnu.group(3) == null) {
            return reference(gnu.group());
        }
        String minor = gnu.group(3) == null ? "0" : gnu.group(3);
        return family + "-" + version + "." + minor + (later ? "-or-later" : "-only");
    }

    private static String reference(String name) {
        return LicenceExpression.reference("Callaway-" + name.replace("+", "-or-later"))
                .text();
    }
}
