package dev.attest.vex.report;

import java.util.Set;

/**
 * The members of reports that no reader asks for: prose, links, listings of files and packages, configurations, which are
 * most of a report.
 */
final class ReportMembers {
    private static final Set<String> NOWHERE = Set.of(
            // grype
            "matchDetails",
            "configuration",
            "cpes",
            "urls",
            "advisories",
            "licenses",
            "description",
            // trivy
            "Description",
            "References",
            "Title",
            "ImageConfig",
            "Layers",
            "Packages",
            "CweIDs",
            "VendorSeverity",
            // osv-scanner
            "details",
            "summary",
            "credits",
            "ecosystem_specific",
            "layer_metadata",
            "base_images",
            "experimental_config",
            "license_summary",
            // SARIF
            "markdown",
            "shortDescription",
            "snippet",
            "contextRegion",
            "codeFlows",
            "graphs",
            "relatedLocations",
            "fingerprints",
            "partialFingerprints",
            "taxonomies",
            "taxa",
            "relationships",
            "webRequests",
            "webResponses",
            "threadFlowLocations",
            "translations",
            "stacks",
            "attachments",
            "fixes",
            "originalUriBaseIds",
            // CycloneDX
            "externalReferences",
            "hashes",
            "evidence",
            "dependencies",
            "proofOfConcept",
            "pedigree",
            "services",
            "formulation",
            "declarations",
            "definitions",
            "signature",
            "workaround");

    /** By the member around and the name. */
    private static final Set<String> INSIDE = Set.of(
            "artifact/metadata",
            "target/layers",
            "target/manifest",
            "target/config",
            "affected/versions",
            "references/url",
            "components/properties",
            "vulnerabilities/detail",
            "vulnerabilities/tools");

    /** Of these only their number counts. */
    private static final Set<String> COUNTED =
            Set.of("Misconfigurations", "Secrets", "Licenses", "CustomResources", "experimental_pes");

    private ReportMembers() {}

    static boolean kept(String around, String name) {
        boolean label = around.equals("database_specific") && !name.equals("severity");
        return !NOWHERE.contains(name) && !COUNTED.contains(around) && !INSIDE.contains(around + "/" + name) && !label;
    }
}
