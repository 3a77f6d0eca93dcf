package dev.attest.sbom.spdx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.sbom.document.Characters;
import java.util.List;

/**
 * An SPDX 2.3 document as tags and values (annex to clause 5): the values of its JSON form, each on one line, or, where
 * they may have several, between {@code <text>} tags that nothing inside can end.
 */
final class TagValueText {
    private static final List<List<String>> PACKAGE = List.of(
            List.of("name", "PackageName"),
            List.of("SPDXID", "SPDXID"),
            List.of("versionInfo", "PackageVersion"),
            List.of("packageFileName", "PackageFileName"),
            List.of("supplier", "PackageSupplier"),
            List.of("downloadLocation", "PackageDownloadLocation"),
            List.of("filesAnalyzed", "FilesAnalyzed"),
            List.of("checksums", "PackageChecksum"),
            List.of("homepage", "PackageHomePage"),
            List.of("sourceInfo", "PackageSourceInfo"),
            List.of("licenseConcluded", "PackageLicenseConcluded"),
            List.of("licenseDeclared", "PackageLicenseDeclared"),
            List.of("copyrightText", "PackageCopyrightText"),
            List.of("summary", "PackageSummary"),
            List.of("description", "PackageDescription"),
            List.of("comment", "PackageComment"),
            List.of("externalRefs", "ExternalRef"),
            List.of("primaryPackagePurpose", "PrimaryPackagePurpose"));
    private static final List<String> LONG = List.of("sourceInfo", "summary", "description", "comment");

    private final StringBuilder text = new StringBuilder();

    private TagValueText() {}

    static String write(JsonNode document) {
        var writer = new TagValueText();
        writer.head(document);
        document.path("packages").forEach(writer::onePackage);
        document.path("hasExtractedLicensingInfos").forEach(writer::licence);
        writer.text.append('\n');
        for (JsonNode relationship : document.path("relationships")) {
            writer.tag(
                    "Relationship",
                    value(relationship, "spdxElementId")
                            + ' '
                            + value(relationship, "relationshipType")
                            + ' '
                            + value(relationship, "relatedSpdxElement"));
        }
        document.path("annotations").forEach(annotation -> writer.annotation(annotation, value(document, "SPDXID")));
        return writer.text.toString();
    }

    private void head(JsonNode document) {
        tag("SPDXVersion", value(document, "spdxVersion"));
        tag("DataLicense", value(document, "dataLicense"));
        tag("SPDXID", value(document, "SPDXID"));
        tag("DocumentName", value(document, "name"));
        tag("DocumentNamespace", value(document, "documentNamespace"));
        if (document.has("comment")) {
            lines("DocumentComment", value(document, "comment"));
        }
        document.path("creationInfo").path("creators").forEach(creator -> tag("Creator", creator.asText()));
        tag("Created", value(document.path("creationInfo"), "created"));
    }

    private void onePackage(JsonNode json) {
        text.append('\n');
        for (List<String> field : PACKAGE) {
            JsonNode node = json.path(field.get(0));
            if (field.get(0).equals("checksums")) {
                node.forEach(one -> tag(field.get(1), value(one, "algorithm") + ": " + value(one, "checksumValue")));
            } else if (field.get(0).equals("externalRefs")) {
                node.forEach(one -> tag(
                        field.get(1),
                        value(one, "referenceCategory")
                                + ' '
                                + value(one, "referenceType")
                                + ' '
                                + value(one, "referenceLocator")));
            } else if (LONG.contains(field.get(0)) && !node.isMissingNode()) {
                lines(field.get(1), node.asText());
            } else if (!node.isMissingNode()) {
                tag(field.get(1), node.asText());
            }
        }
    }

    private void licence(JsonNode licence) {
        text.append('\n');
        tag("LicenseID", value(licence, "licenseId"));
        lines("ExtractedText", value(licence, "extractedText"));
        tag("LicenseName", value(licence, "name"));
    }

    private void annotation(JsonNode annotation, String subject) {
        text.append('\n');
        tag("Annotator", value(annotation, "annotator"));
        tag("AnnotationDate", value(annotation, "annotationDate"));
        lines("AnnotationComment", value(annotation, "comment"));
        tag("AnnotationType", value(annotation, "annotationType"));
        tag("SPDXREF", subject);
    }

    private void tag(String name, String value) {
        text.append(name).append(": ").append(harmless(Characters.line(value))).append('\n');
    }

    private void lines(String name, String value) {
        text.append(name)
                .append(": <text>")
                .append(harmless(Characters.lines(value)))
                .append("</text>\n");
    }

    /** Readers look for these two wherever they stand; a character that is not of their text makes others of them. */
    private static String harmless(String value) {
        return value.replaceAll("(?i)<(/?)text>", "<$1 text>");
    }

    private static String value(JsonNode object, String name) {
        return object.path(name).asText();
    }
}
