package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that mean nothing together, or alone, are refused before anything is done. */
class OptionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "verify oci:x --workflow w --trusted-root r | --workflow, --ref, --environment and --repository-id go with",
                "verify oci:x --ref r --local | --workflow, --ref, --environment and --repository-id go with",
                "verify oci:x --environment e --local | --workflow, --ref, --environment and --repository-id go with",
                "verify oci:x --github-repository a/b --identity i --local | --github-repository and --gitlab-project exclude --identity",
                "verify oci:x --github-repository a/b --identity-regexp i --local | exclude --identity",
                "verify oci:x --github-repository a/b --issuer https://i --local | vouched for by",
                "verify oci:x --github-repository a/b --key k --local | --key proves no identity",
                "verify oci:x --identity i --key k --issuer u --local | --key proves no identity",
                "verify oci:x --gitlab-project a --local | a GitLab project is group/project",
                "verify oci:x --gitlab-project a/b --issuer https://token.actions.githubusercontent.com --local | alone",
                "verify oci:x --gitlab-project a/b --github-repository a/b --issuer https://gitlab.com --local | alone",
                "verify oci:x --repository-id 7 --local | go with --github-repository or --gitlab-project",
                "verify oci:x --github-repository 7 --repository-id 7 --local | beside the name of one repository",
                "verify oci:x --github-repository a/b --gitlab-project a/b --repository-id 7 --local | of one repository",
                "verify oci:x --issuer u --local | --identity and --issuer go together",
                "verify oci:x --identity i --local | --identity and --issuer go together",
                "verify oci:x --identity-regexp i --local | --identity and --issuer go together",
                "verify oci:x --identity-regexp [ --issuer u --local | not a regular expression",
                "verify oci:x --own-authority --local | --own-authority goes with --identity",
                "verify oci:x --own-authority --identity i --issuer u --local | --own-authority goes with --identity",
                "verify oci:x --own-authority --identity i --identity-regexp r --local | --own-authority goes with",
                "verify oci:x --github-repository a --local | a repository is owner/name",
                "verify oci:x --identity i --issuer u | say whose signatures count",
                "verify oci:x --trusted-root r | say whose evidence counts",
                "verify oci:x --trusted-root r --local | exclude each other",
                "verify oci:x --trust tuf --local | exclude each other",
                "verify oci:x --trust tuf --trusted-root r --identity i --issuer u | exclude each other",
                "verify oci:x --trust file --identity i --issuer u | --trust: say tuf",
                "verify oci:x --trust-dir d --identity i --issuer u | go with --trust",
                "verify oci:x --local-dir d --trusted-root r --identity i --issuer u | go with --local",
                "verify oci:x --unsafe-no-witness --local | --unsafe-no-witness goes with --key",
                "verify oci:x --local --revocations-key k | go with --revocations FILE",
                "verify oci:x --local --revocations-identity k | go with --revocations FILE",
                "verify oci:x --local --revocations f --revocations-identity i | say who may issue the list",
                "verify oci:x --local --revocations f --revocations-issuer i | say who may issue the list",
                "verify oci:x --local --revocations f --revocations-key k --revocations-issuer i | say who may issue",
                "verify oci:x --local --revocations f --revocations-key k --revocations-issuer i --revocations-identity"
                        + " j | say who may issue",
                "sign oci:x --local --key k | --local brings its own",
                "sign oci:x --local --signing-config k | --local brings its own",
                "sign oci:x --local --identity-token-file k | --local brings its own",
                "sign oci:x --local --login device | --local brings its own",
                "sign oci:x --key k --identity-token-file f --trusted-root r | exclude each other",
                "sign oci:x --login device --identity-token-file f --trusted-root r | exclude each other",
                "sign oci:x --certificate-chain c --trusted-root r | --certificate-chain goes with --key",
                "sign oci:x --unsafe-no-witness --trusted-root r | --unsafe-no-witness goes with --key",
                "sign oci:x --key k --unsafe-no-witness --trusted-root r | goes without --trusted-root and",
                "sign oci:x --key k --unsafe-no-witness --signing-config r | without --signing-config",
                "sign oci:x --key k --certificate-chain c --unsafe-no-witness | needs a log or a timestamp authority",
                "sign oci:x --trusted-root r | say whom to sign with",
                "sign oci:x --key k --trusted-root r | --unsafe-no-witness does without",
                "sign oci:x --key k --public-log --signing-config c --trusted-root r | --public-log and --private-host go",
                "sign oci:x --key k --private-host h --unsafe-no-witness | --public-log and --private-host go",
                "sign oci:x --local --public-log | --public-log and --private-host go",
                "sign oci:x --local --trust-dir d | go with --trust",
                "sign oci:x --trusted-root r --signing-config c --trust-max-age 1h | go with --trust",
                "verify oci:x --trusted-root r --trust-max-age 1h --identity i --issuer u | go with --trust",
                "verify oci:x --local --trust-dir d | go with --trust",
                "sign oci:x --trusted-root r --signing-config c --offline | --offline goes with --trust",
                "sign oci:x --local --revocations f --revocations-key k | --revocations is judged by",
                "sign oci:x --key k --unsafe-no-witness --revocations f --revocations-key k | --revocations is judged by",
                "sign oci:x --trusted-root r --signing-config c --private-host https://log.example | no bare host name",
                "generate-key-pair --prefix / | the files need a name",
            })
    void end_in_usage(String line, String words) {
        Cli.run(line.split(" ")).failsWith(2, words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sign oci:x --identity-token eyJhbGciOiJub25lIn0.e30.c2VjcmV0",
                "sign oci:x --identity-token=eyJhbGciOiJub25lIn0.e30.c2VjcmV0 --debug",
                "sign oci:x eyJhbGciOiJub25lIn0.e30.c2VjcmV0",
                "sign oci:x --login eyJhbGciOiJub25lIn0.e30.c2VjcmV0",
                "sign oci:x --password c2VjcmV0 --debug",
                "sign oci:x -pc2VjcmV0",
                "sign-blob pom.xml --key pkcs11;object=o?pin-value=c2VjcmV0 --unsafe-no-witness",
                "verify-blob x --bundle b --key pkcs11:object=o?pin-value=c2VjcmV0 --unsafe-no-witness",
                "verify-bundle --bundle pom.xml --key pkcs11:object=o?pin-value=c2VjcmV0 pom.xml",
            })
    void do_not_show_a_secret_that_was_put_in_the_wrong_place(String line) {
        Cli.Result wrong = Cli.run(line.split(" ")).ends(2);
        assertFalse(wrong.err().contains("c2VjcmV0"), wrong.err());
    }
}
