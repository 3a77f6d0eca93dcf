package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.ImageConfig;
import dev.attest.oci.Platform;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.sbom.Sbom;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.facts.ImageFacts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "registry.example.com/team/app:1.0 | app",
                "nginx:1 | nginx",
                "oci:/images/app | app",
                "oci:/images/My App | my-app",
                "oci:/images/_x | x",
                "oci:/images/größe | gr-e",
                "oci:/images/日本 | image",
                "oci:/images/app/. | app",
                "oci:/ | image",
                "oci-archive:/images/app.tar | app.tar",
                "docker-archive:App.tar | app.tar",
            })
    void an_image_is_named_without_its_place_in_letters_that_every_document_takes(String reference, String name) {
        assertThat(Documents.imageName(References.parse(reference, Optional.empty())))
                .isEqualTo(name);
    }

    @Test
    void a_name_is_bounded() {
        assertThat(Documents.imageName(
                        new Reference.Layout(Path.of("/", "a".repeat(5000)), Optional.empty(), Optional.empty())))
                .hasSize(255);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05.678Z, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05+02:00, 2026-01-02T01:04:05Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "yesterday, 1970-01-01T00:00:00Z",
        "'', 1970-01-01T00:00:00Z",
        "+999999999-12-31T23:59:59Z, 1970-01-01T00:00:00Z",
        "-999999999-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    })
    void the_time_is_the_images_own_where_it_is_one(String created, Instant time) {
        assertThat(new Documents("app", Optional.empty(), "1").timeOf(image(Optional.of(created))))
                .isEqualTo(time);
    }

    @Test
    void the_time_that_is_given_outranks_it() {
        Instant given = Instant.parse("2020-01-01T00:00:00.5Z");
        assertThat(new Documents("app", Optional.of(given), "1").timeOf(image(Optional.of("2026-01-02T03:04:05Z"))))
                .isEqualTo("2020-01-01T00:00:00Z");
        assertThat(new Documents("app", Optional.empty(), "1").timeOf(image(Optional.empty())))
                .isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @EnumSource(DocumentFormat.class)
    void every_format_has_a_name_and_is_written_alike_twice(DocumentFormat format) {
        var scan = new ScanResult(new Sbom(Optional.empty(), List.of(), List.of()), new ImageFacts(List.of()));
        var documents = new Documents("app", Optional.empty(), "1");
        byte[] file = documents.file(format, image(Optional.empty()), scan, 80);
        assertThat(file).isNotEmpty().isEqualTo(documents.file(format, image(Optional.empty()), scan, 80));
        assertThat(DocumentFormat.named(format.id())).contains(format);
    }

    private static PlatformImage image(Optional<String> created) {
        var descriptor = new Descriptor("a/b", Digest.sha256(new byte[0]), 0);
        var config = new ImageConfig(
                new Platform("linux", "amd64", ""),
                new ImageConfig.Execution("", List.of(), List.of(), List.of(), "", List.of()),
                Map.of(),
                created,
                List.of());
        return new PlatformImage(descriptor, descriptor, config, List.of());
    }
}
