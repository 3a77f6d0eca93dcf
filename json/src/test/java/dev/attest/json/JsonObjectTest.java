package dev.attest.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void members_are_read_as_what_they_are() throws MalformedJsonException {
        JsonObject json = object(
                "{'t':'x','n':7,'f':true,'o':{'a':'b'},'l':[{'i':1}],'s':['p','q'],'m':{'z':'1','a':'2'},'b':'-_8','z':null}");
        assertThat(json.text("t")).isEqualTo("x");
        assertThat(json.integer("n")).isEqualTo(7);
        assertThat(json.flag("f")).isTrue();
        assertThat(json.flag("absent")).isFalse();
        assertThat(json.object("o").text("a")).isEqualTo("b");
        assertThat(json.objects("l").get(0).place()).isEqualTo("doc.l[0]");
        assertThat(json.texts("s")).containsExactly("p", "q");
        assertThat(json.textMap("m")).containsExactly(Map.entry("a", "2"), Map.entry("z", "1"));
        assertThat(json.base64("b")).containsExactly(0xfb, 0xff);
        assertThat(json.names()).startsWith("b", "f", "l");
    }

    @Test
    void null_counts_as_absent() throws MalformedJsonException {
        JsonObject json = object("{'z':null}");
        assertThat(json.has("z")).isFalse();
        assertThat(json.optionalText("z")).isEmpty();
        assertThat(json.optionalInteger("z")).isEmpty();
        assertThat(json.optionalObject("z")).isEmpty();
        assertThat(json.objects("z")).isEmpty();
        assertThat(json.texts("z")).isEmpty();
        assertThat(json.textMap("z")).isEmpty();
        assertThat(json.optionalBase64("z")).isEmpty();
        assertThat(json.flag("z")).isFalse();
        refused(() -> json.text("z"), "doc.z: expected a text");
        refused(() -> json.integer("z"), "doc.z: expected a whole number");
        refused(() -> json.object("z"), "doc.z: expected an object");
        refused(() -> json.base64("z"), "doc.z: expected base64");
    }

    @Test
    void nothing_is_converted() throws MalformedJsonException {
        JsonObject json =
                object("{'t':'7','n':7,'d':1.0,'h':99999999999999999999,'l':[1],'o':{'a':1},'e':1e999999999}");
        refused(() -> json.text("n"), "doc.n: expected a text");
        refused(() -> json.integer("t"), "doc.t: expected a whole number");
        refused(() -> json.integer("d"), "doc.d: expected a whole number");
        refused(() -> json.integer("h"), "doc.h: expected a whole number");
        refused(() -> json.integer("e"), "doc.e: expected a whole number");
        refused(() -> json.flag("t"), "doc.t: expected true or false");
        refused(() -> json.object("l"), "doc.l: expected an object");
        refused(() -> json.objects("o"), "doc.o: expected an array");
        refused(() -> json.objects("l"), "doc.l[0]: expected an object");
        refused(() -> json.texts("l"), "doc.l[0]: expected a text");
        refused(() -> json.textMap("o"), "doc.o.a: expected a text");
        refused(() -> json.textMap("l"), "doc.l: expected an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUJD", "QUI=", "QUI", "QQ==", "QQ"})
    void base64_is_read_padded_or_not(String text) throws MalformedJsonException {
        assertThat(object("{'b':'" + text + "'}").base64("b")).startsWith('A');
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q", "QU=I", "QUJD\\n", "Q-J/", "=", "QUI=="})
    void other_text_is_not_base64(String text) throws MalformedJsonException {
        JsonObject json = object("{'b':'" + text + "'}");
        refused(() -> json.base64("b"), "doc.b: expected base64");
    }

    @Test
    void a_place_is_printable_whatever_the_key() throws MalformedJsonException {
        JsonObject json = object("{'m':{'a\\n\\u001b[31mFAKE " + "x".repeat(5000) + "':1}}");
        assertThatThrownBy(() -> json.textMap("m")).hasMessageMatching("doc\\.m\\.a\\?\\?\\[31mFAKE [ -~]{1,200}");
    }

    @Test
    void an_object_is_equal_to_one_with_equal_members() throws MalformedJsonException {
        assertThat(object("{'a':1,'b':2}"))
                .isEqualTo(object("{'b':2,'a':1}"))
                .hasSameHashCodeAs(object("{'b':2,'a':1}"));
        assertThat(object("{'a':1}"))
                .isNotEqualTo(object("{'a':2}"))
                .isNotEqualTo("doc")
                .hasToString("doc");
    }

    @Test
    void a_member_that_is_not_allowed_is_refused() throws MalformedJsonException {
        JsonObject object = StrictJson.parseObject("{\"level\":1,\"runer\":2}".getBytes(UTF_8), "entry");
        object.allow("runer", "level", "more");
        refused(() -> object.allow("level", "runner"), "entry: there is no runer here; there are level, runner");
    }

    @Test
    void only_an_object_is_an_object() {
        refused(() -> object("[]"), "doc: expected an object");
        refused(() -> object("'x'"), "doc: expected an object");
    }

    private static JsonObject object(String text) throws MalformedJsonException {
        return StrictJson.parseObject(text.replace('\'', '"').getBytes(UTF_8), "doc");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(MalformedJsonException.class).hasMessage(message);
    }
}
