package dev.attest.sbom.embedded;

import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** SPDX 2.x as tag-value: one {@code Tag: value} a line, or in {@code <text>} over several. Files are left out. */
final class SpdxTagValue {
    private static final String OPEN = "<text>";
    private static final String CLOSE = "</text>";
    private static final int MAX_LINES = 5_000_000;

    private Claims claims = new Claims("embedded SPDX tag-value");
    private Map<String, String> current = new TreeMap<>();
    private final List<String> cpes = new ArrayList<>();
    private final List<String[]> relations = new ArrayList<>();
    private boolean inPackage;
    private boolean known;

    private SpdxTagValue() {}

    static Claims read(byte[] bytes) throws UnreadFileException {
        if (bytes.length > EmbeddedSbom.MAX_BYTES) {
            throw new UnreadFileException(Gap.Kind.LIMIT, "more than " + EmbeddedSbom.MAX_BYTES + " bytes");
        }
        var document = new SpdxTagValue();
        boolean inText = false;
        int lines = 0;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
            if (++lines > MAX_LINES) {
                throw new UnreadFileException(Gap.Kind.LIMIT, "more than " + MAX_LINES + " lines");
            }
            int colon = line.indexOf(':');
            if (inText) {
                inText = !line.contains(CLOSE);
            } else if (colon > 0 && line.charAt(0) != '#') {
                String value = line.substring(colon + 1).strip();
                inText = value.startsWith(OPEN) && !value.contains(CLOSE);
                document.tag(
                        line.substring(0, colon).strip(),
                        value.replace(OPEN, "").replace(CLOSE, ""));
            }
        }
        return document.finish();
    }

    private void tag(String tag, String value) throws UnreadFileException {
        switch (tag) {
            case "SPDXVersion" -> {
                known = value.startsWith("SPDX-2.");
                claims = new Claims("embedded " + value);
            }
            case "PackageName" -> {
                endPackage();
                inPackage = true;
                current.put(tag, value);
            }
            case "FileName", "SnippetSPDXID", "LicenseID" -> endPackage();
            case "Relationship" -> {
                String[] parts = value.split("\\s+");
                if (parts.length >= 3) {
                    relations.add(parts);
                }
            }
            case "ExternalRef" -> externalRef(value.split("\\s+"));
            default -> current.putIfAbsent(tag, value);
        }
    }

    private void externalRef(String[] parts) {
        if (parts.length >= 3 && parts[1].equals("purl")) {
            current.putIfAbsent("purl", parts[2]);
        } else if (parts.length >= 3 && parts[1].equals("cpe23Type")) {
            cpes.add(parts[2]);
        }
    }

    private void endPackage() throws UnreadFileException {
        if (inPackage) {
            String declared = ClaimFields.said(text("PackageLicenseDeclared"));
            String purl = text("purl");
            String location = ClaimFields.said(text("PackageDownloadLocation"));
            PackageFields fields = ClaimFields.of(text("PackageName"), text("PackageVersion"), purl)
                    .put(
                            PackageFields.LICENCES,
                            declared.isEmpty() ? ClaimFields.said(text("PackageLicenseConcluded")) : declared)
                    .put(PackageFields.SUPPLIER, ClaimFields.agent(text("PackageSupplier")))
                    .reference(PackageFields.WEBSITE, text("PackageHomePage"));
            ClaimFields.cpes(fields, cpes);
            ClaimFields.location(fields, location);
            claims.add(text("SPDXID"), fields, purl.isEmpty() ? location : purl);
        }
        inPackage = false;
        current = new TreeMap<>();
        cpes.clear();
    }

    private String text(String tag) {
        return current.getOrDefault(tag, "");
    }

    private Claims finish() throws UnreadFileException {
        endPackage();
        if (!known) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, "no SBOM of a known format");
        }
        for (String[] relation : relations) {
            SpdxRelations.add(claims, relation[0], relation[1], relation[2]);
        }
        return claims;
    }
}
