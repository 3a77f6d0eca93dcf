package dev.attest.sbom.embedded;

/** Small SBOM documents in every form that is read. */
final class Documents {
    private Documents() {}

    static String spdxPackage(String id, String name, String version, String purl) {
        return "{\"SPDXID\":\"SPDXRef-" + id + "\",\"name\":\"" + name + "\",\"versionInfo\":\"" + version
                + "\",\"supplier\":\"Organization: Wolfi\",\"licenseDeclared\":\"BSD-3-Clause\","
                + "\"licenseConcluded\":\"NOASSERTION\",\"downloadLocation\":\"NOASSERTION\",\"externalRefs\":["
                + "{\"referenceCategory\":\"PACKAGE-MANAGER\",\"referenceType\":\"purl\",\"referenceLocator\":\"" + purl
                + "\"}]}";
    }

    static String relation(String a, String type, String b) {
        return "{\"spdxElementId\":\"SPDXRef-" + a + "\",\"relationshipType\":\"" + type
                + "\",\"relatedSpdxElement\":\"SPDXRef-" + b + "\"}";
    }

    static String spdx(String packages, String relations) {
        return "{\"SPDXID\":\"SPDXRef-DOCUMENT\",\"spdxVersion\":\"SPDX-2.3\",\"documentDescribes\":[\"SPDXRef-root\"],"
                + "\"packages\":[" + packages + "],\"relationships\":[" + relations + "]}";
    }

    static String component(String type, String name, String version, String purl, String more) {
        return "{\"type\":\"" + type + "\",\"bom-ref\":\"" + name + "\",\"name\":\"" + name + "\",\"version\":\""
                + version + "\"" + (purl.isEmpty() ? "" : ",\"purl\":\"" + purl + "\"") + more + "}";
    }

    static String cycloneDx(String subject, String components, String dependencies) {
        return "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"metadata\":{\"component\":" + subject
                + "},\"components\":[" + components + "],\"dependencies\":[" + dependencies + "]}";
    }
}
