package dev.attest.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PurlTest {
    @Test
    void purl_is_written_as_the_current_specification_says() {
        var purl = new Purl(
                "deb", "debian", "libstdc++6", "1:2~rc1+b1", Map.of("upstream", "a@b", "arch", "", "x", "c/d e"));
        assertThat(purl).hasToString("pkg:deb/debian/libstdc%2B%2B6@1:2~rc1%2Bb1?upstream=a%40b&x=c/d%20e");
        assertThat(new Purl("maven", "a/b", "ü", "", Map.of())).hasToString("pkg:maven/a/b/%C3%BC");
    }

    @Test
    void purl_without_name_or_with_another_type_does_not_exist() {
        assertThatThrownBy(() -> new Purl("deb", "", "", "1", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Purl("Deb", "", "a", "1", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Purl("deb", "", "a", "1", Map.of("A", "b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Purl.of("deb", "", "", "1")).isEmpty();
    }
}
