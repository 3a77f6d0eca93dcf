package dev.attest.sbom.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LicenceExpressionTest {
    private static LicenceExpression parsed(String text) {
        return LicenceExpression.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "MIT, MIT",
        "mit, MIT",
        "' apache-2.0 ', Apache-2.0",
        "GPL-2.0, GPL-2.0-only",
        "GPL-2.0+, GPL-2.0-or-later",
        "gpl-2.0-only+, GPL-2.0-or-later",
        "LGPL-2.1-or-later+, LGPL-2.1-or-later",
        "MPL-1.1+, MPL-1.1+",
        "GPL-2.0-with-classpath-exception, GPL-2.0-only WITH Classpath-exception-2.0",
        "gpl-2.0+ with classpath-EXCEPTION-2.0, GPL-2.0-or-later WITH Classpath-exception-2.0",
        "LGPL-2.1 WITH Nokia-Qt-exception-1.1, LGPL-2.1-only WITH Qt-LGPL-exception-1.1",
        "Net-SNMP, Net-SNMP",
        "MIT AND MIT, MIT",
        "((MIT)), MIT",
        "MIT or Apache-2.0, MIT OR Apache-2.0",
        "MIT OR ISC AND Zlib, MIT OR (ISC AND Zlib)",
        "(MIT OR ISC) AND Zlib, (MIT OR ISC) AND Zlib",
        "MIT AND (ISC AND (Zlib AND MIT)), MIT AND ISC AND Zlib",
        "(MIT OR ISC)AND(MIT OR ISC), MIT OR ISC",
        "LicenseRef-Own AND DocumentRef-a.b:LicenseRef-c, LicenseRef-Own AND DocumentRef-a.b:LicenseRef-c",
        "MIT WITH AdditionRef-x, MIT WITH AdditionRef-x"
    })
    void expression_has_one_canonical_text(String text, String canonical) {
        assertThat(parsed(text).text()).isEqualTo(canonical);
        assertThat(parsed(canonical)).isEqualTo(parsed(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "GPL",
                "MIT AND",
                "AND MIT",
                "MIT ISC",
                "(MIT",
                "MIT)",
                "()",
                "MIT And ISC",
                "MIT WITH",
                "MIT WITH MIT",
                "(MIT) WITH Classpath-exception-2.0",
                "MIT WITH Classpath-exception-2.0 WITH Classpath-exception-2.0",
                "MIT/ISC",
                "MIT, ISC",
                "LicenseRef-",
                "LicenseRef-a_b",
                "Classpath-exception-2.0",
                "MIT +",
                "MIT++",
                "NONE",
                "Version 2.0"
            })
    void other_words_are_no_expression(String text) {
        assertThat(LicenceExpression.parse(text)).isEmpty();
    }

    @Test
    void licences_and_references_are_told() {
        LicenceExpression one = parsed("GPL-2.0+ WITH Classpath-exception-2.0 OR LicenseRef-b OR Apache-2.0+");
        assertThat(one.licences()).containsExactly("Apache-2.0", "GPL-2.0-or-later");
        assertThat(one.references()).containsExactly("LicenseRef-b");
        assertThat(one.single()).isEmpty();
        assertThat(parsed("mit").single()).contains("MIT");
        assertThat(parsed("MPL-1.1+").single()).isEmpty();
        assertThat(parsed("gpl-2.0-only+").licences()).containsExactly("GPL-2.0-or-later");
    }

    @Test
    void expressions_join_to_one() {
        var choice = parsed("MIT OR ISC");
        assertThat(LicenceExpression.allOf(List.of(choice, parsed("Zlib"))).text())
                .isEqualTo("(MIT OR ISC) AND Zlib");
        assertThat(LicenceExpression.anyOf(List.of(choice, parsed("Zlib"))).text())
                .isEqualTo("MIT OR ISC OR Zlib");
        assertThat(LicenceExpression.allOf(List.of(choice, choice))).isEqualTo(choice);
        assertThatThrownBy(() -> LicenceExpression.allOf(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "public-domain, LicenseRef-public-domain",
        "'My Own_Licence!', LicenseRef-My-Own-Licence",
        "???, LicenseRef-unnamed",
        "GPL-2+, LicenseRef-GPL-2"
    })
    void unlisted_licence_becomes_a_reference(String name, String reference) {
        assertThat(LicenceExpression.reference(name)).hasToString(reference);
        assertThat(parsed(reference).references()).containsExactly(reference);
    }

    @Test
    void deep_and_long_texts_are_no_expressions() {
        assertThat(LicenceExpression.parse("(".repeat(40) + "MIT" + ")".repeat(40)))
                .isPresent();
        assertThat(LicenceExpression.parse("(".repeat(41) + "MIT" + ")".repeat(41)))
                .isEmpty();
        assertThat(LicenceExpression.parse("(".repeat(8000))).isEmpty();
        assertThat(LicenceExpression.parse("MIT" + " AND MIT".repeat(5000))).isEmpty();
    }
}
