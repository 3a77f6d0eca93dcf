package dev.attest.signing.revocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationsTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);
    private static final Signing SIGNING = new Signing(
            "https://issuer.test",
            Map.of("subject", "dev@acme.test", "repository", "https://git.test/acme/app", "repositoryId", "7"),
            A,
            Optional.of(B),
            List.of(C + " 12"),
            List.of(Map.of("sha256", C), Map.of("sha512", "d".repeat(128))),
            List.of(Instant.parse("2026-03-01T12:00:00Z"), Instant.parse("2026-03-01T12:00:05Z")),
            Optional.of(Instant.parse("2026-03-01T11:59:50Z")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'identity':{'issuer':'https://issuer.test','subject':'dev@acme.test'} | true",
                "'identity':{'subject':'dev@acme.test'} | true",
                "'identity':{'subject':'DEV@acme.test'} | true",
                "'identity':{'repository':'https://git.test/acme/app'} | true",
                "'identity':{'repositoryId':'7','repository':'https://git.test/acme/app'} | true",
                "'identity':{'repositoryId':'8','repository':'https://git.test/acme/app'} | false",
                "'identity':{'issuer':'https://other.test','subject':'dev@acme.test'} | false",
                "'identity':{'subject':'dev@acme.test.evil'} | false",
                "'key':{'sha256':'A'} | true",
                "'key':{'sha256':'B'} | false",
                "'certificate':{'sha256':'B'} | true",
                "'certificate':{'sha256':'A'} | false",
                "'digest':{'sha256':'C'} | true",
                "'digest':{'sha256':'A'} | false",
                "'digest':{'sha256':'C','sha512':'AA'} | true",
                "'digest':{'sha256':'A','sha512':'DD'} | true",
                "'digest':{'sha256':'A','sha512':'AA'} | false",
                "'logEntry':{'logId':'C','logIndex':12} | true",
                "'logEntry':{'logId':'C','logIndex':13} | false",
                "'logEntry':{'logId':'A','logIndex':12} | false"
            })
    void each_kind_revokes_its_own(String entry, boolean revoked) throws Exception {
        String json = entry.replaceAll("'DD'", "'" + "d".repeat(128) + "'")
                .replaceAll("'AA'", "'" + "a".repeat(128) + "'")
                .replaceAll("'A'", "'" + A + "'")
                .replaceAll("'B'", "'" + B + "'")
                .replaceAll("'C'", "'" + C + "'");
        assertThat(list("{" + json + ",'reason':'leaked'}").revokes(SIGNING).isPresent())
                .isEqualTo(revoked);
    }

    @ParameterizedTest
    @CsvSource({
        ",, true",
        "2026-03-01T12:00:00Z,, true",
        "2026-03-01T12:00:05Z,, true",
        "2026-03-01T12:00:06Z,, false",
        ",2026-03-01T12:00:00Z, true",
        ",2026-03-01T11:59:50Z, true",
        ",2026-03-01T11:59:49Z, false",
        "2026-03-01T11:59:00Z,2026-03-01T11:59:49Z, false",
        "2026-03-01T12:00:01Z,2026-03-01T12:00:04Z, true",
        "2026-03-01T12:00:01Z,2026-03-01T12:00:05Z, true"
    })
    void what_may_have_been_signed_in_the_window_is_revoked(
            @org.jspecify.annotations.Nullable String from,
            @org.jspecify.annotations.Nullable String until,
            boolean revoked)
            throws Exception {
        String window =
                (from == null ? "" : ",'from':'" + from + "'") + (until == null ? "" : ",'until':'" + until + "'");
        assertThat(list("{'key':{'sha256':'" + A + "'},'reason':'leaked'" + window + "}")
                        .revokes(SIGNING))
                .isEqualTo(revoked ? Optional.of("key revoked: leaked") : Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'reason':'x'}",
                "{'key':{},'reason':'x'}",
                "{'key':{'sha256':'AB'},'reason':'x'}",
                "{'key':{'sha512':'0'},'reason':'x'}",
                "{'digest':{},'reason':'x'}",
                "{'digest':{'md5':'0'},'reason':'x'}",
                "{'digest':{'sha512':'0'},'reason':'x'}",
                "{'identity':{'issuer':'https://issuer.test'},'reason':'x'}",
                "{'identity':{'subject':''},'reason':'x'}",
                "{'identity':{'subject':'a','more':'b'},'reason':'x'}",
                "{'identity':{'subject':'a'}}",
                "{'identity':{'subject':'a'},'reason':''}",
                "{'identity':{'subject':'a'},'reason':'a\\nb'}",
                "{'identity':{'subject':'a'},'reason':'x','unless':'y'}",
                "{'identity':{'subject':'a'},'digest':{'sha512':'0'},'reason':'x'}",
                "{'identity':{'subject':'a'},'reason':'x','from':'yesterday'}",
                "{'identity':{'subject':'a'},'reason':'x','from':'2026-01-02T00:00:00Z','until':'2026-01-01T00:00:00Z'}",
                "{'logEntry':{'logIndex':1},'reason':'x'}",
                "{'logEntry':{'logId':'00','logIndex':1},'reason':'x'}",
                "{'logEntry':{'logIndex':'1'},'reason':'x'}",
                "7"
            })
    void entries_that_are_not_understood_make_the_list_unreadable(String entry) {
        assertThatThrownBy(() -> list(entry)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void digests_are_revoked_for_all_times() {
        assertThatThrownBy(() -> list("{'digest':{'sha256':'" + A + "'},'reason':'x','from':'2026-01-01T00:00:00Z'}"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("from");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'version':0,'issued':'2026-01-01T00:00:00Z','expires':'2026-02-01T00:00:00Z','revoked':[]",
                "'issued':'2026-01-01T00:00:00Z','expires':'2026-02-01T00:00:00Z','revoked':[]",
                "'version':1,'issued':'2026-01-01T00:00:00Z','revoked':[]",
                "'version':1,'issued':'2026-02-01T00:00:00Z','expires':'2026-02-01T00:00:00Z','revoked':[]",
                "'version':1,'issued':'2026-01-01T00:00:00Z','expires':'2026-02-01T00:00:00Z'",
                "'version':1,'issued':'2026-01-01T00:00:00Z','expires':'2026-02-01T00:00:00Z','revoked':[],'x':1"
            })
    void lists_are_read_strictly(String members) {
        assertThatThrownBy(() -> read("{" + members + "}")).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void older_and_other_lists_are_told_by_what_was_seen(@TempDir Path folder) throws Exception {
        var seen = new SeenVersions(folder.resolve("state"));
        assertThat(seen.refuses("acme", 5, A)).isEmpty();
        assertThat(seen.refuses("acme", 5, A)).isEmpty();
        assertThat(seen.refuses("acme", 5, B)).isPresent();
        assertThat(seen.refuses("acme", 4, A)).isPresent();
        assertThat(seen.refuses("other", 1, A)).isEmpty();
        assertThat(seen.refuses("acme", 6, B)).isEmpty();
        var again = new SeenVersions(folder.resolve("state"));
        assertThat(again.refuses("acme", 5, A)).isPresent();
        assertThat(again.refuses("acme", 6, B)).isEmpty();
    }

    @Test
    void memory_that_cannot_be_read_is_no_first_time(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("revocations-seen.json"), "{");
        assertThatThrownBy(() -> new SeenVersions(folder).refuses("acme", 1, A)).isInstanceOf(IOException.class);
        Files.delete(folder.resolve("revocations-seen.json"));
        Files.createSymbolicLink(folder.resolve("revocations-seen.json"), folder.resolve("nowhere"));
        assertThatThrownBy(() -> new SeenVersions(folder).refuses("acme", 1, A)).isInstanceOf(IOException.class);
    }

    private static Revocations list(String entry) throws MalformedJsonException {
        return read("{'version':1,'issued':'2026-01-01T00:00:00Z','expires':'2026-02-01T00:00:00Z','revoked':[" + entry
                + "]}");
    }

    private static Revocations read(String json) throws MalformedJsonException {
        return Revocations.read(StrictJson.parseObject(json.replace('\'', '"').getBytes(UTF_8), "list", 1 << 20));
    }
}
