package dev.attest.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Finding GOOD = Finding.holds("rule", "it does");
    private static final Finding BAD = Finding.fails("rule", "it does not", "do something");

    @Test
    void all_must_hold() {
        assertThat(Verdict.of(List.of(GOOD, GOOD))).isInstanceOf(Verdict.Accepted.class);
        assertThat(Verdict.of(List.of(GOOD, BAD))).isInstanceOf(Verdict.Refused.class);
        assertThat(((Verdict.Refused) Verdict.of(List.of(GOOD, BAD))).reasons()).containsExactly(BAD);
        assertThat(Verdict.of(List.of(GOOD, BAD)).findings()).containsExactly(GOOD, BAD);
    }

    @Test
    void nothing_asked_is_nothing_accepted() {
        assertThat(Verdict.of(List.of())).isInstanceOf(Verdict.Refused.class);
        assertThatThrownBy(() -> new Verdict.Accepted(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Verdict.Accepted(List.of(GOOD, BAD))).isInstanceOf(IllegalArgumentException.class);
    }
}
