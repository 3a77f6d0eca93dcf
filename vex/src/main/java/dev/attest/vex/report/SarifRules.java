package dev.attest.vex.report;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of a run, those of the tool and those of its extensions, where CodeQL has them all. */
final class SarifRules {
    private final List<JsonObject> driver;
    private final List<JsonObject> extensions;
    private final Map<String, JsonObject> byId = new HashMap<>();

    SarifRules(JsonObject tool) throws MalformedJsonException {
        driver = tool.object("driver").objects("rules");
        extensions = tool.objects("extensions");
        for (JsonObject extension : extensions) {
            add(extension.objects("rules"));
        }
        add(driver);
    }

    /** The rule of a result: by its place (SARIF 3.52), or else by its id. */
    Optional<JsonObject> of(JsonObject result) throws MalformedJsonException {
        Optional<JsonObject> reference = result.optionalObject("rule");
        Optional<JsonObject> component =
                reference.isPresent() ? reference.get().optionalObject("toolComponent") : Optional.empty();
        long index = reference.isPresent()
                ? reference.get().optionalInteger("index").orElse(-1)
                : result.optionalInteger("ruleIndex").orElse(-1);
        List<JsonObject> rules = driver;
        if (component.isPresent() && component.get().has("index")) {
            Optional<JsonObject> extension = at(extensions, component.get().integer("index"));
            rules = extension.isPresent() ? extension.get().objects("rules") : List.of();
        }
        Optional<String> id = result.optionalText("ruleId");
        if (id.isEmpty() && reference.isPresent()) {
            id = reference.get().optionalText("id");
        }
        Optional<JsonObject> rule = at(rules, index);
        if (rule.isPresent() && id.isPresent() && !fits(id.get(), rule.get().text("id"))) {
            throw result.malformed("ruleIndex", "the rule that ruleId names");
        }
        return rule.isPresent() ? rule : id.map(byId::get);
    }

    private void add(List<JsonObject> rules) throws MalformedJsonException {
        for (JsonObject rule : rules) {
            byId.put(rule.text("id"), rule);
        }
    }

    /** A result's id may go on behind the rule's with a slash (SARIF 3.27.5). */
    private static boolean fits(String id, String rule) {
        return id.equals(rule) || id.startsWith(rule + "/");
    }

    private static Optional<JsonObject> at(List<JsonObject> list, long index) {
        return index >= 0 && index < list.size() ? Optional.of(list.get((int) index)) : Optional.empty();
    }
}
