package dev.attest.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.provenance.match.BuildClaim;
import dev.attest.provenance.match.BuildClaims;
import java.util.EnumMap;
import java.util.Map;

/** Builds for tests: what certificates of several platforms say, and the predicates that fit them. */
public final class Builds {
    public static final String COMMIT = "b".repeat(40);
    public static final String GITHUB = "https://github.com/owner/repo";
    public static final String WORKFLOW = GITHUB + "/.github/workflows/main.yml@refs/heads/main";
    public static final String RUN = GITHUB + "/actions/runs/7/attempts/1";

    private Builds() {}

    /** JSON with single quotes for double ones. */
    public static ObjectNode parse(String json) {
        try {
            return (ObjectNode) StrictJson.parse(json.replace('\'', '"').getBytes(UTF_8));
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static JsonObject object(String json) throws MalformedJsonException {
        return JsonObject.of(parse(json), "json");
    }

    public static Provenance read(ObjectNode predicate) throws Exception {
        return Provenance.read(JsonObject.of(predicate, "predicate"));
    }

    /** Claims by their numbers; number 0 is the subject. */
    public static BuildClaims claims(Map<Integer, String> numbered) {
        var claims = new EnumMap<BuildClaim, String>(BuildClaim.class);
        numbered.forEach((number, value) -> BuildClaim.numbered(number).ifPresent(claim -> claims.put(claim, value)));
        return new BuildClaims(numbered.getOrDefault(0, ""), claims);
    }

    /** The same with one claim changed; an empty one is none. */
    public static BuildClaims with(BuildClaims claims, BuildClaim claim, String value) {
        var changed = new EnumMap<BuildClaim, String>(BuildClaim.class);
        changed.putAll(claims.values());
        changed.put(claim, value);
        String subject = claim == BuildClaim.BUILD_SIGNER_URI ? value : claims.subject();
        return new BuildClaims(subject, changed);
    }

    /** The certificate of a workflow that signs for itself. */
    public static BuildClaims github() {
        return claims(Map.ofEntries(
                Map.entry(0, WORKFLOW),
                Map.entry(1, "https://token.actions.githubusercontent.com"),
                Map.entry(2, "push"),
                Map.entry(3, COMMIT),
                Map.entry(5, "owner/repo"),
                Map.entry(6, "refs/heads/main"),
                Map.entry(8, "https://token.actions.githubusercontent.com"),
                Map.entry(9, WORKFLOW),
                Map.entry(10, COMMIT),
                Map.entry(11, "github-hosted"),
                Map.entry(12, GITHUB),
                Map.entry(13, COMMIT),
                Map.entry(14, "refs/heads/main"),
                Map.entry(15, "1"),
                Map.entry(16, "https://github.com/owner"),
                Map.entry(17, "2"),
                Map.entry(18, WORKFLOW),
                Map.entry(19, COMMIT),
                Map.entry(20, "push"),
                Map.entry(21, RUN)));
    }

    /** The certificate of a reusable workflow that {@link #github}'s called. */
    public static BuildClaims githubBy(String signer) {
        return with(github(), BuildClaim.BUILD_SIGNER_URI, signer);
    }

    /** GitHub's build type, by this builder. */
    public static ObjectNode githubPredicate(String builder) {
        return parse(
                """
                {'buildDefinition':{
                   'buildType':'https://actions.github.io/buildtypes/workflow/v1',
                   'externalParameters':{'workflow':{'ref':'refs/heads/main','repository':'https://github.com/owner/repo',
                     'path':'.github/workflows/main.yml'}},
                   'internalParameters':{'github':{'event_name':'push','repository_id':'1','repository_owner_id':'2',
                     'runner_environment':'github-hosted'}},
                   'resolvedDependencies':[{'uri':'git+https://github.com/owner/repo@refs/heads/main',
                     'digest':{'gitCommit':'%s'}}]},
                 'runDetails':{'builder':{'id':'%s'},'metadata':{'invocationId':'%s'}}}
                """
                        .formatted(COMMIT, builder, RUN));
    }
}
