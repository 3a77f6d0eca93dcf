package dev.attest.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** One run of a workflow: the claims of its token, and the provenance that fits them. */
public final class Workflow {
    public static final String BUILDER = "https://github.com/owner/repo/.github/workflows/main.yml@refs/heads/main";
    public static final Map<String, String> CLAIMS = Map.ofEntries(
            Map.entry("job_workflow_ref", "owner/repo/.github/workflows/main.yml@refs/heads/main"),
            Map.entry("job_workflow_sha", "b".repeat(40)),
            Map.entry("workflow_ref", "owner/repo/.github/workflows/main.yml@refs/heads/main"),
            Map.entry("workflow_sha", "b".repeat(40)),
            Map.entry("workflow", "main"),
            Map.entry("repository", "owner/repo"),
            Map.entry("repository_id", "1"),
            Map.entry("repository_owner", "owner"),
            Map.entry("repository_owner_id", "2"),
            Map.entry("repository_visibility", "public"),
            Map.entry("runner_environment", "github-hosted"),
            Map.entry("event_name", "push"),
            Map.entry("ref", "refs/heads/main"),
            Map.entry("sha", "b".repeat(40)),
            Map.entry("run_id", "7"),
            Map.entry("run_attempt", "1"));

    private Workflow() {}

    public static ObjectNode provenance() throws Exception {
        return Judged.parse(
                """
                {'buildDefinition':{
                   'buildType':'https://actions.github.io/buildtypes/workflow/v1',
                   'externalParameters':{'workflow':{'ref':'refs/heads/main','repository':'https://github.com/owner/repo',
                     'path':'.github/workflows/main.yml'}},
                   'internalParameters':{'github':{'event_name':'push','repository_id':'1','repository_owner_id':'2',
                     'runner_environment':'github-hosted'}},
                   'resolvedDependencies':[{'uri':'git+https://github.com/owner/repo@refs/heads/main',
                     'digest':{'gitCommit':'%s'}}]},
                 'runDetails':{'builder':{'id':'%s'},
                   'metadata':{'invocationId':'https://github.com/owner/repo/actions/runs/7/attempts/1'}}}
                """
                        .formatted("b".repeat(40), BUILDER));
    }
}
