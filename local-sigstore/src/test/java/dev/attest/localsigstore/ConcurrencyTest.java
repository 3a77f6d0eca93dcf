package dev.attest.localsigstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several signers at once on one folder, made by whoever comes first. */
class ConcurrencyTest {

    private static final int SIGNERS = 4;
    private static final int EACH = 8;

    @TempDir
    private Path folder;

    @Test
    void threads_share_one_tree() throws Exception {
        Path state = folder.resolve("state");
        var threads = Executors.newFixedThreadPool(SIGNERS);
        try {
            List<Callable<List<String>>> work = IntStream.range(0, SIGNERS)
                    .<Callable<List<String>>>mapToObj(signer -> () -> sign(state, "thread-" + signer))
                    .toList();
            List<String> entries = new ArrayList<>();
            for (var future : threads.invokeAll(work)) {
                entries.addAll(future.get());
            }
            check(state, entries);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void processes_share_one_tree() throws Exception {
        Path state = folder.resolve("state");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < SIGNERS; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ConcurrencyTest.class.getName(),
                            state.toString(),
                            "process-" + i,
                            folder.resolve("out-" + i).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("console-" + i).toFile())
                    .start());
        }
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < SIGNERS; i++) {
            Process process = processes.get(i);
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            process.destroyForcibly();
            assertThat(ended).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(folder.resolve("console-" + i)))
                    .isZero();
            entries.addAll(Files.readAllLines(folder.resolve("out-" + i)));
        }
        check(state, entries);
    }

    /** What a forked process runs: folder, name, file for its entries. */
    public static void main(String[] arguments) throws Exception {
        Files.write(Path.of(arguments[2]), sign(Path.of(arguments[0]), arguments[1]));
    }

    private static List<String> sign(Path state, String name) throws Exception {
        KeyPair key = Client.ecdsa("secp256r1");
        List<String> entries = new ArrayList<>();
        try (var sigstore = LocalSigstore.open(state, Clock.systemUTC());
                var running = sigstore.start(0)) {
            var client = new Client(running.uri());
            for (int i = 0; i < EACH; i++) {
                var proposed = Client.signedDsse("{\"" + name + "\":" + i + "}", key, Client.publicPem(key));
                var response = client.postJson("/api/v1/log/entries", proposed);
                assertThat(response.statusCode()).isEqualTo(201);
                entries.add(Client.json(response).elements().next().toString());
            }
        }
        return entries;
    }

    private static void check(Path state, List<String> entries) throws Exception {
        try (var sigstore = LocalSigstore.open(state, Clock.systemUTC());
                var running = sigstore.start(0)) {
            var client = new Client(running.uri());
            PublicKey logKey = LogProof.logKey(LocalSigstore.readTrustedRoot(state));
            List<Long> indexes = new ArrayList<>();
            for (String json : entries) {
                JsonNode entry = Client.JSON.readTree(json);
                LogProof.check(entry, logKey);
                long index = entry.path("logIndex").asLong();
                indexes.add(index);
                JsonNode now = Client.json(client.get("/api/v1/log/entries?logIndex=" + index))
                        .elements()
                        .next();
                assertThat(now.path("body")).isEqualTo(entry.path("body"));
                LogProof.check(now, logKey);
                rootWasOfThisTree(state, entry);
            }
            assertThat(indexes)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, SIGNERS * EACH)
                            .mapToObj(i -> (long) i)
                            .toList());
        }
    }

    /** The root that an answer named is the root that the finished log had at that size: nobody ever saw another tree. */
    private static void rootWasOfThisTree(Path state, JsonNode entry) throws Exception {
        JsonNode proof = entry.path("verification").path("inclusionProof");
        String line = Files.readAllLines(state.resolve("log.jsonl"))
                .get(proof.path("treeSize").asInt() - 1);
        assertThat(Client.JSON.readTree(line).path("rootHash")).isEqualTo(proof.path("rootHash"));
    }
}
