package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "nginx:1, docker.io/library/nginx:1",
        "docker.io/nginx:1, docker.io/library/nginx:1",
        "index.docker.io/library/nginx:1, docker.io/library/nginx:1",
        "me/app:v1.2_3-x, docker.io/me/app:v1.2_3-x",
        "localhost/app:1, localhost/app:1",
        "localhost:5000/a/b__c/d-e.f:1, localhost:5000/a/b__c/d-e.f:1",
        "'[::1]:5000/app:1', '[::1]:5000/app:1'",
        "ghcr.io/me/app@DIGEST, ghcr.io/me/app@DIGEST",
        "ghcr.io/me/app:1@DIGEST, ghcr.io/me/app:1@DIGEST",
        "oci:dir, oci:dir",
        "oci:/a:b/dir:latest, oci:/a:b/dir:latest",
        "oci:dir@DIGEST, oci:dir@DIGEST",
        "oci-archive:/x/y.tar, oci-archive:/x/y.tar",
        "docker-archive:y.tar, docker-archive:y.tar"
    })
    void reference_is_parsed(String written, String meant) {
        assertThat(parse(written.replace("DIGEST", DIGEST)).toString()).isEqualTo(meant.replace("DIGEST", DIGEST));
    }

    @Test
    void digest_alone_means_the_default_repository() {
        assertThat(References.parse(DIGEST, Optional.of("ghcr.io/me/app")).toString())
                .isEqualTo("ghcr.io/me/app@" + DIGEST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(DIGEST))
                .withMessageContaining("name its repository");
    }

    @Test
    void layouts_path_and_tag_are_told_apart() {
        var layout = (Reference.Layout) parse("oci:/a:b/dir:v1");
        assertThat(layout.directory()).isEqualTo(Path.of("/a:b/dir"));
        assertThat(layout.tag()).contains("v1");
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, add :TAG or @sha256",
        "/srv/app.tar, oci-archive:FILE",
        "./app:1, oci:DIR",
        "nginx@sha256:abc, 64 lower-case",
        "nginx:1@md5:abc, begins with sha256",
        "Nginx:1, lower-case",
        "a//b:1, lower-case",
        "a/../b:1, lower-case",
        "nginx:.x, a tag has",
        "nginx:, a tag has",
        "example.com:99999/a:1, port",
        "-bad.com/a:1, host",
        "1.2.3/a:1, host",
        "'[1:::2]/a:1', host",
        "host.com:port/a:1, host",
        "user@host/a:1, begins with sha256",
        "oci:, path",
        "oci:dir:a@DIGEST, not by both",
        "oci:dir@sha256:12, 64 lower-case",
        "oci:dir:, a tag has",
        "docker-archive:, path"
    })
    void wrong_form_is_refused_with_a_reason(String written, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(written.replace("DIGEST", DIGEST)))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256, 5000, 1_000_000})
    void length_is_bounded(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("a".repeat(length) + (length == 0 ? "" : ":1")));
    }

    private static Reference parse(String image) {
        return References.parse(image, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example/app",
                "registry.example/app:1",
                "oci:build/image",
                "oci:build/image:1",
                "oci-archive:a.tar",
                "oci-archive:folder/a.tar:1"
            })
    void a_destination_has_a_tag_or_none(String place) {
        assertThat(References.parseDestination(place)).hasToString(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "docker-archive:a.tar",
                "registry.example/app@sha256:abababababababababababababababababababababababababababababababab",
                "oci:a@sha256:abababababababababababababababababababababababababababababababab",
                "sha256:abababababababababababababababababababababababababababababababab",
                "oci:",
                "registry.example/App:1"
            })
    void what_is_no_destination_is_refused(String place) {
        assertThatIllegalArgumentException().isThrownBy(() -> References.parseDestination(place));
    }

    @Test
    void an_image_of_an_archive_is_named_like_one_of_a_layout() {
        Reference tagged = References.parse("oci-archive:folder/a.tar:1", Optional.empty());
        assertThat(tagged.tag()).hasValue("1");
        String digest = "sha256:" + "ab".repeat(32);
        assertThat(References.parse("oci-archive:a.tar@" + digest, Optional.empty())
                        .digest())
                .hasValue(Digest.parse(digest));
        assertThat(tagged.withTag("2"))
                .hasValueSatisfying(other -> assertThat(other).hasToString("oci-archive:folder/a.tar:2"));
        assertThat(References.parse("docker-archive:a:1.tar", Optional.empty()).withTag("1"))
                .isEmpty();
    }
}
