package dev.attest.provenance.ci;

import dev.attest.json.JsonObject;
import java.util.Optional;

/**
 * What a user may ask of provenance.
 *
 * @param system which build it is, where the user says so
 * @param inputs record inputs, release and variables of GitHub Actions, in the community's build type
 * @param vars the variables of GitHub Actions ({@code vars} context), which no runner writes down by itself
 * @param allowedEventsOnly refuse events that the build type of GitHub Actions does not allow, instead of reporting them
 * @param command the command of a local build
 * @param run the TaskRun or PipelineRun of a Tekton build
 */
public record BuildOptions(
        Optional<BuildSystem> system,
        boolean inputs,
        Optional<JsonObject> vars,
        boolean allowedEventsOnly,
        Optional<String> command,
        Optional<JsonObject> run) {
    /** Nothing is asked. */
    public static final BuildOptions NONE =
            new BuildOptions(Optional.empty(), false, Optional.empty(), false, Optional.empty(), Optional.empty());
}
