package dev.attest.provenance.buildkit;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.provenance.buildkit.BuildKitPredicate.ClientHints;
import dev.attest.provenance.buildkit.BuildKitPredicate.ConfigSource;
import dev.attest.provenance.buildkit.BuildKitPredicate.Form;
import dev.attest.provenance.buildkit.BuildKitPredicate.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What both shapes of the predicate have in common, by other names. */
final class PredicateParts {
    private PredicateParts() {}

    static void checkBuildType(JsonObject json, Form form) throws MalformedJsonException {
        if (!json.text("buildType").equals(form.buildType())) {
            throw json.malformed("buildType", form.buildType());
        }
    }

    /** The member, or an empty object where it is left out, as BuildKit leaves out what has nothing in it. */
    static JsonObject orEmpty(JsonObject json, String name) throws MalformedJsonException {
        Optional<JsonObject> member = json.optionalObject(name);
        return member.isPresent() ? member.get() : JsonObject.of(StrictJson.object(), json.place() + "." + name);
    }

    static ConfigSource configSource(JsonObject json, String path) throws MalformedJsonException {
        return new ConfigSource(filled(json, "uri"), json.textMap("digest"), filled(json, path));
    }

    static Request request(JsonObject json) throws MalformedJsonException {
        return new Request(
                json.optionalText("frontend").orElse(""),
                json.textMap("args"),
                named(json, "secrets", "id"),
                named(json, "ssh", "id"),
                named(json, "locals", "name"));
    }

    static List<BuildKitMaterial> materials(JsonObject json, String name) throws MalformedJsonException {
        var materials = new ArrayList<BuildKitMaterial>();
        for (JsonObject material : json.objects(name)) {
            if (materials.size() == BuildKitPredicate.MAX_MATERIALS) {
                throw json.malformed(name, "at most " + BuildKitPredicate.MAX_MATERIALS + " materials");
            }
            materials.add(BuildKitMaterial.read(material));
        }
        return materials;
    }

    /** The network's mode, with a mark where a proxy could not say what was fetched. */
    static Optional<String> network(JsonObject metadata) throws MalformedJsonException {
        JsonObject network = orEmpty(metadata, "network");
        boolean incomplete = !orEmpty(network, "proxy").objects("incomplete").isEmpty();
        Optional<String> mode = filled(network, "mode");
        return incomplete ? Optional.of(mode.orElse("proxy") + ", incomplete") : mode;
    }

    static ClientHints hints(JsonObject metadata) throws MalformedJsonException {
        return new ClientHints(metadata.textMap("vcs"));
    }

    private static Optional<String> filled(JsonObject json, String name) throws MalformedJsonException {
        return json.optionalText(name).filter(text -> !text.isEmpty());
    }

    private static List<String> named(JsonObject json, String list, String name) throws MalformedJsonException {
        var names = new ArrayList<String>();
        for (JsonObject element : json.objects(list)) {
            names.add(element.text(name));
        }
        return names;
    }
}
