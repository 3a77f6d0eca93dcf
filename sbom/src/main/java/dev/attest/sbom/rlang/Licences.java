package dev.attest.sbom.rlang;

import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;

/** R's own way to write licences (Writing R Extensions, section 1.1.2) as an SPDX expression, where it leaves nothing open. */
final class Licences {
    /** Longer ones are no licence. */
    private static final int MAX_LENGTH = 500;

    private static final Pattern FILE = Pattern.compile("\\s*\\+\\s*file LICEN[CS]E\\s*$");
    private static final Map<String, String> IDENTIFIERS = Map.ofEntries(
            Map.entry("MIT", "MIT"),
            Map.entry("GPL-2", "GPL-2.0-only"),
            Map.entry("GPL-3", "GPL-3.0-only"),
            Map.entry("GPL (>= 2)", "GPL-2.0-or-later"),
            Map.entry("GPL (>= 2.0)", "GPL-2.0-or-later"),
            Map.entry("GPL (>= 3)", "GPL-3.0-or-later"),
            Map.entry("GPL (>= 3.0)", "GPL-3.0-or-later"),
            Map.entry("GPL (== 2)", "GPL-2.0-only"),
            Map.entry("GPL (== 3)", "GPL-3.0-only"),
            Map.entry("LGPL-2", "LGPL-2.0-only"),
            Map.entry("LGPL-2.1", "LGPL-2.1-only"),
            Map.entry("LGPL-3", "LGPL-3.0-only"),
            Map.entry("LGPL (>= 2)", "LGPL-2.0-or-later"),
            Map.entry("LGPL (>= 2.1)", "LGPL-2.1-or-later"),
            Map.entry("LGPL (>= 3)", "LGPL-3.0-or-later"),
            Map.entry("AGPL-3", "AGPL-3.0-only"),
            Map.entry("Artistic-2.0", "Artistic-2.0"),
            Map.entry("BSD_2_clause", "BSD-2-Clause"),
            Map.entry("BSD_3_clause", "BSD-3-Clause"),
            Map.entry("Apache License 2.0", "Apache-2.0"),
            Map.entry("Apache License (== 2.0)", "Apache-2.0"),
            Map.entry("Apache License (>= 2)", "Apache-2.0"),
            Map.entry("BSL-1.0", "BSL-1.0"),
            Map.entry("CC0", "CC0-1.0"));

    private Licences() {}

    /** The expression, or the text as it is where one of the alternatives has no identifier. */
    static String of(String declared) {
        if (declared.length() > MAX_LENGTH) {
            return declared;
        }
        var alternatives = new ArrayList<String>();
        for (String alternative : declared.split("\\|")) {
            String bare = FILE.matcher(alternative.strip()).replaceFirst("").strip();
            String identifier = IDENTIFIERS.getOrDefault(bare, "");
            if (identifier.isEmpty()) {
                return declared;
            }
            alternatives.add(identifier);
        }
        return String.join(" OR ", alternatives);
    }
}
