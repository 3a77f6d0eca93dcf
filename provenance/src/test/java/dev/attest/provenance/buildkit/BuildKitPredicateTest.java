package dev.attest.provenance.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.buildkit.BuildKitPredicate.Form;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildKitPredicateTest {
    private static final String SHA256 = "a".repeat(64);
    private static final String SHA1 = "b".repeat(40);
    private static final String MATERIALS =
            "[{'uri':'pkg:docker/alpine@3.17?platform=linux%2Famd64','digest':{'sha256':'"
                    + SHA256 + "'}},{'uri':'https://github.com/o/r.git#refs/tags/v1:sub','digest':{'sha1':'" + SHA1
                    + "'}},{'uri':'https://u:p@example.org/a.tar?x=1','digest':{'sha256':'" + SHA256 + "'}}]";
    private static final String REQUEST = "{'frontend':'dockerfile.v0','args':{'build-arg:TOKEN':'hunter2'},"
            + "'secrets':[{'id':'npm','optional':true}],'ssh':[{'id':'default'}],'locals':[{'name':'context'}]}";
    private static final String V1 = "{'buildDefinition':{'buildType':'" + Form.V1.buildType()
            + "','externalParameters':{'configSource':{'uri':'https://github.com/o/r.git','digest':{'sha1':'" + SHA1
            + "'},'path':'Dockerfile'},'request':" + REQUEST
            + "},'internalParameters':{'builderPlatform':'linux/amd64'},"
            + "'resolvedDependencies':" + MATERIALS + "},'runDetails':{'builder':{'id':''},'metadata':{"
            + "'invocationID':'x','buildkit_hermetic':true,'buildkit_completeness':{'request':true,"
            + "'resolvedDependencies':true},'buildkit_metadata':{'vcs':{'source':'https://github.com/o/r',"
            + "'revision':'" + SHA1 + "'}}}}}";
    private static final String V02 = "{'builder':{'id':''},'buildType':'" + Form.V0_2.buildType()
            + "','invocation':{'configSource':{'uri':'https://github.com/o/r.git','digest':{'sha1':'" + SHA1
            + "'},'entryPoint':'Dockerfile'},'parameters':" + REQUEST + ",'environment':{'platform':'linux/amd64'}},"
            + "'materials':" + MATERIALS + ",'metadata':{'completeness':{'parameters':true,'environment':true,"
            + "'materials':true},'reproducible':false,'https://mobyproject.org/buildkit@v1#hermetic':true,"
            + "'https://mobyproject.org/buildkit@v1#metadata':{'vcs':{'source':'https://github.com/o/r','revision':'"
            + SHA1 + "'}}}}";

    private static String text(Form form) {
        return form == Form.V1 ? V1 : V02;
    }

    private static BuildKitPredicate read(Form form, String predicate) throws Exception {
        String statement = "{'_type':'https://in-toto.io/Statement/v0.1','subject':[{'name':'_','digest':{'sha256':'"
                + SHA256 + "'}}],'predicateType':'" + form.predicateType() + "','predicate':" + predicate + "}";
        return BuildKitPredicate.read(
                Statement.parse(statement.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void both_forms_say_the_same(Form form) throws Exception {
        BuildKitPredicate predicate = read(form, text(form));
        assertThat(predicate.form()).isEqualTo(form);
        assertThat(predicate.builderId()).isEmpty();
        assertThat(predicate.configSource().path()).contains("Dockerfile");
        assertThat(predicate.configSource().digest()).containsEntry("sha1", SHA1);
        assertThat(predicate.request().args()).containsEntry("build-arg:TOKEN", "hunter2");
        assertThat(predicate.request().secrets()).containsExactly("npm");
        assertThat(predicate.request().locals()).containsExactly("context");
        assertThat(predicate.request().toString()).contains("build-arg:TOKEN").doesNotContain("hunter2");
        assertThat(predicate.materials())
                .extracting(BuildKitMaterial::kind)
                .containsExactly(BuildKitMaterial.Kind.IMAGE, BuildKitMaterial.Kind.GIT, BuildKitMaterial.Kind.HTTP);
        assertThat(predicate.claims().saysHermetic()).isTrue();
        assertThat(predicate.claims().requestComplete()).isTrue();
        assertThat(predicate.claims().reproducible()).isFalse();
        assertThat(predicate.hints().untrusted()).containsEntry("revision", SHA1);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void a_build_that_lists_not_all_of_its_dependencies_is_not_called_hermetic(Form form) throws Exception {
        String incomplete = text(form)
                .replace("'resolvedDependencies':true", "'resolvedDependencies':false")
                .replace("'materials':true", "'materials':false");
        assertThat(read(form, incomplete).claims().saysHermetic()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'mode':'proxy'}", "{'proxy':{'incomplete':[{'reason':'tls'}]}}"})
    void a_build_that_had_a_network_is_not_called_hermetic(String network) throws Exception {
        String proxied = V1.replace("'buildkit_metadata':{", "'buildkit_metadata':{'network':" + network + ",");
        BuildKitPredicate predicate = read(Form.V1, proxied);
        assertThat(predicate.claims().hermetic()).isTrue();
        assertThat(predicate.claims().saysHermetic()).isFalse();
    }

    @Test
    void what_is_left_out_is_empty_and_claims_nothing() throws Exception {
        String least = "{'buildDefinition':{'buildType':'" + Form.V1.buildType()
                + "','externalParameters':{}},'runDetails':{'builder':{'id':'x'}}}";
        BuildKitPredicate predicate = read(Form.V1, least);
        assertThat(predicate.materials()).isEmpty();
        assertThat(predicate.claims().saysHermetic()).isFalse();
        assertThat(predicate.hints().untrusted()).isEmpty();
        assertThat(predicate.configSource().uri()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            'resolvedDependencies':[  | 'resolvedDependencies':[{'uri':'x','digest':{'sha256':'ABC'}}, | digest
            'resolvedDependencies':[  | 'resolvedDependencies':[{'uri':'x','digest':{'sha256':'abcdef01'}}, | digest
            'resolvedDependencies':[  | 'resolvedDependencies':[{'uri':'x','digest':{'md5':'abcdef01'}}, | digest
            'resolvedDependencies':[  | 'resolvedDependencies':[{'digest':{}}, | uri
            'resolvedDependencies':[  | 'resolvedDependencies':[{'uri':'a b'}, | uri
            'resolvedDependencies':[  | 'resolvedDependencies':[3, | resolvedDependencies
            buildkit/blob/master      | buildkit/blob/main | buildType
            'builder':{'id':''}       | 'builder':{'id':1} | id
            'buildkit_hermetic':true  | 'buildkit_hermetic':'yes' | buildkit_hermetic
            'name':'context'          | 'id':'context' | locals
            """)
    void what_is_not_buildkits_shape_is_refused_with_its_place(String good, String bad, String place) {
        assertThatThrownBy(() -> read(Form.V1, V1.replace(good.strip(), bad.strip())))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining(place);
    }

    @Test
    void another_predicate_is_refused() {
        Statement statement = Statement.of(
                java.util.List.of(ResourceDescriptor.sha256("a", SHA256)),
                "https://spdx.dev/Document",
                dev.attest.json.StrictJson.object());
        assertThatThrownBy(() -> BuildKitPredicate.read(statement))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining("predicateType");
    }

    @Test
    void more_materials_than_a_build_has_are_refused() {
        String many = "{'uri':'x'},".repeat(BuildKitPredicate.MAX_MATERIALS);
        assertThatThrownBy(
                        () -> read(Form.V1, V1.replace("'resolvedDependencies':[", "'resolvedDependencies':[" + many)))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining("1000");
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/o/r.git#refs/tags/v1:sub, git+https://github.com/o/r.git@refs/tags/v1#sub",
        "https://github.com/o/r.git, git+https://github.com/o/r.git",
        "https://xxxxx:xxxxx@github.com/o/r.git#main, git+https://github.com/o/r.git@main",
        "git@github.com:o/r.git#main, git+ssh://git@github.com/o/r.git@main",
        "git://example.org/r#:sub, git+git://example.org/r#sub",
        "ssh://git@example.org/r, git+ssh://git@example.org/r",
        "git+https://t@example.org/r@main, git+https://example.org/r@main",
        "ssh://git:ghp_tok@github.com/o/r, git+ssh://github.com/o/r",
        "git://u:tok@h/x, git+git://h/x",
        "https://u:p/w@h/r.git#main, git+https://h/r.git@main",
        "https://u:p#w@h/r.git, git+https://h/r.git",
        "https://h/r.git?pat=x#main?token=abc, git+https://h/r.git@main",
        "git@h:o/r#main?token=abc, git+ssh://git@h/o/r@main",
        "https://h/r#v@1, git+https://h/r@v@1"
    })
    void a_commit_is_named_as_slsa_names_it(String uri, String expected) {
        ResourceDescriptor dependency =
                new BuildKitMaterial(BuildKitMaterial.Kind.GIT, uri, Map.of("sha1", SHA1)).dependency();
        assertThat(dependency.uri()).contains(expected);
        assertThat(dependency.digest()).isEqualTo(Map.of("gitCommit", SHA1));
        assertThat(dependency.annotation("attest_source")).isEqualTo(Optional.of("buildkit"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://u:p@example.org/a.tar?x=1, https://example.org/a.tar",
        "https://example.org/a.tar?X-Amz-Signature=abc, https://example.org/a.tar",
        "https://example.org/a.tar?v=1&access_token=abc, https://example.org/a.tar",
        "https://u:p/w@h/f.tgz, https://h/f.tgz",
        "https://u:p@ss@h/f.tgz, https://h/f.tgz",
        "ftp://u:p@h/x, ftp://h/x",
        "ftp://h/x?apikey=a, ftp://h/x",
        "u:p@h/x, h/x",
        "https://h/x?access=ghp_tok#a?b, https://h/x#a",
        "https://h/x#token=abc, https://h/x#token=[redacted]",
        "docker-image://h:5000/a@sha256:00, docker-image://h:5000/a@sha256:00",
        "pkg:docker/a@1?vcs_url=https://u:p@h/x, pkg:docker/a@1?vcs_url=https://h/x",
        "https://example.org/a@b.tar, https://example.org/a@b.tar",
        "pkg:docker/a@1?platform=linux%2Famd64, pkg:docker/a@1?platform=linux%2Famd64"
    })
    void no_login_is_carried_over(String uri, String expected) {
        assertThat(new BuildKitMaterial(BuildKitMaterial.Kind.HTTP, uri, Map.of())
                        .dependency()
                        .uri())
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "pkg:docker/a@1, sha256, 64, IMAGE",
        "pkg:oci/a@1, sha512, 128, IMAGE",
        "pkg:docker/a@1?ref_type=blob, sha256, 64, BLOB",
        "pkg:docker/a@1?ref_type=bundle&vcs_url=x, sha384, 96, BLOB",
        "https://example.org/r, sha1, 40, GIT",
        "https://example.org/r, gitCommit, 40, GIT",
        "https://example.org/r, gitCommit, 64, GIT",
        "https://example.org/r.git?ref=main, sha256, 64, GIT",
        "https://example.org/r.git#main, sha256, 64, GIT",
        "git://example.org/r, sha256, 64, GIT",
        "ssh://example.org/r, sha256, 64, GIT",
        "git@example.org:r, sha256, 64, GIT",
        "git+https://example.org/r, sha256, 64, GIT",
        "https://example.org/a.tar, sha256, 64, HTTP",
        "http://example.org/a.tar, sha256, 64, HTTP",
        "ftp://example.org/a.git, sha256, 64, OTHER",
        "pkg:npm/a@1, sha256, 64, OTHER"
    })
    void what_a_material_is_its_uri_and_digest_tell(
            String uri, String algorithm, int length, BuildKitMaterial.Kind kind) throws Exception {
        String hex = "0".repeat(length);
        BuildKitMaterial material = read(
                        Form.V1,
                        V1.replace(
                                "'resolvedDependencies':[",
                                "'resolvedDependencies':[{'uri':'" + uri + "','digest':{'" + algorithm + "':'" + hex
                                        + "'}},"))
                .materials()
                .get(0);
        assertThat(material.kind()).isEqualTo(kind);
        assertThat(material.dependency().digest())
                .isEqualTo(kind == BuildKitMaterial.Kind.GIT ? Map.of("gitCommit", hex) : Map.of(algorithm, hex));
    }

    @ParameterizedTest
    @CsvSource({"gitCommit, 41, 0", "sha1, 64, 0", "sha256, 64, g", "sha256, 64, A", "sha256, 64, /", "md5, 32, 0"})
    void a_digest_of_another_form_is_refused(String algorithm, int length, String digit) {
        String digest = "{'" + algorithm + "':'" + digit.repeat(length) + "'}";
        assertThatThrownBy(() -> read(
                        Form.V1,
                        V1.replace(
                                "'resolvedDependencies':[",
                                "'resolvedDependencies':[{'uri':'https://example.org/r','digest':" + digest + "},")))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining("digest");
    }

    @Test
    void a_uri_is_bounded_and_visible() {
        for (String uri : java.util.List.of("a".repeat(2049), "", "a\u007f")) {
            assertThatThrownBy(() -> read(
                            Form.V1,
                            V1.replace("'resolvedDependencies':[", "'resolvedDependencies':[{'uri':'" + uri + "'},")))
                    .isInstanceOf(MalformedProvenanceException.class)
                    .hasMessageContaining("uri");
        }
    }

    @Test
    void a_material_without_a_digest_is_carried_as_such() {
        var git = new BuildKitMaterial(BuildKitMaterial.Kind.GIT, "git@example.org", Map.of());
        assertThat(git.dependency().digest()).isEmpty();
        assertThat(git.dependency().uri()).contains("git+git@example.org");
    }
}
