package dev.attest.sbom.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Licences as poms and bundles name them, as an SPDX expression where each of them is one that everybody means the same
 * by, else as written. Of several in a pom the user chooses (Maven POM reference, Licenses).
 */
final class LicenceNames {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("apache 2", "Apache-2.0"),
            Map.entry("asl 2", "Apache-2.0"),
            Map.entry("al 2", "Apache-2.0"),
            Map.entry("apache software 2", "Apache-2.0"),
            Map.entry("www.apache.org/licenses/license-2.0", "Apache-2.0"),
            Map.entry("opensource.org/licenses/apache-2.0", "Apache-2.0"),
            Map.entry("opensource.org/licenses/apache2.0.php", "Apache-2.0"),
            Map.entry("mit", "MIT"),
            Map.entry("x11/mit", "MIT"),
            Map.entry("opensource.org/licenses/mit", "MIT"),
            Map.entry("opensource.org/licenses/mit-license", "MIT"),
            Map.entry("opensource.org/licenses/mit-license.php", "MIT"),
            Map.entry("mit 0", "MIT-0"),
            Map.entry("bsd 2 clause", "BSD-2-Clause"),
            Map.entry("2 clause bsd", "BSD-2-Clause"),
            Map.entry("opensource.org/licenses/bsd-2-clause", "BSD-2-Clause"),
            Map.entry("bsd 3 clause", "BSD-3-Clause"),
            Map.entry("3 clause bsd", "BSD-3-Clause"),
            Map.entry("new bsd", "BSD-3-Clause"),
            Map.entry("bsd 3 clause new or revised", "BSD-3-Clause"),
            Map.entry("opensource.org/licenses/bsd-3-clause", "BSD-3-Clause"),
            Map.entry("asm.ow2.org/license.html", "BSD-3-Clause"),
            Map.entry("www.eclipse.org/org/documents/edl-v10.php", "BSD-3-Clause"),
            Map.entry("edl 1", "BSD-3-Clause"),
            Map.entry("eclipse distribution 1", "BSD-3-Clause"),
            Map.entry("eclipse public 1", "EPL-1.0"),
            Map.entry("epl 1", "EPL-1.0"),
            Map.entry("www.eclipse.org/legal/epl-v10.html", "EPL-1.0"),
            Map.entry("eclipse public 2", "EPL-2.0"),
            Map.entry("epl 2", "EPL-2.0"),
            Map.entry("www.eclipse.org/legal/epl-2.0", "EPL-2.0"),
            Map.entry("www.eclipse.org/legal/epl-v20.html", "EPL-2.0"),
            Map.entry("mozilla public 1.1", "MPL-1.1"),
            Map.entry("mpl 1.1", "MPL-1.1"),
            Map.entry("mozilla public 2", "MPL-2.0"),
            Map.entry("mpl 2", "MPL-2.0"),
            Map.entry("www.mozilla.org/mpl/2.0", "MPL-2.0"),
            Map.entry("cddl 1", "CDDL-1.0"),
            Map.entry("cddl 1.1", "CDDL-1.1"),
            Map.entry("gpl2 w/ cpe", "GPL-2.0-only WITH Classpath-exception-2.0"),
            Map.entry("gpl 2 only with classpath exception 2", "GPL-2.0-only WITH Classpath-exception-2.0"),
            Map.entry("gpl 2 with classpath exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
            Map.entry("lgpl 2.1 or later", "LGPL-2.1-or-later"),
            Map.entry("gnu lesser general public 2.1 or later", "LGPL-2.1-or-later"),
            Map.entry("universal permissive 1", "UPL-1.0"),
            Map.entry("upl 1", "UPL-1.0"),
            Map.entry("cc0", "CC0-1.0"),
            Map.entry("cc0 1", "CC0-1.0"),
            Map.entry("creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"),
            Map.entry("isc", "ISC"),
            Map.entry("unlicense", "Unlicense"));

    private LicenceNames() {}

    /** The licences of the pom, else of the bundle; empty where neither names one. */
    static String of(List<Pom.Licence> declared, String bundle) {
        if (declared.isEmpty()) {
            return ofBundle(bundle);
        }
        var known = new ArrayList<String>();
        for (Pom.Licence licence : declared) {
            known(licence.name()).or(() -> known(licence.url())).ifPresent(known::add);
        }
        if (known.size() == declared.size()) {
            return joined(known);
        }
        return String.join(
                "\n",
                declared.stream()
                        .map(one -> one.name().isEmpty() ? one.url() : one.name())
                        .distinct()
                        .toList());
    }

    private static String ofBundle(String bundle) {
        var written = new ArrayList<String>();
        var known = new ArrayList<String>();
        for (String clause : bundle.split(",(?=\\s*(?:https?:|\"|[A-Z]))")) {
            String text = clause.split(";", 2)[0].replace("\"", "").strip();
            if (!text.isEmpty()) {
                written.add(text);
                known(text).ifPresent(known::add);
            }
        }
        return known.size() == written.size() ? joined(known) : String.join("\n", written);
    }

    private static String joined(List<String> known) {
        return String.join(" OR ", known.stream().distinct().sorted().toList());
    }

    /** Case, the words that say nothing and a version's last zero do not count. */
    private static Optional<String> known(String text) {
        if (text.length() > 200) {
            return Optional.empty();
        }
        String plain = text.toLowerCase(Locale.ROOT).strip();
        if (plain.startsWith("http://") || plain.startsWith("https://")) {
            String address = plain.substring(plain.indexOf("//") + 2).replaceFirst("(\\.txt|\\.html)?/?$", "");
            return Optional.ofNullable(NAMES.getOrDefault(address, NAMES.get(address + ".html")));
        }
        String words = plain.replaceAll("[,()\"]", " ")
                .replaceAll("\\b(the|license|licence|version|software|v|vs|gnu library)\\b\\.?", " ")
                .replaceAll("\\bv(?=\\d)", "")
                .replaceAll("(?<=[a-z])-(?=\\d)|(?<=\\d)-(?=[a-z])", " ")
                .replaceAll("(\\d)\\.0\\b", "$1")
                .replaceAll("\\s+", " ")
                .strip();
        return Optional.ofNullable(NAMES.get(words));
    }
}
