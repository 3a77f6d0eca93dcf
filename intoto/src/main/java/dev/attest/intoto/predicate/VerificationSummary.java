package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * SLSA verification summary v1 (VSA): a verifier judged an artifact by a policy and says what it found. What is read may
 * say less and other things than what attest would write (fields since 1.1, levels of others); what is written is held to
 * the specification by {@link #json()}. {@code dependencyLevels} that are there and empty mean that there are no
 * dependencies, absent ones that nothing is said of them.
 */
public record VerificationSummary(
        Verifier verifier,
        Optional<Instant> timeVerified,
        String resourceUri,
        ResourceDescriptor policy,
        List<ResourceDescriptor> inputAttestations,
        Result verificationResult,
        List<SlsaResult> verifiedLevels,
        Optional<Map<SlsaResult, Long>> dependencyLevels,
        Optional<String> slsaVersion) {

    /** More attestations than one verification looks at. */
    public static final int MAX_INPUTS = 10_000;

    /** More levels and properties than all frameworks together name. */
    public static final int MAX_LEVELS = 1000;

    /** Longer than any address something is fetched from. */
    public static final int MAX_URI = 2048;

    private static final String URI = "[A-Za-z][A-Za-z0-9+.-]*:\\S+";

    /** Whether the policy was met. */
    public enum Result {
        PASSED,
        FAILED
    }

    /** Who judged; {@code version} names its parts and their versions. */
    public record Verifier(String id, Map<String, String> version) {
        public Verifier {
            bounded("verifier.id", id);
            version = Collections.unmodifiableMap(new TreeMap<>(version));
        }
    }

    public VerificationSummary {
        bounded("resourceUri", resourceUri);
        if (inputAttestations.size() > MAX_INPUTS) {
            throw new IllegalArgumentException("more than " + MAX_INPUTS + " inputAttestations");
        }
        if (verifiedLevels.size() > MAX_LEVELS
                || dependencyLevels.orElse(Map.of()).size() > MAX_LEVELS) {
            throw new IllegalArgumentException("more than " + MAX_LEVELS + " levels");
        }
        dependencyLevels.ifPresent(counts -> {
            if (counts.values().stream().anyMatch(count -> count < 0)) {
                throw new IllegalArgumentException("dependencyLevels: a negative count");
            }
        });
        inputAttestations = inputAttestations.stream()
                .sorted(Comparator.comparing(
                        input -> input.digest() + input.uri().orElse("")))
                .toList();
        verifiedLevels = verifiedLevels.stream().distinct().sorted().toList();
        dependencyLevels = dependencyLevels.map(counts -> Collections.unmodifiableMap(new TreeMap<>(counts)));
    }

    /** Reads the predicate; members that are not known are ignored, as the specification's parsing rules ask. */
    public static VerificationSummary read(JsonObject predicate) throws MalformedStatementException {
        try {
            JsonObject verifier = predicate.object("verifier");
            var inputs = new ArrayList<ResourceDescriptor>();
            for (JsonObject input : predicate.objects("inputAttestations")) {
                inputs.add(ResourceDescriptor.read(input));
            }
            return new VerificationSummary(
                    new Verifier(verifier.text("id"), verifier.textMap("version")),
                    Rfc3339.read(predicate, "timeVerified"),
                    predicate.text("resourceUri"),
                    ResourceDescriptor.read(predicate.object("policy")),
                    inputs,
                    result(predicate),
                    predicate.texts("verifiedLevels").stream()
                            .map(SlsaResult::new)
                            .toList(),
                    counts(predicate),
                    predicate.optionalText("slsaVersion").filter(text -> !text.isEmpty()));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new MalformedStatementException(String.valueOf(e.getMessage()));
        }
    }

    /** Whether it says that the policy was met, and says so in all its fields. */
    public boolean passed() {
        return verificationResult == Result.PASSED && !verifiedLevels.contains(SlsaResult.FAILED);
    }

    /** Whether one of the verified levels is, or implies, this one; nothing does when the policy was not met. */
    public boolean verified(SlsaResult wanted) {
        return passed() && verifiedLevels.stream().anyMatch(level -> level.implies(wanted));
    }

    /**
     * The predicate as JSON.
     *
     * @throws IllegalArgumentException when it says what the specification forbids a verifier to say
     */
    public ObjectNode json() {
        requireWritable();
        ObjectNode json = StrictJson.object();
        ObjectNode who = json.putObject("verifier");
        who.put("id", verifier.id());
        if (!verifier.version().isEmpty()) {
            ObjectNode versions = who.putObject("version");
            verifier.version().forEach(versions::put);
        }
        timeVerified.ifPresent(time -> json.put("timeVerified", time.toString()));
        json.put("resourceUri", resourceUri);
        json.set("policy", policy.json());
        if (!inputAttestations.isEmpty()) {
            ArrayNode inputs = json.putArray("inputAttestations");
            inputAttestations.forEach(input -> inputs.add(input.json()));
        }
        json.put("verificationResult", verificationResult.name());
        ArrayNode levels = json.putArray("verifiedLevels");
        verifiedLevels.forEach(level -> levels.add(level.text()));
        dependencyLevels.ifPresent(counts -> {
            ObjectNode node = json.putObject("dependencyLevels");
            counts.forEach((level, count) -> node.put(level.text(), count));
        });
        slsaVersion.ifPresent(version -> json.put("slsaVersion", version));
        return json;
    }

    /** The statement that says it of these subjects. */
    public Statement statement(List<ResourceDescriptor> subjects) {
        return Statement.of(subjects, PredicateType.VSA.uri(), json());
    }

    private void requireWritable() {
        require(verifier.id().matches(URI), "verifier.id is not a URI");
        require(resourceUri.matches(URI), "resourceUri is not a URI");
        require(policy.uri().filter(uri -> uri.matches(URI)).isPresent(), "policy has no uri");
        // "Each entry MUST contain a digest of the attestation."
        require(
                inputAttestations.stream().noneMatch(input -> input.digest().isEmpty()),
                "an inputAttestation without a digest");
        require(!verifiedLevels.isEmpty(), "verifiedLevels is empty");
        boolean failed = verificationResult == Result.FAILED;
        require(
                failed ? verifiedLevels.equals(List.of(SlsaResult.FAILED)) : passed(),
                "verifiedLevels is [FAILED] when, and only when, the policy was not met");
        requireWritable(verifiedLevels, "verifiedLevels");
        dependencyLevels.ifPresent(counts -> requireWritable(List.copyOf(counts.keySet()), "dependencyLevels"));
        List<String> tracks =
                verifiedLevels.stream().flatMap(level -> level.track().stream()).toList();
        require(tracks.size() == tracks.stream().distinct().count(), "two verifiedLevels of one track");
        require(slsaVersion.orElse("1.0").matches("[0-9]{1,3}\\.[0-9]{1,3}"), "slsaVersion is not MAJOR.MINOR");
    }

    private static void requireWritable(List<SlsaResult> levels, String where) {
        levels.forEach(level ->
                require(level.isWritable(), where + ": the specification has no " + level + " and reserves SLSA_"));
    }

    private static Result result(JsonObject predicate) throws MalformedJsonException {
        return switch (predicate.text("verificationResult")) {
            case "PASSED" -> Result.PASSED;
            case "FAILED" -> Result.FAILED;
            default -> throw predicate.malformed("verificationResult", "PASSED or FAILED");
        };
    }

    private static Optional<Map<SlsaResult, Long>> counts(JsonObject predicate) throws MalformedJsonException {
        Optional<JsonObject> object = predicate.optionalObject("dependencyLevels");
        if (object.isEmpty()) {
            return Optional.empty();
        }
        var counts = new TreeMap<SlsaResult, Long>();
        for (String name : object.get().names()) {
            OptionalLong count = object.get().optionalInteger(name);
            if (count.isPresent()) {
                counts.put(new SlsaResult(name), count.getAsLong());
            }
        }
        return Optional.of(counts);
    }

    private static void bounded(String name, String uri) {
        require(!uri.isBlank() && uri.length() <= MAX_URI, name + " is empty or longer than " + MAX_URI);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
