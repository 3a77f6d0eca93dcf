package dev.attest.signing.key.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.service.SigningException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs11UriTest {
    @Test
    void attributes_are_read_and_decoded() throws Exception {
        Pkcs11Uri uri =
                Pkcs11Uri.parse("pkcs11:token=my%20t%C3%B6ken;slot-id=7;object=a;id=%00%ff;type=private;x-mine=1"
                        + "?module-path=/usr/lib/m.so&pin-value=12%2034&x-other");

        assertThat(uri.text("token")).contains("my töken");
        assertThat(uri.slot()).hasValue(7);
        assertThat(uri.id()).hasValueSatisfying(id -> assertThat(id).containsExactly(0, 255));
        assertThat(uri.text("pin-value")).contains("12 34");
        assertThat(uri.toString()).doesNotContain("12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkcs11:",
                "pkcs11:token=x",
                "pkcs11:object=x;type=cert",
                "pkcs11:object=x;object=y",
                "pkcs11:object",
                "pkcs11:object=%4",
                "pkcs11:object=%zz",
                "pkcs11:object=x;slot-id=one",
                "pkcs11:object=x;slot-id=99999999999999999999",
                "pkcs11:object=x;library-version=3",
                "pkcs11:object=x;pin-value=4321",
                "pkcs11:object=x?token=y",
                "pkcs11:object=x;4321",
            })
    void what_cannot_be_used_is_refused_without_being_repeated(String text) {
        assertThatThrownBy(() -> Pkcs11Uri.parse(text))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .hasMessageNotContaining("4321");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkcs11:object=x",
                "pkcs11:object=x?module-path=/nowhere/m.so",
                "pkcs11:object=x?module-path=/tmp/%0Aslot=1",
                "pkcs11:object=x?module-path=/%00",
                "pkcs11:object=x?module-name=../m",
                "pkcs11:object=x?module-name=nothing-of-this-name"
            })
    void a_module_that_is_not_there_is_refused(String text) throws Exception {
        Pkcs11Uri uri = Pkcs11Uri.parse(text);
        assertThatThrownBy(() -> Module.find(uri, Map.of())).isInstanceOf(SigningException.class);
    }

    @Test
    void tokens_that_are_not_set_up_are_passed_over() {
        String text =
                """
                All slots: 5, 6
                Token info for token in slot 5:
                  label: one
                  manufacturerID: maker
                  model: m
                  serialNumber: 1
                  flags: CKF_RNG | CKF_TOKEN_INITIALIZED
                Slot info for slot 6:
                  flags: CKF_TOKEN_PRESENT
                Token info for token in slot 6:
                  label:
                  flags: CKF_RNG
                """;
        assertThat(TokenInfo.parse(text)).containsExactly(new TokenInfo(5, "one", "maker", "m", "1"));
    }
}
