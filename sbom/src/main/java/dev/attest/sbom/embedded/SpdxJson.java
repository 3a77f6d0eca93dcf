package dev.attest.sbom.embedded;

import static dev.attest.sbom.embedded.JsonTexts.text;
import static dev.attest.sbom.embedded.JsonTexts.texts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.util.ArrayList;
import java.util.Set;

/** SPDX 2.2 and 2.3 as JSON; files and snippets are left out. */
final class SpdxJson {
    static final String DOCUMENT = "SPDXRef-DOCUMENT";

    /** Purposes (specification 2.3, clause 7.24) of what is no software, or not there. */
    private static final Set<String> OTHER =
            Set.of("OPERATING_SYSTEM", "OPERATING-SYSTEM", "CONTAINER", "FILE", "SOURCE", "DEVICE");

    private SpdxJson() {}

    static Claims read(JsonNode json) throws UnreadFileException {
        var claims = new Claims("embedded " + text(json, "spdxVersion"));
        for (JsonNode one : json.path("packages")) {
            if (!OTHER.contains(text(one, "primaryPackagePurpose"))) {
                add(claims, one);
            }
        }
        texts(json, "documentDescribes").forEach(claims::root);
        for (JsonNode relation : json.path("relationships")) {
            SpdxRelations.add(
                    claims,
                    text(relation, "spdxElementId"),
                    text(relation, "relationshipType"),
                    text(relation, "relatedSpdxElement"));
        }
        return claims;
    }

    private static void add(Claims claims, JsonNode json) throws UnreadFileException {
        String purl = "";
        var cpes = new ArrayList<String>();
        for (JsonNode reference : json.path("externalRefs")) {
            String locator = text(reference, "referenceLocator");
            String type = text(reference, "referenceType");
            if (type.equals("purl") && purl.isEmpty()) {
                purl = locator;
            } else if (type.equals("cpe23Type")) {
                cpes.add(locator);
            }
        }
        String declared = ClaimFields.said(text(json, "licenseDeclared"));
        String licence = declared.isEmpty() ? ClaimFields.said(text(json, "licenseConcluded")) : declared;
        String supplier = ClaimFields.agent(text(json, "supplier"));
        String location = ClaimFields.said(text(json, "downloadLocation"));
        PackageFields fields = ClaimFields.of(text(json, "name"), text(json, "versionInfo"), purl)
                .put(Claims.TYPE, text(json, "primaryPackagePurpose"))
                .put(PackageFields.LICENCES, licence)
                .put(
                        PackageFields.SUPPLIER,
                        supplier.isEmpty() ? ClaimFields.agent(text(json, "originator")) : supplier)
                .reference(PackageFields.WEBSITE, text(json, "homepage"));
        ClaimFields.cpes(fields, cpes);
        ClaimFields.location(fields, location);
        claims.add(text(json, "SPDXID"), fields, purl.isEmpty() ? location : purl);
    }
}
