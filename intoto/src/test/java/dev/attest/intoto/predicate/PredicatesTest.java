package dev.attest.intoto.predicate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredicatesTest {
    private static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final ResourceDescriptor IMAGE =
            ResourceDescriptor.sha256("registry.example.com/app", "a".repeat(64));

    @Test
    void a_reference_list_is_the_same_for_any_order() throws MalformedStatementException {
        ResourceDescriptor one = reference("1", "https://slsa.dev/provenance/v1");
        ResourceDescriptor two = reference("2", "https://cyclonedx.org/bom");
        var list = new ReferenceList("https://attest.dev/sign", List.of(two, one));
        byte[] written = list.statement(List.of(IMAGE)).write();
        assertThat(new ReferenceList("https://attest.dev/sign", List.of(one, two))
                        .statement(List.of(IMAGE))
                        .write())
                .isEqualTo(written);

        ReferenceList read = ReferenceList.read(Statement.parse(written).predicate());
        assertThat(read).isEqualTo(list);
        assertThat(read.references().get(0).annotation(ReferenceList.PREDICATE_TYPE))
                .contains("https://slsa.dev/provenance/v1");
        assertThat(read.references().get(0).downloadLocation()).contains("blobs/sha256:" + "1".repeat(64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'attester':{},'references':[]}",
                "{'attester':{'id':'no uri'},'references':[]}",
                "{'attester':{'id':'https://a.b'},'references':{}}",
                "{'attester':{'id':'https://a.b'},'references':['x']}",
                "{'attester':{'id':'https://a.b'},'references':[{'uri':'u:1'}]}",
            })
    void what_cannot_be_checked_is_refused(String text) throws Exception {
        var predicate = StrictJson.parseObject(text.replace('\'', '"').getBytes(UTF_8), "predicate");
        assertThatThrownBy(() -> ReferenceList.read(predicate)).isInstanceOf(MalformedStatementException.class);
    }

    @Test
    void a_reference_says_what_its_bundle_is_about() {
        ResourceDescriptor reference = ReferenceList.bundle(
                "c".repeat(64), MEDIA_TYPE, PredicateType.CYCLONEDX.uri(), List.of("sha256:bb", "sha256:aa"));
        assertThat(ReferenceList.subjects(reference)).containsExactly("sha256:aa", "sha256:bb");
        assertThat(ReferenceList.predicateType(reference)).contains(PredicateType.CYCLONEDX.uri());
        assertThat(reference.downloadLocation()).contains("blobs/sha256:" + "c".repeat(64));
        assertThat(ReferenceList.subjects(IMAGE)).isEmpty();
        var unreadable = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .arrayNode()
                .add("sha256:aa")
                .add(1);
        assertThat(ReferenceList.subjects(new ResourceDescriptor(
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        reference.digest(),
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        java.util.Map.of(ReferenceList.SUBJECTS, unreadable))))
                .isEmpty();
        assertThat(ReferenceList.predicateType(IMAGE)).isEmpty();
    }

    @Test
    void the_number_of_references_is_bounded() {
        var many = Collections.nCopies(ReferenceList.MAX_REFERENCES + 1, IMAGE);
        assertThatThrownBy(() -> new ReferenceList("https://attest.dev/sign", many))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_signature_statement_is_cosigns() {
        assertThat(new String(SignaturePredicate.signature(List.of(IMAGE)).write(), UTF_8))
                .isEqualTo("{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{},"
                        + "\"predicateType\":\"https://sigstore.dev/cosign/sign/v1\",\"subject\":[{\"digest\":{\"sha256\":\""
                        + "a".repeat(64) + "\"}}]}");
    }

    private static ResourceDescriptor reference(String digit, String predicateType) {
        return ReferenceList.bundle(digit.repeat(64), MEDIA_TYPE, predicateType, List.of("sha256:" + digit.repeat(64)));
    }
}
