package dev.attest.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.expect.Expectations;
import dev.attest.provenance.expect.Unmet;
import dev.attest.provenance.level.BuildLevel;
import dev.attest.provenance.level.BuilderTable;
import dev.attest.provenance.match.BuildClaim;
import dev.attest.provenance.match.BuildClaims;
import dev.attest.provenance.match.CertificateMatch;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Parsing one provenance of GitHub and all checks of it: certificate, level, expectations. No cryptography, no I/O. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CheckProvenance {
    private static final String STATEMENT =
            """
            {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"app","digest":{"sha256":"%s"}}],
             "predicateType":"https://slsa.dev/provenance/v1","predicate":{
              "buildDefinition":{"buildType":"https://actions.github.io/buildtypes/workflow/v1",
               "externalParameters":{"workflow":{"ref":"refs/tags/v1.2.3","repository":"https://github.com/owner/repo",
                "path":".github/workflows/release.yml"}},
               "internalParameters":{"github":{"event_name":"push","repository_id":"1001","repository_owner_id":"2002",
                "runner_environment":"github-hosted"}},
               "resolvedDependencies":[{"uri":"git+https://github.com/owner/repo@refs/tags/v1.2.3",
                "digest":{"gitCommit":"%s"}}]},
              "runDetails":{"builder":{"id":"https://github.com/owner/repo/.github/workflows/release.yml@refs/tags/v1.2.3"},
               "metadata":{"invocationId":"https://github.com/owner/repo/actions/runs/7/attempts/1"}}}}
            """
                    .formatted("a".repeat(64), "b".repeat(40));

    private static final String EXPECTED =
            """
            {"source":{"repository":"https://github.com/owner/repo","refs":["refs/tags/v*"],"commit":"%s"}}
            """
                    .formatted("b".repeat(40));

    private final byte[] statement = STATEMENT.getBytes(UTF_8);
    private BuildClaims claims = BuildClaims.NONE;
    private Expectations expectations = null;

    @Setup
    public void read() throws Exception {
        String workflow = "https://github.com/owner/repo/.github/workflows/release.yml@refs/tags/v1.2.3";
        var values = new EnumMap<BuildClaim, String>(BuildClaim.class);
        values.put(BuildClaim.ISSUER, "https://token.actions.githubusercontent.com");
        values.put(BuildClaim.BUILD_SIGNER_URI, workflow);
        values.put(BuildClaim.BUILD_SIGNER_DIGEST, "b".repeat(40));
        values.put(BuildClaim.RUNNER_ENVIRONMENT, "github-hosted");
        values.put(BuildClaim.SOURCE_REPOSITORY_URI, "https://github.com/owner/repo");
        values.put(BuildClaim.SOURCE_REPOSITORY_DIGEST, "b".repeat(40));
        values.put(BuildClaim.SOURCE_REPOSITORY_REF, "refs/tags/v1.2.3");
        values.put(BuildClaim.SOURCE_REPOSITORY_IDENTIFIER, "1001");
        values.put(BuildClaim.SOURCE_REPOSITORY_OWNER_URI, "https://github.com/owner");
        values.put(BuildClaim.SOURCE_REPOSITORY_OWNER_IDENTIFIER, "2002");
        values.put(BuildClaim.BUILD_CONFIG_URI, workflow);
        values.put(BuildClaim.BUILD_CONFIG_DIGEST, "b".repeat(40));
        values.put(BuildClaim.BUILD_TRIGGER, "push");
        values.put(BuildClaim.RUN_INVOCATION_URI, "https://github.com/owner/repo/actions/runs/7/attempts/1");
        claims = new BuildClaims(workflow, values);
        expectations = Expectations.read(StrictJson.parseObject(EXPECTED.getBytes(UTF_8), "expectations"));
        if (!check().isEmpty()) {
            throw new IllegalStateException("the provenance does not pass: " + check());
        }
    }

    /** What one run of the gate does with one provenance, once its signature is verified. */
    @Benchmark
    public List<Unmet> check() throws Exception {
        Provenance provenance = Provenance.read(Statement.parse(statement).predicate());
        if (!CertificateMatch.check(provenance, claims).isEmpty()
                || BuildLevel.of(provenance, claims, BuilderTable.BUILT_IN).level() != 2) {
            throw new IllegalStateException("the provenance does not fit its certificate");
        }
        return expectations.check(provenance, claims);
    }
}
