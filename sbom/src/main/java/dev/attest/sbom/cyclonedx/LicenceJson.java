package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Declared licences in the forms CycloneDX allows: one SPDX expression when every identifier in it is known, else names
 * or addresses as they were written.
 */
final class LicenceJson {
    private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9.-]+(/[A-Za-z0-9._~/%-]*)?");
    private static final Set<String> IDENTIFIERS = Set.of(
            ("0BSD AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-1.0-Perl Artistic-2.0 BSD-1-Clause"
                            + " BSD-2-Clause BSD-2-Clause-Views BSD-3-Clause BSD-4-Clause BSL-1.0 CC-BY-3.0 CC-BY-4.0 CC0-1.0"
                            + " CDDL-1.0 CDDL-1.1 EPL-1.0 EPL-2.0 EUPL-1.2 GPL-1.0-only GPL-1.0-or-later GPL-2.0-only"
                            + " GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later ICU ISC LGPL-2.0-only LGPL-2.0-or-later"
                            + " LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later MIT MIT-0 MPL-1.1 MPL-2.0"
                            + " OFL-1.1 OpenSSL PostgreSQL PSF-2.0 Python-2.0 Ruby SSLeay-standalone Unicode-3.0"
                            + " Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib bzip2-1.0.6 curl libtiff")
                    .split(" "));
    private static final Set<String> EXCEPTIONS = Set.of(
            "Classpath-exception-2.0",
            "GCC-exception-3.1",
            "LLVM-exception",
            "OpenSSL-exception",
            "Bison-exception-2.2");

    private static final Map<String, String> ADDRESSES = Map.of(
            "www.apache.org/licenses/license-2.0", "Apache-2.0",
            "www.apache.org/licenses/license-2.0.txt", "Apache-2.0",
            "www.apache.org/licenses/license-2.0.html", "Apache-2.0",
            "www.opensource.org/licenses/apache2.0.php", "Apache-2.0",
            "www.opensource.org/licenses/mit-license.php", "MIT",
            "www.eclipse.org/legal/epl-2.0", "EPL-2.0",
            "www.eclipse.org/legal/epl-v10.html", "EPL-1.0");

    private LicenceJson() {}

    static Optional<ArrayNode> of(List<String> declared) {
        if (declared.isEmpty()) {
            return Optional.empty();
        }
        ArrayNode licences = JsonNodeFactory.instance.arrayNode();
        if (declared.size() == 1 && isExpression(declared.get(0))) {
            licences.addObject().put("expression", declared.get(0)).put("acknowledgement", "declared");
            return Optional.of(licences);
        }
        for (String text : declared) {
            ObjectNode licence = licences.addObject().putObject("license").put("acknowledgement", "declared");
            String bare = text.replaceFirst("^https?://", "").toLowerCase(Locale.ROOT);
            if (ADDRESSES.containsKey(bare)) {
                licence.put("id", ADDRESSES.get(bare));
            } else {
                licence.put("name", text);
            }
            if (ADDRESS.matcher(text).matches()) {
                licence.put("url", text);
            }
        }
        return Optional.of(licences);
    }

    /** SPDX 2.3 annex D: identifiers joined by AND, OR and WITH, in parentheses that match. */
    private static boolean isExpression(String text) {
        int open = 0;
        boolean wantsOperand = true;
        boolean wantsException = false;
        for (String token : text.replace("(", " ( ").replace(")", " ) ").strip().split("\\s+")) {
            if (token.equals("(") && wantsOperand) {
                open++;
            } else if (token.equals(")") && !wantsOperand && open > 0) {
                open--;
            } else if ((token.equals("AND") || token.equals("OR")) && !wantsOperand) {
                wantsOperand = true;
            } else if (token.equals("WITH") && !wantsOperand) {
                wantsOperand = true;
                wantsException = true;
            } else if (wantsOperand && (wantsException ? EXCEPTIONS : IDENTIFIERS).contains(token)) {
                wantsOperand = false;
                wantsException = false;
            } else {
                return false;
            }
        }
        return !wantsOperand && open == 0;
    }
}
