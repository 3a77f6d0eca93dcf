package dev.attest.sbom.licence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Licences by what people call them: the full names of SPDX's list, other usual names, and addresses that stand for one
 * licence. A name that leaves the version or the choice open, such as {@code GPL} or {@code BSD}, stands for none.
 */
final class LicenceNames {
    private static final int MAX_LENGTH = 200;
    private static final Pattern WORDS = Pattern.compile("[^a-z0-9.+]+");
    private static final Pattern VERSION = Pattern.compile("v?([0-9]+)(\\.0)*\\.?");
    private static final Set<String> FILLERS =
            Set.of("the", "a", "license", "licence", "licenses", "licensed", "version", "v", "ver", "under", "");

    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("apache 2", "Apache-2.0"),
            Map.entry("apache software 2", "Apache-2.0"),
            Map.entry("asl 2", "Apache-2.0"),
            Map.entry("apache 1.1", "Apache-1.1"),
            Map.entry("mit", "MIT"),
            Map.entry("mit expat", "MIT"),
            Map.entry("expat", "MIT"),
            Map.entry("bsd 2 clause", "BSD-2-Clause"),
            Map.entry("2 clause bsd", "BSD-2-Clause"),
            Map.entry("simplified bsd", "BSD-2-Clause"),
            Map.entry("freebsd", "BSD-2-Clause-Views"),
            Map.entry("bsd 3 clause", "BSD-3-Clause"),
            Map.entry("3 clause bsd", "BSD-3-Clause"),
            Map.entry("new bsd", "BSD-3-Clause"),
            Map.entry("bsd new", "BSD-3-Clause"),
            Map.entry("revised bsd", "BSD-3-Clause"),
            Map.entry("modified bsd", "BSD-3-Clause"),
            Map.entry("eclipse distribution 1", "BSD-3-Clause"),
            Map.entry("edl 1", "BSD-3-Clause"),
            Map.entry("eclipse public 1", "EPL-1.0"),
            Map.entry("eclipse public 2", "EPL-2.0"),
            Map.entry("epl 1", "EPL-1.0"),
            Map.entry("epl 2", "EPL-2.0"),
            Map.entry("mozilla public 1.1", "MPL-1.1"),
            Map.entry("mpl 1.1", "MPL-1.1"),
            Map.entry("mozilla public 2", "MPL-2.0"),
            Map.entry("mpl 2", "MPL-2.0"),
            Map.entry("cddl 1", "CDDL-1.0"),
            Map.entry("cddl 1.1", "CDDL-1.1"),
            Map.entry("cc0", "CC0-1.0"),
            Map.entry("cc0 1 universal", "CC0-1.0"),
            Map.entry("unlicense", "Unlicense"),
            Map.entry("isc", "ISC"),
            Map.entry("zlib libpng", "Zlib"),
            Map.entry("boost software 1", "BSL-1.0"),
            Map.entry("universal permissive 1", "UPL-1.0"));

    private static final Map<String, String> ADDRESSES = Map.ofEntries(
            Map.entry("apache.org/licenses/license-2.0", "Apache-2.0"),
            Map.entry("opensource.org/licenses/apache2.0", "Apache-2.0"),
            Map.entry("opensource.org/licenses/apache-2.0", "Apache-2.0"),
            Map.entry("opensource.org/licenses/mit-license", "MIT"),
            Map.entry("opensource.org/licenses/mit", "MIT"),
            Map.entry("mit-license.org", "MIT"),
            Map.entry("opensource.org/licenses/bsd-2-clause", "BSD-2-Clause"),
            Map.entry("opensource.org/licenses/bsd-3-clause", "BSD-3-Clause"),
            Map.entry("eclipse.org/legal/epl-2.0", "EPL-2.0"),
            Map.entry("eclipse.org/legal/epl-v20", "EPL-2.0"),
            Map.entry("eclipse.org/legal/epl-v10", "EPL-1.0"),
            Map.entry("eclipse.org/org/documents/edl-v10", "BSD-3-Clause"),
            Map.entry("mozilla.org/mpl/2.0", "MPL-2.0"),
            Map.entry("mozilla.org/en-us/mpl/2.0", "MPL-2.0"),
            Map.entry("creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"),
            Map.entry("unlicense.org", "Unlicense"),
            Map.entry("boost.org/license_1_0", "BSL-1.0"));

    /** Loaded when the first name is asked for; a name of two licences stands for none. */
    private static final class Listed {
        private static final Map<String, String> NAMES = load();

        private static Map<String, String> load() {
            var names = new HashMap<String, String>();
            SpdxLicences.list()
                    .names()
                    .forEach(name -> names.merge(normalise(name.getKey()), name.getValue(), (one, other) -> ""));
            names.putAll(ALIASES);
            names.values().removeIf(String::isEmpty);
            return names;
        }
    }

    private LicenceNames() {}

    /** The identifier of the licence that a name or an address stands for. */
    static Optional<String> identifier(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            String bare = lower.substring(lower.indexOf("//") + 2)
                    .replaceFirst("^www\\.", "")
                    .replaceFirst("(\\.txt|\\.html|\\.php|/)$", "");
            return Optional.ofNullable(ADDRESSES.get(bare));
        }
        return Optional.ofNullable(Listed.NAMES.get(normalise(text)));
    }

    /** Words that say something, versions without their zeros, a word said twice in a row once. */
    private static String normalise(String name) {
        var words = new ArrayList<String>();
        for (String word : WORDS.split(name.toLowerCase(Locale.ROOT))) {
            String bare = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
            var version = VERSION.matcher(bare);
            bare = version.matches() ? version.group(1) : bare.replaceFirst("^v(?=[0-9])", "");
            if (!FILLERS.contains(bare)
                    && (words.isEmpty() || !words.get(words.size() - 1).equals(bare))) {
                words.add(bare);
            }
        }
        return String.join(" ", words);
    }
}
