package dev.attest.sbom.diff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.sbom.document.PurlKey;
import java.util.ArrayDeque;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the packages of an SBOM in JSON: CycloneDX, or SPDX 2. What is not of the expected form is passed over. */
public final class PackageLists {
    private PackageLists() {}

    /**
     * The packages a document lists, each once.
     *
     * @throws MalformedJsonException when it is neither of the two
     */
    public static SortedSet<ListedPackage> read(JsonObject document) throws MalformedJsonException {
        JsonNode node = document.node();
        if (text(node, "bomFormat").equals("CycloneDX")) {
            return cycloneDx(node);
        }
        if (text(node, "spdxVersion").startsWith("SPDX-2.")) {
            return spdx(node);
        }
        throw document.malformed("bomFormat", "CycloneDX, or an SPDX 2 document; no other SBOM is compared");
    }

    private static SortedSet<ListedPackage> cycloneDx(JsonNode document) {
        var packages = new TreeSet<ListedPackage>();
        var pending = new ArrayDeque<JsonNode>();
        document.path("components").forEach(pending::add);
        while (!pending.isEmpty()) {
            JsonNode component = pending.poll();
            component.path("components").forEach(pending::add);
            String group = text(component, "group");
            String name = group.isEmpty() ? text(component, "name") : group + "/" + text(component, "name");
            var licences = new TreeSet<String>();
            component.path("licenses").forEach(choice -> {
                licences.add(text(choice, "expression"));
                licences.add(text(choice.path("license"), "id"));
                licences.add(text(choice.path("license"), "name"));
            });
            add(
                    packages,
                    text(component, "purl"),
                    text(component, "type") + "/" + name,
                    text(component, "version"),
                    licences);
        }
        return packages;
    }

    private static SortedSet<ListedPackage> spdx(JsonNode document) {
        var packages = new TreeSet<ListedPackage>();
        for (JsonNode one : document.path("packages")) {
            String purl = "";
            for (JsonNode reference : one.path("externalRefs")) {
                if (text(reference, "referenceType").equals("purl")) {
                    purl = text(reference, "referenceLocator");
                }
            }
            var licences = new TreeSet<String>();
            licences.add(text(one, "licenseDeclared").replaceAll("^(NOASSERTION|NONE)$", ""));
            if (!purl.startsWith("pkg:oci/")) {
                String kind =
                        text(one, "primaryPackagePurpose").equals("OPERATING-SYSTEM") ? "operating-system" : "package";
                add(packages, purl, kind + "/" + text(one, "name"), text(one, "versionInfo"), licences);
            }
        }
        return packages;
    }

    private static void add(
            SortedSet<ListedPackage> packages, String purl, String name, String version, SortedSet<String> licences) {
        licences.remove("");
        String key = PurlKey.unversioned(purl).orElse(name);
        String ofPurl = PurlKey.of(purl)
                .map(whole -> whole.length() > key.length() ? whole.substring(key.length() + 1) : "")
                .orElse("");
        if (!key.endsWith("/")) {
            packages.add(new ListedPackage(key, ofPurl.isEmpty() ? version : ofPurl, String.join(", ", licences)));
        }
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).isTextual() ? object.path(name).textValue() : "";
    }
}
