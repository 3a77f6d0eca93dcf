package dev.attest.sbom.java;

import dev.attest.sbom.java.ArchiveIdentity.Identified;
import dev.attest.sbom.zip.MalformedZipException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an archive says of itself beside its name: by its own pom.xml where it has one, else by its manifest. */
final class ArchiveFacts {
    static final List<String> HASHES = List.of("SHA-1", "SHA-256", "SHA-512");

    private final Manifest manifest;
    private final Pom pom;
    private final ArchiveContents contents;

    ArchiveFacts(ArchiveContents contents, Pom pom) {
        this.contents = contents;
        this.manifest = contents.manifest();
        this.pom = pom;
    }

    Map<String, String> of(String path, Identified own) throws MalformedZipException {
        var fields = new TreeMap<String, String>();
        fields.put("path", path);
        fields.put("group", own.gav().group());
        fields.put("name", own.gav().artifact());
        fields.put("version", own.gav().version());
        fields.put("identified-by", own.by().id());
        contents.module().ifPresent(module -> fields.put("module", module.name()));
        fields.put("supplier", supplier());
        fields.put("licence", licence());
        fields.put("website", address(pom.origin().url(), manifest.first("Implementation-URL", "Bundle-DocURL")));
        fields.put("vcs", address(pom.origin().scm(), manifest.first("Scm-Url", "Module-Origin")));
        fields.put("requires", String.join("\n", pom.requires()));
        fields.put("class-path", manifest.text("Class-Path"));
        return fields;
    }

    private String licence() throws MalformedZipException {
        String declared = DeclaredLicences.of(pom.licences(), manifest.text("Bundle-License"));
        return declared.isEmpty()
                ? DeclaredLicences.ofText(contents.licenceFile()).orElse("")
                : declared;
    }

    private String supplier() {
        String vendor = manifest.first("Implementation-Vendor", "Bundle-Vendor");
        return vendor.isEmpty() ? pom.origin().organization() : vendor;
    }

    private static String address(String first, String second) {
        for (String text : List.of(first, second)) {
            if (text.startsWith("https://") || text.startsWith("http://")) {
                return text;
            }
        }
        return "";
    }

    static void hash(Map<String, String> fields, ByteBuffer bytes) {
        for (String algorithm : HASHES) {
            try {
                MessageDigest computation = MessageDigest.getInstance(algorithm);
                computation.update(bytes.duplicate());
                fields.put(algorithm, HexFormat.of().formatHex(computation.digest()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("a Java platform without " + algorithm, e);
            }
        }
    }
}
