package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextPageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "</v2/a?n=1>; rel=\"next\"                             | /v2/a?n=1",
                "</v2/a>;rel=next                                      | /v2/a",
                "</first>; rel=\"first\", </b>; rel=\"next\"           | /b",
                "</b>; title=\"a, <c>; rel=prev\"; REL = \"last NEXT\" | /b",
                "</b?x=1,2;3>; n=4; rel=\"next\"                       | /b?x=1,2;3",
                "</b>; rel=\"prev\"; rel=\"next\"                      | ~~",
                "</b>; title=\"rel=next\"                              | ~~",
                "</b>; rel=\"nextish\"                                 | ~~",
                "</b>                                                  | ~~"
            })
    void next_is_found_among_links(String header, String expected) {
        assertThat(NextPage.in(List.of(header)).orElse("")).isEqualTo(expected);
    }

    @Test
    void every_header_is_read_and_a_hostile_one_ends() {
        assertThat(NextPage.in(List.of("</a>; rel=first", "</b>; rel=next"))).contains("/b");
        assertThat(NextPage.in(List.of("<".repeat(1 << 20), "<a>" + "; x=\"".repeat(100_000))))
                .isEmpty();
    }
}
