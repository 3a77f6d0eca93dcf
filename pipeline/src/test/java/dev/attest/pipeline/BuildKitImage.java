package dev.attest.pipeline;

import dev.attest.testvectors.LayoutBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An image of two platforms as BuildKit exports it, of which a test can make any part wrong. */
final class BuildKitImage {
    static final String BASE = "c".repeat(64);
    static final String COMMIT = "d".repeat(40);
    private static final String V1 = "https://slsa.dev/provenance/v1";

    final LayoutBuilder builder;
    final String amd;
    final String arm;
    String statement =
            """
            {'_type':'https://in-toto.io/Statement/v1','predicateType':'https://slsa.dev/provenance/v1','subject':[{
            'name':'pkg:docker/example.org/app@1?platform=linux%2Famd64','digest':{'sha256':'$AMD'}}],'predicate':{
            'buildDefinition':{'buildType':'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md',
            'externalParameters':{'configSource':{'path':'Dockerfile'},'request':{'frontend':'dockerfile.v0'}},
            'resolvedDependencies':[{'uri':'pkg:docker/debian@13?platform=linux%2Famd64','digest':{'sha256':'$BASE'}},
            {'uri':'https://github.com/o/r.git#refs/heads/main','digest':{'sha1':'$COMMIT'}}]},
            'runDetails':{'builder':{'id':''},'metadata':{'buildkit_completeness':{'request':true,'resolvedDependencies':true},
            'buildkit_metadata':{'vcs':{'revision':'forged'}}}}}}""";
    String predicateType = V1;
    String about;
    String manifestMembers = "";
    String config =
            "{\"architecture\":\"unknown\",\"os\":\"unknown\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
    String reference;
    final List<String> more = new ArrayList<>();

    BuildKitImage(Path folder) {
        builder = new LayoutBuilder(folder);
        amd = builder.image("linux", "amd64", "{\"User\":\"65532\"}", Images.tar("1.0"));
        arm = builder.image("linux", "arm64", "{\"User\":\"65532\"}", Images.tar("1.1"));
        about = hex(amd);
        reference = "sha256:" + about;
    }

    static String hex(String descriptor) {
        return LayoutBuilder.digestIn(descriptor).substring("sha256:".length());
    }

    String payload() {
        return statement
                .replace("\n", "")
                .replace('\'', '"')
                .replace("$AMD", about)
                .replace("$BASE", BASE)
                .replace("$COMMIT", COMMIT);
    }

    /** The newer form: an OCI artifact with a subject. */
    void asArtifact(String subject) {
        config = "{}";
        manifestMembers =
                ",\"artifactType\":\"application/vnd.docker.attestation.manifest.v1+json\",\"subject\":" + subject;
    }

    String layer(String payload) {
        String annotations = predicateType.isEmpty()
                ? ""
                : "\"annotations\":{\"in-toto.io/predicate-type\":\"" + predicateType + "\"}";
        String blob = builder.blob("application/vnd.in-toto+json", payload);
        return annotations.isEmpty() ? blob : LayoutBuilder.with(blob, annotations);
    }

    String manifest(String... layers) {
        String configType = config.equals("{}") ? "application/vnd.oci.empty.v1+json" : LayoutBuilder.CONFIG;
        return builder.blob(
                LayoutBuilder.MANIFEST,
                "{\"schemaVersion\":2,\"mediaType\":\"" + LayoutBuilder.MANIFEST + "\",\"config\":"
                        + builder.blob(configType, config) + ",\"layers\":[" + String.join(",", layers) + "]"
                        + manifestMembers + "}");
    }

    /** How an index lists the attestations. */
    String listed(String manifest) {
        return LayoutBuilder.with(
                manifest,
                "\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},\"annotations\":{"
                        + "\"vnd.docker.reference.type\":\"attestation-manifest\",\"vnd.docker.reference.digest\":\""
                        + reference + "\"}");
    }

    void write() {
        write(listed(manifest(layer(payload()))));
    }

    void write(String... attestations) {
        var all = new ArrayList<String>();
        all.add(LayoutBuilder.with(amd, "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}"));
        all.add(LayoutBuilder.with(arm, "\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}"));
        all.addAll(List.of(attestations));
        all.addAll(more);
        builder.list(builder.index(all.toArray(String[]::new)), "latest").write();
    }
}
