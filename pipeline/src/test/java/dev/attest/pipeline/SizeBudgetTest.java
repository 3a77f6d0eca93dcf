package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import org.junit.jupiter.api.Test;

class SizeBudgetTest {
    private static ObjectNode document(int bytesOfNpm) {
        ObjectNode document = StrictJson.object();
        document.withArray("components")
                .addObject()
                .put("type", "library")
                .put("purl", "pkg:npm/a@1")
                .put("name", "x".repeat(bytesOfNpm));
        document.withArray("components").addObject().put("type", "file");
        return document;
    }

    @Test
    void what_is_small_needs_no_word() {
        assertThat(SizeBudget.remark(document(10))).isEmpty();
    }

    @Test
    void what_is_large_is_told_with_what_makes_it_so_and_what_to_do() {
        assertThat(SizeBudget.remark(document(3_100_000)).orElseThrow())
                .startsWith("the SBOM has 3.1 MB, more than 3.0 MB")
                .contains("npm 3.1 MB, file 0.0 MB")
                .contains("--rekor-version 2");
    }
}
