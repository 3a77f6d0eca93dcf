package dev.attest.sbom.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.TestImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsTableTest {
    @Test
    void table_lists_what_is_there_and_names_what_is_not() throws Exception {
        String escape = String.valueOf((char) 0x1b);
        var image = new TestImage().layer().program("bin/sh").directory("a" + escape + "[2J", 0777);
        String table = FactsTable.write(image.scan().facts());
        List<String> lines = table.lines().toList();
        assertThat(lines.get(0)).startsWith("ATTRIBUTE ");
        assertThat(lines.get(1)).matches("HAS_SHELL +bin/sh");
        assertThat(lines.get(2)).matches("HAS_WORLD_WRITABLE_DIRECTORY +a[?].2J");
        assertThat(lines.get(lines.size() - 1)).startsWith("not there: NO_PACKAGE_MANAGER, ");
        assertThat(table).doesNotContain(escape);
    }
}
