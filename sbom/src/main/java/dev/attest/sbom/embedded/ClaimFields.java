package dev.attest.sbom.embedded;

import dev.attest.sbom.catalog.PackageFields;
import java.util.Collection;
import java.util.regex.Pattern;

/** What the formats of documents have in common when they describe a component. */
final class ClaimFields {
    private static final int MAX_CPE = 1024;
    /** NISTIR 7695, 6.2: words, special characters behind a backslash, wildcards at the ends alone. */
    private static final String ATTRIBUTE =
            ":(?:(?:\\?{1,20}|\\*)?(?:[A-Za-z0-9._-]|\\\\[!-,/:-@\\[-^`{-~]){1,200}(?:\\?{1,20}|\\*)?|[*-])";

    private static final Pattern CPE = Pattern.compile("cpe:2\\.3:[aho*-](?:" + ATTRIBUTE
            + "){5}:(?:[A-Za-z]{2,3}(?:-(?:[A-Za-z]{2}|[0-9]{3}))?|[*-])(?:" + ATTRIBUTE + "){4}");

    /** Longer names are left out later. */
    private static final int MAX_AGENT = 1000;

    private ClaimFields() {}

    static PackageFields of(String name, String version, String purl) {
        return new PackageFields()
                .put(PackageFields.NAME, name)
                .put(PackageFields.VERSION, version)
                .put(Claims.PURL, purl);
    }

    static void cpes(PackageFields fields, Collection<String> names) {
        fields.put(
                Claims.CPES,
                names.stream()
                        .filter(name ->
                                name.length() <= MAX_CPE && CPE.matcher(name).matches())
                        .toList());
    }

    /** SPDX's words for what nobody said. */
    static String said(String text) {
        return text.equals("NOASSERTION") || text.equals("NONE") ? "" : text;
    }

    /** {@code Organization: A}, {@code Person: B (mail)}: who it is. */
    static String agent(String text) {
        if (text.length() > MAX_AGENT) {
            return "";
        }
        return said(text.replaceFirst("^(Organization|Person|Tool):\\s*", "")).replaceFirst("\\s*\\(\\s*\\)$", "");
    }

    /** A download location is an address, or one of a version control system with its kind before it. */
    static void location(PackageFields fields, String location) {
        int plus = location.indexOf('+');
        boolean vcs = plus > 0 && plus < 6 && location.indexOf("://") > plus;
        if (vcs) {
            String address = location.substring(plus + 1);
            int at = address.lastIndexOf('@');
            fields.reference(PackageFields.VCS, at > address.indexOf("://") + 3 ? address.substring(0, at) : address);
        } else {
            fields.reference(PackageFields.DISTRIBUTION, location);
        }
    }
}
