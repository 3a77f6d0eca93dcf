package dev.attest.intoto.predicate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTest {
    private static final ResourceDescriptor IMAGE = ResourceDescriptor.sha256("app", "a".repeat(64));

    @Test
    void what_was_written_is_read() throws Exception {
        var release = new Release("pkg:npm/%40angular/http@7.2.16", Optional.of("1234567890"));
        byte[] written = release.statement(List.of(IMAGE)).write();
        assertThat(Release.read(Statement.parse(written).predicate())).isEqualTo(release);
        assertThat(new String(written, UTF_8))
                .contains("\"predicate\":{\"packageId\":\"1234567890\",\"purl\":\"pkg:npm/%40angular/http@7.2.16\"}")
                .contains("\"predicateType\":\"https://in-toto.io/attestation/release/v0.1\"");
        assertThat(new Release("pkg:pypi/urllib3@2.1.0", Optional.empty())
                        .json()
                        .toString())
                .isEqualTo("{\"purl\":\"pkg:pypi/urllib3@2.1.0\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'purl':'pkg:npm/@angular/http@7.2.16','packageId':'7'}",
                "{'purl':'pkg:npm/@angular/http@7.2.16','releaseId':'7'}",
                "{'purl':'pkg:npm/@angular/http@7.2.16','releaseId':'7','packageId':'7','other':{}}",
                "{'purl':'pkg:npm/@angular/http@7.2.16','releaseId':'7','packageId':''}",
            })
    void both_names_of_the_package_are_read(String json) throws Exception {
        assertThat(read(json)).isEqualTo(new Release("pkg:npm/@angular/http@7.2.16", Optional.of("7")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkg:oci/my-image@sha256%3Afedcba09?repository_url=registry.example.com/my-image&tag=v1.2.3",
                "pkg:golang/example.com/a/b@v1.0.0#sub@path",
                "pkg:deb/debian/a@1",
            })
    void a_version_is_found_before_qualifiers_and_subpath(String purl) {
        assertThat(new Release(purl, Optional.empty()).purl()).isEqualTo(purl);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'purl':7}",
                "{'purl':''}",
                "{'purl':'urllib3@2.1.0'}",
                "{'purl':'pkg:urllib3@2.1.0'}",
                "{'purl':'pkg:pypi/urllib3'}",
                "{'purl':'pkg:pypi/urllib3@'}",
                "{'purl':'pkg:npm/@angular/http'}",
                "{'purl':'pkg:npm/@angular'}",
                "{'purl':'pkg:pypi/@1'}",
                "{'purl':'pkg:pypi/a?b=c@1'}",
                "{'purl':'pkg:pypi/a#b@1'}",
                "{'purl':'pkg:pypi/a@1','packageId':7}",
                "{'purl':'pkg:pypi/a@1','packageId':' '}",
                "{'purl':'pkg:pypi/a@1','packageId':'1','releaseId':'2'}",
            })
    void what_names_no_release_is_refused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedStatementException.class);
    }

    private static Release read(String json) throws Exception {
        return Release.read(StrictJson.parseObject(json.replace('\'', '"').getBytes(UTF_8), "predicate"));
    }
}
