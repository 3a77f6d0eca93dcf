package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void next_is_found_among_links(String header, String expected) throws Exception {
        assertThat(NextPage.in(List.of(header)).orElse("")).isEqualTo(expected);
    }

    @Test
    void every_header_is_read_and_a_hostile_one_ends() throws Exception {
        assertThat(NextPage.in(List.of("</a>; rel=first", "</b>; rel=next"))).contains("/b");
        assertThat(NextPage.in(List.of("<".repeat(16_000), "<a>" + "; x=\"".repeat(3_000))))
                .isEmpty();
        String cursor = "x".repeat(8_000);
        assertThat(NextPage.in(List.of("</a?last=" + cursor + ">; rel=next"))).contains("/a?last=" + cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/a; rel=\"next\"",
                "</v2/a>; rel=\"next",
                "</v2/a; rel=\"next\"",
                "</v2/a> rel=next",
                "rel=next; </v2/a>"
            })
    void what_may_be_a_next_page_and_cannot_be_read_is_an_error(String header) {
        assertThatThrownBy(() -> NextPage.in(List.of(header)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Link");
    }

    @Test
    void a_header_too_long_to_be_read_is_an_error() {
        assertThatThrownBy(() -> NextPage.in(List.of("<" + "x".repeat(1 << 20) + ">; rel=next")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("16384");
    }
}
