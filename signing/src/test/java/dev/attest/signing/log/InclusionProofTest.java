package dev.attest.signing.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.refusal.RefusedException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9162 §2.1.3.2: a path proves only the place that its length belongs to, even where it leads to the root. */
class InclusionProofTest {
    private static final byte[] BODY = {7};
    private static final byte[] LEAF = HashAlgorithm.SHA256.hash(new byte[] {0}, BODY);
    private static final byte[] OTHER = new byte[32];

    @Test
    void leaf_alone_in_its_tree_is_proven() throws Exception {
        proof(0, 1, 0, LEAF).verify(BODY);
        proof(1, 2, 1, HashAlgorithm.SHA256.hash(new byte[] {1}, OTHER, LEAF)).verify(BODY);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0, outside the tree", "0, 2, 0, to the root", "0, 0, 0, outside the tree"})
    void leaf_that_is_the_root_proves_no_other_place(long index, long size, int hashes, String why) throws Exception {
        InclusionProof proof = proof(index, size, hashes, LEAF);
        assertThatThrownBy(() -> proof.verify(BODY))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void path_that_goes_on_above_the_root_is_refused() throws Exception {
        InclusionProof proof = proof(0, 1, 1, HashAlgorithm.SHA256.hash(new byte[] {1}, OTHER, LEAF));
        assertThatThrownBy(() -> proof.verify(BODY))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("too long");
    }

    private static InclusionProof proof(long index, long size, int hashes, byte[] root) throws Exception {
        ObjectNode json = StrictJson.object();
        json.put("logIndex", Long.toString(index)).put("treeSize", Long.toString(size));
        json.put("rootHash", Base64.getEncoder().encodeToString(root));
        for (int i = 0; i < hashes; i++) {
            json.withArrayProperty("hashes").add(Base64.getEncoder().encodeToString(OTHER));
        }
        return InclusionProof.read(JsonObject.of(json, "proof"));
    }
}
