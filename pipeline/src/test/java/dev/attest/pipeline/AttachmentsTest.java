package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repositories;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is attached is listed, whatever form it has, and nothing of it is believed. */
final class AttachmentsTest {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final ExecutorService executor = Executors.newFixedThreadPool(4);

    @TempDir
    Path folder;

    private FakeRegistry registry;
    private Reference reference;
    private Repository repository;
    private Descriptor root;

    @BeforeEach
    void begin() throws Exception {
        String digest =
                LayoutBuilder.image(folder, new TarWriter().file("etc/app", "x").bytes());
        registry = FakeRegistry.start();
        registry.load(folder, "latest", digest);
        reference = References.parse(registry.host() + "/team/app:latest", Optional.empty());
        repository = new Repositories(() -> RegistrySettings.standard(Map.of())).open(reference);
        root = repository.resolve(reference);
    }

    @AfterEach
    void end() {
        registry.close();
        executor.shutdownNow();
    }

    @Test
    void referrers_of_referrers_are_listed_below_them() throws Exception {
        Descriptor sbom =
                attach(root, "application/spdx+json", "{}", Map.of("org.opencontainers.image.created", "now"));
        Descriptor signature = attach(sbom, "application/vnd.dev.sigstore.bundle.v0.3+json", "12345", Map.of());

        List<Attachment> found = find();

        assertThat(found).hasSize(1);
        Attachment first = found.get(0);
        assertThat(first.digest()).isEqualTo(sbom.digest());
        assertThat(first.claims())
                .isEqualTo(new Attachment.Claims("application/spdx+json", Optional.empty(), Optional.of("now")));
        assertThat(first.size()).isEqualTo(2);
        assertThat(first.attached()).extracting(Attachment::digest).containsExactly(signature.digest());
        assertThat(first.attached().get(0).size()).isEqualTo(5);
    }

    @Test
    void claims_that_would_fill_the_memory_are_cut() throws Exception {
        String vast = "x".repeat(1 << 20);
        attach(
                root,
                "application/x",
                "{}",
                Map.of("org.opencontainers.image.created", vast, "dev.sigstore.bundle.predicateType", vast));

        Attachment.Claims claims = find().get(0).claims();

        assertThat(claims.created().orElseThrow())
                .hasSize(Attachments.MAX_CLAIM + 1)
                .endsWith("…");
        assertThat(claims.predicateType().orElseThrow()).hasSize(Attachments.MAX_CLAIM + 1);
    }

    @Test
    void what_is_listed_and_not_there_is_said_to_be_so() throws Exception {
        String missing = "sha256:" + "ab".repeat(32);
        registry.manifest(
                fallbackTag(),
                LayoutBuilder.INDEX,
                ("{\"schemaVersion\":2,\"mediaType\":\"" + LayoutBuilder.INDEX + "\",\"manifests\":[{\"mediaType\":\""
                                + MANIFEST + "\",\"digest\":\"" + missing + "\",\"size\":7}]}")
                        .getBytes(StandardCharsets.UTF_8));

        List<Attachment> found = find();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).problem())
                .hasValueSatisfying(text -> assertThat(text).contains("not found"));
    }

    @Test
    void what_is_listed_and_is_no_manifest_is_said_to_be_none() throws Exception {
        list(1, LayoutBuilder.INDEX);
        assertThat(find().get(0).problem()).contains("not an image manifest");
    }

    @Test
    void more_than_can_be_shown_is_an_error() {
        list(Attachments.MAX_COUNT + 1, LayoutBuilder.INDEX);
        assertThatThrownBy(this::find).isInstanceOf(IOException.class).hasMessageContaining("at most 2000");
    }

    @Test
    void legacy_tag_that_stands_for_nothing_readable_is_an_error() {
        registry.manifest(fallbackTag() + ".sig", MANIFEST, "{}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(this::find).isInstanceOf(IOException.class).hasMessageContaining(".sig");
    }

    @Test
    void artifact_type_is_taken_from_config_or_layer_where_the_manifest_names_none() throws Exception {
        for (String config : List.of("application/x", "application/vnd.oci.empty.v1+json")) {
            registry.manifest(
                    fallbackTag() + ".sbom",
                    MANIFEST,
                    ("{\"schemaVersion\":2,\"config\":{\"mediaType\":\"" + config + "\",\"digest\":\"sha256:"
                                    + "ef".repeat(32)
                                    + "\",\"size\":2},\"layers\":[{\"mediaType\":\"text/spdx\",\"digest\":"
                                    + "\"sha256:" + "cd".repeat(32)
                                    + "\",\"size\":9223372036854775807},{\"mediaType\":\"a/b\","
                                    + "\"digest\":\"sha256:" + "cd".repeat(32) + "\",\"size\":1}]}")
                            .getBytes(StandardCharsets.UTF_8));
            Attachment found = find().get(0);
            assertThat(found.claims().artifactType()).isEqualTo(config.endsWith("/x") ? config : "text/spdx");
            assertThat(found.size()).isEqualTo(Long.MAX_VALUE);
        }
    }

    private void list(int count, String type) {
        String entries = IntStream.range(0, count)
                .mapToObj(i -> "{\"mediaType\":\"" + type + "\",\"digest\":\""
                        + Digest.sha256(("entry " + i).getBytes(StandardCharsets.UTF_8)) + "\",\"size\":7}")
                .collect(Collectors.joining(","));
        registry.manifest(
                fallbackTag(),
                LayoutBuilder.INDEX,
                ("{\"schemaVersion\":2,\"mediaType\":\"" + LayoutBuilder.INDEX + "\",\"manifests\":[" + entries + "]}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void legacy_tags_are_listed_with_their_names() throws Exception {
        String layer = "{\"mediaType\":\"application/vnd.dsse.envelope.v1+json\",\"digest\":\"sha256:" + "cd".repeat(32)
                + "\",\"size\":1234}";
        registry.manifest(
                fallbackTag() + ".att",
                MANIFEST,
                ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                                + "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:"
                                + "ef".repeat(32) + "\",\"size\":2},\"layers\":[" + layer + "]}")
                        .getBytes(StandardCharsets.UTF_8));

        List<Attachment> found = find();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).tag()).contains(fallbackTag() + ".att");
        assertThat(found.get(0).size()).isEqualTo(1234);
    }

    @Test
    void legacy_tags_in_a_layout_are_listed_like_a_registrys() throws Exception {
        var builder = new LayoutBuilder(folder);
        String image = builder.manifest("{\"a\":1}", List.of());
        String digest = LayoutBuilder.digestIn(image);
        String tag = digest.replace(':', '-') + ".att";
        builder.list(image, "1")
                .list(builder.manifest("{\"a\":2}", List.of(builder.blob("text/plain", "evidence"))), tag)
                .write();
        Reference layout = References.parse("oci:" + folder + ":1", Optional.empty());
        try (Repository opened = new Repositories(() -> RegistrySettings.standard(Map.of())).open(layout)) {
            Digest subject = opened.resolve(layout).digest();
            assertThat(new Attachments(Places.same(opened), executor)
                            .find(layout, List.of(subject))
                            .get(subject))
                    .singleElement()
                    .satisfies(one -> assertThat(one.tag()).contains(tag));
        }
    }

    @Test
    void listing_that_fails_is_an_error() {
        registry.hook(exchange -> {
            boolean listing = exchange.getRequestURI().getPath().contains("/referrers/");
            if (listing) {
                FakeRegistry.answer(exchange, 403, "text/plain", new byte[0]);
            }
            return listing;
        });
        assertThatThrownBy(this::find).isInstanceOf(IOException.class).hasMessageContaining("403");
    }

    @Test
    void chain_of_referrers_is_followed_three_deep() throws Exception {
        Descriptor subject = root;
        for (int i = 0; i < 5; i++) {
            subject = attach(subject, "application/x", "level " + i, Map.of());
        }
        int depth = 0;
        for (List<Attachment> level = find();
                !level.isEmpty();
                level = level.get(0).attached()) {
            depth++;
        }
        assertThat(depth).isEqualTo(Attachments.MAX_DEPTH);
    }

    private List<Attachment> find() throws Exception {
        Map<Digest, List<Attachment>> found =
                new Attachments(Places.same(repository), executor).find(reference, List.of(root.digest()));
        return found.getOrDefault(root.digest(), List.of());
    }

    private Descriptor attach(Descriptor subject, String type, String layer, Map<String, String> annotations)
            throws Exception {
        var artifact = new Artifact(type, layer.getBytes(StandardCharsets.UTF_8), annotations);
        return repository.attach(subject, List.of(artifact)).get(0);
    }

    private String fallbackTag() {
        return root.digest().toString().replace(':', '-');
    }
}
