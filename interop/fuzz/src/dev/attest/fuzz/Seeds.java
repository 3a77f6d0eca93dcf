package dev.attest.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Takes bundles apart into what each target begins with: {@code Seeds OUT BUNDLE…}. */
public final class Seeds {
    private final Path out;

    private Seeds(Path out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        var seeds = new Seeds(Path.of(arguments[0]));
        for (String bundle : Arrays.asList(arguments).subList(1, arguments.length)) {
            try {
                seeds.bundle(Files.readAllBytes(Path.of(bundle)));
            } catch (MalformedJsonException | IllegalArgumentException e) {
                // Bundles that are malformed by intent are seeds as a whole only.
            }
        }
    }

    private void bundle(byte[] text) throws IOException, MalformedJsonException {
        put("BundleTarget", text);
        put("JsonTarget", text);
        JsonNode bundle = StrictJson.parse(text);
        for (JsonNode entry : bundle.at("/verificationMaterial/tlogEntries")) {
            put("LogEntryTarget", StrictJson.write(entry));
            put("JsonTarget", bytes(entry.path("canonicalizedBody")));
            String checkpoint = entry.at("/inclusionProof/checkpoint/envelope").asText();
            put("CheckpointTarget", checkpoint.getBytes(StandardCharsets.UTF_8));
        }
        for (JsonNode stamp : bundle.at("/verificationMaterial/timestampVerificationData/rfc3161Timestamps")) {
            put("TimestampTarget", bytes(stamp.path("signedTimestamp")));
            put("DerTarget", bytes(stamp.path("signedTimestamp")));
        }
        certificate(bytes(bundle.at("/verificationMaterial/certificate/rawBytes")));
        certificate(bytes(bundle.at("/verificationMaterial/x509CertificateChain/certificates/0/rawBytes")));
        if (bundle.has("dsseEnvelope")) {
            put("EnvelopeTarget", StrictJson.write(bundle.get("dsseEnvelope")));
            put("StatementTarget", bytes(bundle.at("/dsseEnvelope/payload")));
        }
    }

    private void certificate(byte[] encoded) throws IOException {
        if (encoded.length == 0) {
            return;
        }
        put("CertificateTarget", encoded);
        put("DerTarget", encoded);
        try {
            var certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            put("KeyTarget", certificate.getPublicKey().getEncoded());
            byte[] timestamps = certificate.getExtensionValue("1.3.6.1.4.1.11129.2.4.2");
            // An octet string in an octet string, each with a length of one or two bytes.
            for (int skip = 4; timestamps != null && skip <= 8 && timestamps.length > 8; skip += 2) {
                put("CertificateTimestampsTarget", Arrays.copyOfRange(timestamps, skip, timestamps.length));
            }
        } catch (GeneralSecurityException e) {
            // Certificates that are malformed by intent.
        }
    }

    private void put(String target, byte[] seed) throws IOException {
        if (seed.length > 0) {
            Path folder = Files.createDirectories(out.resolve(target));
            String name = HexFormat.of().toHexDigits(Arrays.hashCode(seed));
            Files.write(folder.resolve(name), seed);
        }
    }

    private static byte[] bytes(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asText());
    }
}
