package dev.attest.provenance.expect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.SourceFacts;
import dev.attest.provenance.match.BuildClaim;
import dev.attest.provenance.match.BuildClaims;
import dev.attest.provenance.match.SignerRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One build held against what is expected, and what was found so far to be otherwise. */
final class Examination {
    private static final String CERTIFICATE = "certificate";
    private static final String PREDICATE = "predicate";
    private static final String GITHUB = "https://token.actions.githubusercontent.com";

    /** The events of GitHub's and the community's build types; others run code that nobody merged, or on a schedule. */
    private static final List<String> GITHUB_EVENTS = List.of("create", "push", "release", "workflow_dispatch");

    private final Expectations expected;
    private final Provenance provenance;
    private final BuildClaims claims;
    private final SourceFacts facts;
    private final List<Unmet> unmet = new ArrayList<>();

    Examination(Expectations expected, Provenance provenance, BuildClaims claims) {
        this.expected = expected;
        this.provenance = provenance;
        this.claims = claims;
        this.facts = SourceFacts.of(provenance);
    }

    List<Unmet> unmet() {
        source();
        instructions();
        signer();
        parameters();
        return List.copyOf(unmet);
    }

    private void source() {
        ExpectedSource source = expected.source();
        source.repositoryId()
                .ifPresent(id -> certified("source.repositoryId", id, BuildClaim.SOURCE_REPOSITORY_IDENTIFIER));
        source.ownerId()
                .ifPresent(id -> certified("source.ownerId", id, BuildClaim.SOURCE_REPOSITORY_OWNER_IDENTIFIER));
        if (source.repository().isPresent()) {
            String repository = source.repository().get();
            String host = host(repository);
            boolean named = source.repositoryId().isEmpty();
            // A number is one host's: a renamed repository stays where it is.
            both(
                    "source.repository",
                    named ? repository : "any name at " + host,
                    uri -> named ? uri.equals(repository) : host(uri).equals(host),
                    new Said(certifiedRepository(), facts.repository()));
        }
        if (!source.refs().isEmpty()) {
            both(
                    "source.refs",
                    "one of " + source.refs(),
                    ref -> source.refs().stream().anyMatch(glob -> glob.matches(ref)),
                    new Said(claims.get(BuildClaim.SOURCE_REPOSITORY_REF), facts.ref()));
        }
        source.commit()
                .ifPresent(commit -> both(
                        "source.commit",
                        commit,
                        commit::equals,
                        new Said(claims.get(BuildClaim.SOURCE_REPOSITORY_DIGEST), facts.commit())));
    }

    private void instructions() {
        expected.workflow()
                .ifPresent(
                        glob -> both("workflow", glob.text(), glob::matches, new Said(certifiedPath(), facts.path())));
        List<String> events = expected.events().isEmpty() && isGitHub() ? GITHUB_EVENTS : expected.events();
        if (!events.isEmpty()) {
            both(
                    "events",
                    "one of " + events,
                    events::contains,
                    new Said(claims.get(BuildClaim.BUILD_TRIGGER), facts.event()));
        }
        String buildType = provenance.buildDefinition().buildType();
        boolean known = expected.buildTypes().isEmpty()
                ? BuildTypes.isKnown(buildType)
                : expected.buildTypes().stream().anyMatch(glob -> glob.matches(buildType));
        if (!known) {
            String any = expected.buildTypes().isEmpty() ? "one that is known" : "one of " + expected.buildTypes();
            unmet.add(new Unmet("buildTypes", PREDICATE, any, Optional.of(buildType)));
        }
    }

    /** Up to the third slash. */
    private static String host(String uri) {
        return uri.replaceFirst("^([^/]*//[^/]*).*$", "$1");
    }

    private void signer() {
        ExpectedSigner wanted = expected.signer();
        SignerRef signer = SignerRef.signer(claims);
        String full = signer.ref().isEmpty() ? signer.workflow() : signer.workflow() + "@" + signer.ref();
        wanted.identity().ifPresent(glob -> {
            String name = glob.text().indexOf('@') >= 0 ? full : signer.workflow();
            require("signer", glob.text(), glob.matches(name), full);
        });
        wanted.digest().ifPresent(digest -> certified("signerDigest", digest, BuildClaim.BUILD_SIGNER_DIGEST));
        if (!wanted.moving() && SignerRef.isApart(claims)) {
            boolean fixed = signer.isFixed(wanted.identity())
                    || (signer.isCommit() && wanted.digest().isPresent());
            require("signer", "a reusable workflow at a full version's tag, or at a commit that is named", fixed, full);
        }
        if (wanted.hosted()) {
            String runner = claims.get(BuildClaim.RUNNER_ENVIRONMENT).orElse("nothing");
            require("runner", "the platform's own", claims.onHostedRunner(), runner);
        }
        wanted.environment().ifPresent(name -> certified("environment", name, BuildClaim.DEPLOYMENT_ENVIRONMENT));
    }

    /** Unknown, unexpected, other, and expected but not given: each is another build than the one that was meant. */
    private void parameters() {
        for (String name : provenance.unknownParameters()) {
            unmet.add(new Unmet(
                    "inputs", PREDICATE, "no parameter that its build type does not know", Optional.of(name)));
        }
        SortedMap<String, JsonNode> given = provenance.parameters();
        var names = new TreeSet<>(given.keySet());
        names.addAll(expected.inputs().keySet());
        for (String name : names) {
            JsonNode wanted = expected.inputs().get(name);
            JsonNode found = given.get(name);
            if (wanted == null || !wanted.equals(found)) {
                unmet.add(new Unmet(
                        "inputs." + name,
                        PREDICATE,
                        wanted == null ? "no such parameter" : wanted.toString(),
                        Optional.ofNullable(found).map(JsonNode::toString)));
            }
        }
    }

    /** What certificate and predicate say of the same thing. */
    private record Said(Optional<String> certificate, Optional<String> predicate) {}

    /** The certificate has to say it, and the predicate must not say otherwise. */
    private void both(String name, String wanted, Predicate<String> meets, Said said) {
        boolean silent = said.certificate().isEmpty() && expected.platformSigned();
        if (!silent && said.certificate().filter(meets).isEmpty()) {
            unmet.add(new Unmet(name, CERTIFICATE, wanted, said.certificate()));
        }
        boolean denied =
                said.predicate().isPresent() ? said.predicate().filter(meets).isEmpty() : silent;
        if (denied) {
            unmet.add(new Unmet(name, PREDICATE, wanted, said.predicate()));
        }
    }

    private void certified(String name, String wanted, BuildClaim claim) {
        Optional<String> certificate = claims.get(claim);
        if (!certificate.equals(Optional.of(wanted))) {
            unmet.add(new Unmet(name, CERTIFICATE, wanted, certificate));
        }
    }

    private void require(String name, String wanted, boolean met, String found) {
        if (!met) {
            unmet.add(new Unmet(name, CERTIFICATE, wanted, Optional.of(found)));
        }
    }

    private Optional<String> certifiedRepository() {
        return claims.get(BuildClaim.SOURCE_REPOSITORY_URI).map(SourceFacts::repositoryOf);
    }

    /** The path in extension 18, behind the repository and one slash, or two at GitLab. */
    private Optional<String> certifiedPath() {
        String repository = claims.get(BuildClaim.SOURCE_REPOSITORY_URI).orElse("") + "/";
        return claims.get(BuildClaim.BUILD_CONFIG_URI)
                .map(uri -> SignerRef.of(uri).workflow())
                .filter(uri -> uri.startsWith(repository))
                .map(uri -> uri.substring(repository.length()))
                .map(path -> path.startsWith("/") ? path.substring(1) : path);
    }

    private boolean isGitHub() {
        return claims.issuer().equals(GITHUB) || claims.issuer().startsWith(GITHUB + "/");
    }
}
