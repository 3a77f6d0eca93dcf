package dev.attest.provenance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The build types whose parameters attest knows, by their published pages and by what their builders really write. */
public final class BuildTypes {
    /** GitHub's own: actions/buildtypes, workflow/v1. */
    public static final String GITHUB_WORKFLOW = "https://actions.github.io/buildtypes/workflow/v1";

    /** The community's, which also records inputs: slsa-framework/github-actions-buildtypes, workflow/v1. */
    public static final String GITHUB_WORKFLOW_COMMUNITY =
            "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1";

    /** A job of GitLab CI: docs/buildtypes/gitlab-v1.md. */
    public static final String GITLAB = "https://attest.dev/buildtypes/gitlab/v1";

    /** A job of CircleCI: docs/buildtypes/circleci-v1.md. */
    public static final String CIRCLECI = "https://attest.dev/buildtypes/circleci/v1";

    /** A job of Buildkite: docs/buildtypes/buildkite-v1.md. */
    public static final String BUILDKITE = "https://attest.dev/buildtypes/buildkite/v1";

    /** A build of Jenkins: docs/buildtypes/jenkins-v1.md. */
    public static final String JENKINS = "https://attest.dev/buildtypes/jenkins/v1";

    /** Google Cloud Build, as Google writes it itself: docs/buildtypes/google-cloud-build.md. */
    public static final String GOOGLE_CLOUD_BUILD = "https://cloud.google.com/build/gcb-buildtypes/google-worker/v1";

    /** The {@code builder.id} where a step of a Cloud Build, and not Google, wrote {@link #GOOGLE_CLOUD_BUILD}. */
    public static final String GOOGLE_CLOUD_BUILD_STEP = "https://attest.dev/builders/google-cloud-build";

    /** A run of Tekton, as Tekton Chains writes it: docs/buildtypes/tekton.md. */
    public static final String TEKTON = "https://tekton.dev/chains/v2/slsa";

    /** The {@code builder.id} where a task of the run, and not Tekton Chains, wrote {@link #TEKTON}. */
    public static final String TEKTON_TASK = "https://attest.dev/builders/tekton";

    /** slsa-github-generator's builders; their predicates are v0.2. */
    public static final String GENERATOR_GO = "https://github.com/slsa-framework/slsa-github-generator/go@v1";

    public static final String GENERATOR_GENERIC = "https://github.com/slsa-framework/slsa-github-generator/generic@v1";
    public static final String GENERATOR_CONTAINER =
            "https://github.com/slsa-framework/slsa-github-generator/container@v1";
    public static final String GENERATOR_DELEGATOR =
            "https://github.com/slsa-framework/slsa-github-generator/delegator-generic@v0";

    /** slsa-github-generator's container-based builder, in v1. */
    public static final String GENERATOR_CONTAINER_BASED = "https://slsa.dev/container-based-build/v0.1?draft";

    /** npm's command line in GitHub Actions, before it wrote the community's build type. */
    public static final String NPM = "https://github.com/npm/cli/gha/v2";

    /** Google Cloud Build, by the community's page. */
    public static final String GOOGLE_TRIGGERED = "https://slsa-framework.github.io/gcb-buildtypes/triggered-build/v1";

    /** Google Cloud Build in v0.2 and before. */
    public static final String GOOGLE_YAML = "https://cloudbuild.googleapis.com/CloudBuildYaml@v0.1";

    /** The same, with labels and annotations. */
    public static final String TEKTON_FULL = "https://tekton.dev/chains/v2/slsa-tekton";

    /** BuildKit in v1. */
    public static final String BUILDKIT =
            "https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md";

    /** BuildKit in v0.2. */
    public static final String BUILDKIT_V02 = "https://mobyproject.org/buildkit@v1";

    /** GitLab's control plane, before its page had a name of its own. */
    public static final String GITLAB_CONTROL_PLANE = "https://gitlab.com/gitlab-org/gitlab/-/issues/546150";

    /** A build outside any CI: docs/buildtypes/local-v1.md. */
    public static final String LOCAL = "https://attest.dev/buildtypes/local/v1";

    /** The {@code builder.id} of every {@link #LOCAL} build. */
    public static final String LOCAL_BUILDER = "https://attest.dev/builders/local";

    /** Internal parameters that attest adds to every build type: docs/buildtypes/README.md. */
    private static final String ATTEST = "attest_source attest_environment ";

    private static final String V02_EXTERNAL =
            "configSource.uri configSource.digest configSource.entryPoint parameters.*";
    private static final String V02_INTERNAL = "environment.* buildConfig.*";

    /** GitLab's runner names its own release in the URI; a release's name holds no slash. */
    private static final Pattern GITLAB_RUNNER =
            Pattern.compile("https://gitlab\\.com/gitlab-org/gitlab-runner/-/blob/[^/]{1,100}/PROVENANCE\\.md");

    private static final Map<String, Page> PAGES = pages();

    private BuildTypes() {}

    /** What one page describes. */
    private record Page(ParameterTable external, ParameterTable internal) {
        static final Page NONE = new Page(ParameterTable.NONE, ParameterTable.NONE);

        static Page of(String external, String internal) {
            return new Page(ParameterTable.of(external), ParameterTable.of(internal));
        }
    }

    /** Whether the build type is one whose parameters are known. */
    public static boolean isKnown(String buildType) {
        return !page(buildType).equals(Page.NONE);
    }

    /** Whether the build type is that of some release of GitLab's runner. */
    public static boolean isGitLabRunner(String buildType) {
        return GITLAB_RUNNER.matcher(buildType).matches();
    }

    static ParameterTable external(String buildType) {
        return page(buildType).external();
    }

    static ParameterTable internal(String buildType) {
        return page(buildType).internal();
    }

    private static Page page(String buildType) {
        return PAGES.getOrDefault(isGitLabRunner(buildType) ? GITLAB_CONTROL_PLANE : buildType, Page.NONE);
    }

    private static Map<String, Page> pages() {
        var pages = new LinkedHashMap<String, Page>();
        String workflow = "workflow.ref workflow.repository workflow.path";
        String ids = " github.event_name github.repository_id github.repository_owner_id";
        pages.put(GITHUB_WORKFLOW, Page.of(workflow, ATTEST + "github.runner_environment" + ids));
        pages.put(
                GITHUB_WORKFLOW_COMMUNITY,
                Page.of(
                        workflow + " inputs.* release.* vars.*",
                        ATTEST + "github.runner_environment github.actor_id github.triggering_actor_id" + ids));
        for (String generator : new String[] {
            GENERATOR_GO, GENERATOR_GENERIC, GENERATOR_CONTAINER, GENERATOR_DELEGATOR, NPM, GOOGLE_YAML, BUILDKIT_V02
        }) {
            pages.put(generator, Page.of(V02_EXTERNAL, V02_INTERNAL));
        }
        pages.put(
                GENERATOR_CONTAINER_BASED,
                Page.of(
                        "source.uri source.digest builderImage.uri builderImage.digest configPath artifactPath"
                                + " buildConfig.*",
                        "GITHUB_ACTOR_ID GITHUB_EVENT_NAME GITHUB_REF GITHUB_REF_TYPE GITHUB_REPOSITORY"
                                + " GITHUB_REPOSITORY_ID GITHUB_REPOSITORY_OWNER_ID GITHUB_RUN_ATTEMPT GITHUB_RUN_ID"
                                + " GITHUB_RUN_NUMBER GITHUB_SHA GITHUB_TRIGGERING_ACTOR_ID GITHUB_WORKFLOW_REF"
                                + " GITHUB_WORKFLOW_SHA GITHUB_BASE_REF GITHUB_HEAD_REF GITHUB_ACTOR"
                                + " GITHUB_EVENT_PAYLOAD.*"));
        addClouds(pages);
        addOwn(pages);
        return Map.copyOf(pages);
    }

    private static void addClouds(Map<String, Page> pages) {
        pages.put(
                GOOGLE_CLOUD_BUILD,
                Page.of(
                        "buildConfigSource.path buildConfigSource.pathAutoDetect buildConfigSource.ref"
                                + " buildConfigSource.repository substitutions.*",
                        ATTEST + "systemSubstitutions.* triggerUri"));
        pages.put(
                GOOGLE_TRIGGERED,
                Page.of(
                        "configSource.ref configSource.repository configSource.path configSource.pathAutodetect"
                                + " sourceToBuild.ref sourceToBuild.repository sourceToBuild.dir substitutions.*",
                        "configSource.repoType configSource.repositoryId configSource.repositoryOwnerId"
                                + " sourceToBuild.repoType sourceToBuild.repositoryId sourceToBuild.repositoryOwnerId"
                                + " projectId serviceAccount triggerUri"));
        String tekton = "runSpec.* buildConfigSource.ref buildConfigSource.repository buildConfigSource.path";
        pages.put(TEKTON, Page.of(tekton, ATTEST + "tekton-pipelines-feature-flags.*"));
        pages.put(TEKTON_FULL, Page.of(tekton, ATTEST + "tekton-pipelines-feature-flags.* labels.* annotations.*"));
        pages.put(
                BUILDKIT,
                Page.of(
                        "configSource.uri configSource.digest configSource.path request.frontend request.args"
                                + " request.secrets request.ssh request.locals request.inputs request.root"
                                + " request.compatibilityVersion",
                        // Whoever runs the daemon may add parameters of his own beside buildConfig.
                        "*"));
        pages.put(GITLAB_CONTROL_PLANE, Page.of("source entryPoint variables.*", "name executor architecture job"));
    }

    private static void addOwn(Map<String, Page> pages) {
        String source = "source.repository source.ref";
        pages.put(LOCAL, Page.of(source + " command", ATTEST + "worktree"));
        pages.put(
                GITLAB,
                Page.of(
                        source + " config.repository config.path config.ref",
                        ATTEST
                                + "gitlab.pipeline_source gitlab.project_id gitlab.namespace_id"
                                + " gitlab.runner_environment gitlab.environment"));
        pages.put(
                CIRCLECI,
                Page.of(
                        source + " pipelineDefinition.project pipelineDefinition.id",
                        ATTEST + "circleci.pipeline_id circleci.ssh_rerun"));
        pages.put(
                BUILDKITE,
                Page.of(source + " pipeline step", ATTEST + "buildkite.build_source buildkite.runner_environment"));
        pages.put(JENKINS, Page.of(source + " job change", ATTEST.strip()));
    }
}
