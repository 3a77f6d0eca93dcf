package dev.attest.sbom.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.attest.oci.LayerEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSearchTest {
    private static final String AWS_ID = "AKIA" + TestSecrets.draw("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
    private static final String AWS_SECRET = TestSecrets.alphanumeric(20) + "/" + TestSecrets.alphanumeric(19);
    private static final String OPENSSH = "b3BlbnNzaC1rZXktdjEAAAAA";

    static Stream<Arguments> secrets() {
        String der = TestSecrets.base64(600, 0x30, 0x82, 0x02, 0x54);
        return Stream.of(
                arguments("github-token", TestSecrets.checked("ghp_")),
                arguments("github-token", TestSecrets.checked("ghs_")),
                arguments(
                        "github-token",
                        "github_pat_" + TestSecrets.alphanumeric(22) + "_" + TestSecrets.alphanumeric(59)),
                arguments("npm-token", TestSecrets.checked("npm_")),
                arguments("gitlab-token", "glpat-" + TestSecrets.alphanumeric(20)),
                arguments("slack-token", "xoxb-123456789012-1234567890123-" + TestSecrets.alphanumeric(24)),
                arguments("stripe-live-key", "sk_live_" + TestSecrets.alphanumeric(24)),
                arguments("pypi-token", "pypi-AgEIcHlwaS5vcmc" + TestSecrets.alphanumeric(120)),
                arguments("docker-token", "dckr_pat_" + TestSecrets.alphanumeric(27)),
                arguments("huggingface-token", "hf_" + TestSecrets.draw("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ", 34)),
                arguments(
                        "openai-key", "sk-" + TestSecrets.alphanumeric(20) + "T3BlbkFJ" + TestSecrets.alphanumeric(20)),
                arguments("anthropic-key", "sk-ant-api03-" + TestSecrets.alphanumeric(95)),
                arguments("sendgrid-key", "SG." + TestSecrets.alphanumeric(22) + "." + TestSecrets.alphanumeric(43)),
                arguments("terraform-token", TestSecrets.alphanumeric(14) + ".atlasv1." + TestSecrets.alphanumeric(67)),
                arguments("vault-token", "hvs." + TestSecrets.alphanumeric(96)),
                arguments("digitalocean-token", "dop_v1_" + TestSecrets.hex(64)),
                arguments("shopify-token", "shpat_" + TestSecrets.hex(32)),
                arguments("databricks-token", "dapi" + TestSecrets.hex(32)),
                arguments(
                        "age-secret-key",
                        "AGE-SECRET-KEY-1" + TestSecrets.draw("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)),
                arguments("aws-access-key", "id = " + AWS_ID + "\nsecret = " + AWS_SECRET),
                arguments(
                        "aws-access-key",
                        "{\"SecretAccessKey\":\"" + AWS_SECRET + "\",\"AccessKeyId\":\"" + AWS_ID + "\"}"),
                arguments(
                        "azure-storage-key",
                        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + TestSecrets.base64(64) + ";"),
                arguments("private-key", TestSecrets.pem("RSA PRIVATE KEY")),
                arguments("private-key", TestSecrets.pem("PRIVATE KEY").replace("\n", "\r\n")),
                arguments("private-key", "\"" + TestSecrets.armour("EC PRIVATE KEY", der, "\\n") + "\""),
                arguments("private-key", TestSecrets.pem("PRIVATE KEY").replace("\n", "")),
                arguments("private-key", TestSecrets.pem("PRIVATE KEY").replace("\n", " ")),
                arguments("private-key", TestSecrets.pem("PRIVATE KEY").replace("\n", "\n    ")),
                arguments("private-key", TestSecrets.pem("PRIVATE KEY").replace("\n", "\\n\" +\n  \"")),
                arguments(
                        "private-key",
                        TestSecrets.armour("OPENSSH PRIVATE KEY", OPENSSH + "BG5vbmU" + TestSecrets.base64(300), "\n")),
                arguments(
                        "encrypted-private-key",
                        TestSecrets.armour("OPENSSH PRIVATE KEY", OPENSSH + "CmFlczI" + TestSecrets.base64(300), "\n")),
                arguments("encrypted-private-key", TestSecrets.pem("ENCRYPTED PRIVATE KEY")),
                arguments(
                        "encrypted-private-key",
                        TestSecrets.armour(
                                "RSA PRIVATE KEY",
                                "Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0123456789ABCDEF\n\n"
                                        + TestSecrets.base64(600),
                                "\n")),
                arguments(
                        "private-key",
                        "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n" + TestSecrets.base64(48) + "\n"
                                + TestSecrets.base64(45) + "\n"),
                arguments(
                        "gcp-service-account",
                        "{\"type\":\"service_account\",\"private_key\": \""
                                + TestSecrets.armour("PRIVATE KEY", der, "\\n") + "\"}"),
                arguments(
                        "putty-private-key",
                        "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: c\nPublic-Lines: 1\n"
                                + TestSecrets.base64(48) + "\nPrivate-Lines: 1\n" + TestSecrets.base64(47) + "\n"));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void secret_is_found_whatever_stands_around_it(String kind, String secret) {
        for (String text : List.of(secret, "x = '" + secret + "'\n", "\0\0\0" + secret + "\0", "A=" + secret)) {
            assertThat(Secrets.in(text).stream().map(SecretKind::id)).as(text).containsExactly(kind);
        }
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void secret_is_found_wherever_the_pieces_end(String kind, String secret) {
        byte[] bytes = ("\n" + secret + "\n").getBytes(StandardCharsets.UTF_8);
        for (int before : new int[] {0, 1, 2_000, 2_048, 4_096, 16_000, 16_384, 40_000, 131_072 - 20, 200_000}) {
            byte[] file = new byte[before + bytes.length + 50_000];
            Arrays.fill(file, (byte) ' ');
            System.arraycopy(bytes, 0, file, before, bytes.length);
            for (int piece : new int[] {1, 7, 512, 4_096, 16_384, 131_072, file.length}) {
                if (piece > 1 || before < 3_000) {
                    assertThat(scan(file, piece)).as("%d %d", before, piece).containsExactly(kind + "=1");
                }
            }
        }
    }

    private static List<String> scan(byte[] file, int piece) {
        var scan = new SecretScan();
        scan.begin(new LayerEntry("f", LayerEntry.Type.FILE, 0, new LayerEntry.Owner(0, 0), 0, ""));
        for (int at = 0; at < file.length; at += piece) {
            scan.see(file, at, Math.min(piece, file.length - at));
        }
        return scan.end().stream()
                .flatMap(finding -> finding.fields().entrySet().stream())
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ghp_0123456789abcdefghijklmnopqrstuvwxyz",
                "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "npm_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "glpat-xxxxxxxxxxxxxxxxxxxx",
                "glpat-your-token-goes-here",
                "sk_test_4eC39HqLyjWDarjtT1zdp7dcAAAA",
                "AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7",
                "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
                "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6\n",
                "/usr/lib/python3/dist-packages/cryptography/hazmat/primitives/asymmetric",
                "_ZNSt6vectorINSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEESaIS5_EE",
                "hf_transfer_and_some_more_words_behind_it",
                "sk-ant-api03-your-key",
                "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;",
                "dapi0123456789abcdef0123456789abcde",
                "xoxb-not-a-real-token-but-long-enough-to-be-one"
            })
    void what_only_looks_like_a_secret_is_none(String text) {
        assertThat(Secrets.in(text)).isEmpty();
    }

    @Test
    void access_key_id_alone_is_no_secret() {
        assertThat(Secrets.in(AWS_ID)).isEmpty();
        assertThat(Secrets.in(AWS_SECRET)).isEmpty();
        assertThat(Secrets.in(AWS_ID + " ".repeat(1_000) + AWS_SECRET)).isEmpty();
    }

    @Test
    void token_in_the_strings_of_a_binary_is_found_when_its_checksum_holds() {
        String token = TestSecrets.gitHub();
        assertThat(Secrets.in("invalid%argument" + token + "runtime")).containsExactly(SecretKind.GITHUB_TOKEN);
        String damaged = token.substring(0, token.length() - 1) + (token.endsWith("a") ? "b" : "a");
        assertThat(Secrets.in(damaged)).isEmpty();
    }

    @Test
    void published_example_of_a_checksum_holds() {
        assertThat(TokenForm.checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ")).isEqualTo("0mLq17");
    }

    @Test
    void noise_holds_no_secrets_and_takes_no_long_time() {
        byte[] noise = new byte[8 << 20];
        new Random(1).nextBytes(noise);
        assertThat(scan(noise, 131_072)).isEmpty();
        byte[] text = new byte[8 << 20];
        for (byte fill : "_-K1A/+ghp\n".getBytes(StandardCharsets.US_ASCII)) {
            Arrays.fill(text, fill);
            assertThat(scan(text, 131_072)).isEmpty();
        }
        byte[] armour = "-----BEGIN PRIVATE KEY-----\n\n".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        assertThat(scan(armour, 131_072)).isEmpty();
    }
}
