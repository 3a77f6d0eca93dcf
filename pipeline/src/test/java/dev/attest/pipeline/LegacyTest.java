package dev.attest.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.policy.Evidence;
import dev.attest.policy.Profile;
import dev.attest.signing.Verified;
import dev.attest.signing.key.Message;
import dev.attest.testvectors.FakeRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What cosign attached before bundles, by tags. */
class LegacyTest extends WorkshopTest {
    private static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
    private static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

    @Test
    void an_image_with_legacy_signatures_alone_is_signed() throws Exception {
        String digest = Images.single(layout.folder());
        byte[] payload = payload(digest);
        Verified signature = workshop.session(Workshop.DEVELOPER).signArtifact(Message.of(payload));
        byte[] manifest = manifest(SIMPLE_SIGNING, payload, signature);
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.load(layout.folder(), "1.0", digest);
            Reference image = image(registry);
            assertThat(Workshop.isAccepted(signed(image))).isFalse();
            registry.manifest(tag(digest, "sig"), MediaTypes.OCI_MANIFEST, manifest);
            VerifyReport report = signed(image);
            assertThat(Workshop.isAccepted(report)).isTrue();
            assertThat(report.subject().evidence())
                    .singleElement()
                    .isInstanceOfSatisfying(Evidence.Accepted.class, evidence -> {
                        assertThat(evidence.predicateType()).isEqualTo(SIMPLE_SIGNING);
                        assertThat(evidence.signs()).contains(Digest.parse(digest));
                    });
            assertThat(Workshop.isAccepted(workshop.verify(image))).isFalse();
        }
    }

    @Test
    void legacy_evidence_counts_wherever_it_was_moved_to() throws Exception {
        String digest = Images.single(layout.folder());
        byte[] payload = payload(digest);
        byte[] good = manifest(
                SIMPLE_SIGNING, payload, workshop.session(Workshop.DEVELOPER).signArtifact(Message.of(payload)));
        byte[] others =
                manifest(SIMPLE_SIGNING, payload, workshop.session("mallory").signArtifact(Message.of(payload)));
        try (FakeRegistry registry = FakeRegistry.start();
                var moves = new Moves()) {
            registry.load(layout.folder(), "1.0", digest);
            registry.manifest(tag(digest, "sig"), MediaTypes.OCI_MANIFEST, good);
            String folder = "oci:" + this.folder.resolve("moved") + ":1";
            String archive = "oci-archive:" + this.folder.resolve("moved.tar") + ":1";
            moves.copy(image(registry).toString(), folder);
            moves.copy(folder, archive);
            registry.manifest(tag(digest, "sig"), MediaTypes.OCI_MANIFEST, others);
            String theirs = "oci:" + this.folder.resolve("theirs");
            moves.copy(image(registry).toString(), theirs);
            for (String place : List.of(folder, archive)) {
                assertThat(Workshop.isAccepted(signed(Moves.reference(place)))).isTrue();
            }
            VerifyReport refused = signed(Moves.reference(theirs));
            assertThat(Workshop.isAccepted(refused)).isFalse();
            assertThat(refused.subject().evidence()).singleElement().isInstanceOf(Evidence.Rejected.class);
            assertThat(Workshop.isAccepted(signed(reference()))).isFalse();
        }
    }

    @Test
    void signatures_over_another_digest_or_by_others_are_rejected() throws Exception {
        String digest = Images.single(layout.folder());
        byte[] foreign = payload("sha256:" + "0".repeat(64));
        byte[] payload = payload(digest);
        byte[] wrong = manifest(
                SIMPLE_SIGNING, foreign, workshop.session(Workshop.DEVELOPER).signArtifact(Message.of(foreign)));
        byte[] others =
                manifest(SIMPLE_SIGNING, payload, workshop.session("mallory").signArtifact(Message.of(payload)));
        byte[] strange =
                manifest("text/plain", payload, workshop.session("mallory").signArtifact(Message.of(payload)));
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.load(layout.folder(), "1.0", digest);
            assertThat(rejected(registry, digest, "sig", wrong)).isEqualTo("ARTIFACT");
            assertThat(rejected(registry, digest, "sig", others)).isEqualTo("IDENTITY");
            assertThat(rejected(registry, digest, "sig", strange)).isEqualTo("UNSUPPORTED");
        }
    }

    @Test
    void legacy_attestations_are_evidence_about_their_subject() throws Exception {
        String digest = Images.single(layout.folder());
        Verified about = statement(digest);
        Verified other = statement("sha256:" + "0".repeat(64));
        byte[] good = manifest(ENVELOPE, envelope(about), about);
        byte[] bad = manifest(ENVELOPE, envelope(other), other);
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.load(layout.folder(), "1.0", digest);
            registry.manifest(tag(digest, "att"), MediaTypes.OCI_MANIFEST, good);
            assertThat(signed(image(registry)).subject().evidence())
                    .singleElement()
                    .isInstanceOfSatisfying(Evidence.Accepted.class, evidence -> assertThat(evidence.predicateType())
                            .isEqualTo("https://example.test/p/v1"));
            assertThat(rejected(registry, digest, "att", bad)).isEqualTo("SUBJECT");
        }
    }

    @Test
    void a_tag_that_cannot_be_asked_for_decides_nothing() throws Exception {
        String digest = Images.single(layout.folder());
        try (FakeRegistry registry = FakeRegistry.start(FakeRegistry.Habit.REFERRERS_API)) {
            registry.load(layout.folder(), "1.0", digest);
            registry.hook(exchange -> {
                if (exchange.getRequestURI().getPath().endsWith(".sig")) {
                    FakeRegistry.answer(exchange, 403, "", new byte[0]);
                    return true;
                }
                return false;
            });
            assertThatThrownBy(() -> signed(image(registry))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void nobody_asks_for_legacy_tags_where_there_is_a_signature() throws Exception {
        String digest = Images.single(layout.folder());
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.load(layout.folder(), "1.0", digest);
            workshop.sign(image(registry), Workshop.DEVELOPER);
            assertThat(Workshop.isAccepted(signed(image(registry)))).isTrue();
            assertThat(registry.requests()).noneMatch(request -> request.contains(".sig"));
        }
    }

    private static Reference image(FakeRegistry registry) {
        return References.parse(registry.host() + "/team/app:1.0", Optional.empty());
    }

    private static VerifyReport signed(Reference image) throws Exception {
        return workshop.verify(image, Profile.SIGNED, Optional.empty());
    }

    private String rejected(FakeRegistry registry, String digest, String kind, byte[] manifest) throws Exception {
        registry.load(layout.folder(), "1.0", digest);
        registry.manifest(tag(digest, kind), MediaTypes.OCI_MANIFEST, manifest);
        VerifyReport report = signed(image(registry));
        assertThat(Workshop.isAccepted(report)).isFalse();
        assertThat(report.subject().evidence()).hasSize(1);
        return ((Evidence.Rejected) report.subject().evidence().get(0)).reason();
    }

    private static Verified statement(String digest) throws Exception {
        var statement = Statement.of(
                List.of(ResourceDescriptor.sha256("app", digest.substring(7))),
                "https://example.test/p/v1",
                StrictJson.object());
        return workshop.session(Workshop.DEVELOPER)
                .sign(List.of(statement.write()))
                .get(0);
    }

    private static byte[] envelope(Verified verified) throws Exception {
        return StrictJson.write(bundle(verified).get("dsseEnvelope"));
    }

    private static JsonNode bundle(Verified verified) throws Exception {
        return StrictJson.parseObject(verified.bundle().bytes(), "bundle").node();
    }

    private static String tag(String digest, String kind) {
        return digest.replace(':', '-') + "." + kind;
    }

    /** A manifest with this layer, whose blob is put into the layout, and a bundle's evidence beside it. */
    private byte[] manifest(String mediaType, byte[] layer, Verified verified) throws Exception {
        JsonNode bundle = bundle(verified);
        JsonNode entry = bundle.at("/verificationMaterial/tlogEntries/0");
        ObjectNode rekor = StrictJson.object();
        rekor.put(
                "SignedEntryTimestamp",
                entry.at("/inclusionPromise/signedEntryTimestamp").asText());
        rekor.putObject("Payload")
                .put("body", entry.path("canonicalizedBody").asText())
                .put("integratedTime", entry.path("integratedTime").asLong())
                .put("logIndex", entry.path("logIndex").asLong())
                .put(
                        "logID",
                        HexFormat.of()
                                .formatHex(Base64.getDecoder()
                                        .decode(entry.at("/logId/keyId").asText())));
        Digest digest = Digest.sha256(layer);
        Files.write(layout.folder().resolve("blobs/sha256").resolve(digest.hex()), layer);
        ObjectNode manifest = StrictJson.object();
        manifest.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.putObject("config")
                .put("mediaType", "application/vnd.oci.image.config.v1+json")
                .put("digest", digest.toString())
                .put("size", layer.length);
        ObjectNode one = manifest.putArray("layers").addObject();
        one.put("mediaType", mediaType).put("digest", digest.toString()).put("size", layer.length);
        ObjectNode annotations = one.putObject("annotations");
        annotations.put("dev.sigstore.cosign/bundle", new String(StrictJson.write(rekor), UTF_8));
        annotations.put(
                "dev.sigstore.cosign/certificate",
                "-----BEGIN CERTIFICATE-----\n"
                        + bundle.at("/verificationMaterial/certificate/rawBytes")
                                .asText()
                        + "\n-----END CERTIFICATE-----\n");
        annotations.put(
                "dev.cosignproject.cosign/signature",
                bundle.at("/messageSignature/signature").asText());
        return StrictJson.write(manifest);
    }

    private static byte[] payload(String digest) {
        return ("{\"critical\":{\"identity\":{\"docker-reference\":\"registry.test/app\"},\"image\":"
                        + "{\"docker-manifest-digest\":\"" + digest
                        + "\"},\"type\":\"cosign container image signature\"},\"optional\":null}")
                .getBytes(UTF_8);
    }
}
