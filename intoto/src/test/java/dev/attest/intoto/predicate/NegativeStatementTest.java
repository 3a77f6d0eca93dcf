package dev.attest.intoto.predicate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegativeStatementTest {
    private static final ResourceDescriptor IMAGE = ResourceDescriptor.sha256("app", "a".repeat(64));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "https://slsa.dev/verification_summary/v1 | {'verificationResult':'PASSED'}",
                "https://slsa.dev/verification_summary/v0.2 | {'verification_result':'PASSED'}",
                "https://in-toto.io/attestation/test-result/v0.1 | {'result':'PASSED'}",
                "https://in-toto.io/attestation/test-result/v0.1 | {'result':'WARNED'}",
                "https://cyclonedx.org/bom | {'result':'FAILED'}",
            })
    void what_denies_nothing_is_none(String type, String predicate) throws Exception {
        assertThat(denial(type, predicate)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "https://slsa.dev/verification_summary/v1 | {'verificationResult':'FAILED'} | verificationResult is FAILED",
                "https://slsa.dev/verification_summary/v1 | {'verificationResult':'x y'} | is no word that is known",
                "https://slsa.dev/verification_summary/v1 | {'verificationResult':7} | is no word that is known",
                "https://slsa.dev/verification_summary/v1 | {} | has no verificationResult",
                "https://slsa.dev/verification_summary/v1 | {'verificationResult':'PASSED','verifiedLevels':['FAILED']}"
                        + " | verifiedLevels say FAILED",
                "https://slsa.dev/verification_summary/v0.2 | {'verification_result':'FAILED'} | is FAILED",
                "https://conforma.dev/verification_summary/v1 | {'verificationResult':'FAILED'} | is FAILED",
                "https://in-toto.io/attestation/test-result/v0.1 | {'result':'FAILED'} | result is FAILED",
                "https://in-toto.io/attestation/test-result/v0.1 | {'result':'ERROR'} | result is ERROR",
                "https://in-toto.io/attestation/test-result/v0.2 | {} | has no result",
            })
    void what_says_no_says_why(String type, String predicate, String why) throws Exception {
        assertThat(denial(type, predicate)).get().asString().endsWith(why);
    }

    private static Optional<String> denial(String type, String predicate) throws Exception {
        var json = (ObjectNode) StrictJson.parse(predicate.replace('\'', '"').getBytes(UTF_8));
        return NegativeStatement.of(Statement.of(List.of(IMAGE), type, json));
    }
}
