package dev.attest.localsigstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {

    @Test
    void empty_tree_has_the_hash_of_nothing() {
        assertThat(HexFormat.of().formatHex(new MerkleTree().root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void tree_of_one_empty_entry_has_the_published_root() {
        var tree = new MerkleTree();
        tree.append(MerkleTree.leafHash(new byte[0]));
        assertThat(HexFormat.of().formatHex(tree.root()))
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(tree.inclusionProof(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 100})
    void roots_and_proofs_are_those_of_the_definition(int size) throws Exception {
        var tree = new MerkleTree();
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(MerkleTree.leafHash(new byte[] {(byte) i}));
            tree.append(leaves.get(i));
        }
        assertThat(tree.size()).isEqualTo(size);
        assertThat(tree.root()).isEqualTo(root(leaves));
        for (int i = 0; i < size; i++) {
            assertThat(tree.inclusionProof(i)).containsExactlyElementsOf(path(i, leaves));
        }
    }

    /** RFC 6962 §2.1, as it is written there. */
    private static byte[] root(List<byte[]> leaves) throws Exception {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = split(leaves.size());
        return LogProof.sha256(new byte[] {1}, root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
    }

    /** RFC 6962 §2.1.1, as it is written there. */
    private static List<byte[]> path(int m, List<byte[]> leaves) throws Exception {
        if (leaves.size() == 1) {
            return List.of();
        }
        int k = split(leaves.size());
        List<byte[]> left = leaves.subList(0, k);
        List<byte[]> right = leaves.subList(k, leaves.size());
        List<byte[]> proof = new ArrayList<>(m < k ? path(m, left) : path(m - k, right));
        proof.add(m < k ? root(right) : root(left));
        return proof;
    }

    private static int split(int size) {
        int k = 1;
        while (k * 2 < size) {
            k *= 2;
        }
        return k;
    }

    @Test
    void tiles_hold_the_hashes_that_make_the_root() throws Exception {
        var tree = new MerkleTree();
        for (int i = 0; i < 70_000; i++) {
            tree.append(leaf(i));
        }

        List<byte[]> leaves = tile("0/255", tree);
        List<byte[]> first = tile("1/000", tree);

        assertThat(leaves).hasSize(256);
        assertThat(leaves.get(7)).isEqualTo(leaf(255 * 256 + 7));
        assertThat(first.get(255)).isEqualTo(root(leaves));
        assertThat(tile("2/000.p/1", tree)).containsExactly(root(first));
        assertThat(tile("1/001.p/17", tree)).hasSize(17);
        assertThat(tile("1/001.p/18", tree)).isEmpty();
        assertThat(tile("1/001", tree)).isEmpty();
        assertThat(tile("2/000.p/2", tree)).isEmpty();
        assertThat(tile("3/000.p/1", tree)).isEmpty();
        assertThat(Tile.parse("0/x001/x234/067.p/255")).contains(new Tile(0, 1_234_067, 255));
        assertThat(tile("0/x999/x999/999", tree)).isEmpty();
    }

    private static byte[] leaf(int number) {
        return MerkleTree.leafHash(new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16)});
    }

    private static List<byte[]> tile(String path, MerkleTree tree) {
        byte[] hashes = Tile.parse(path).orElseThrow().hashes(tree).orElse(new byte[0]);
        List<byte[]> split = new ArrayList<>();
        for (int at = 0; at < hashes.length; at += 32) {
            split.add(Arrays.copyOfRange(hashes, at, at + 32));
        }
        return split;
    }
}
