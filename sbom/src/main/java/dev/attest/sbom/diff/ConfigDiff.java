package dev.attest.sbom.diff;

import dev.attest.oci.ImageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changed in the configurations of two images. Values of environment variables and labels that may be secrets are
 * never in it: only that they changed.
 */
public record ConfigDiff(List<Change> changes) {
    /** One setting before and after, empty where it was not there; {@code env NAME} and {@code label NAME} are single. */
    public record Change(String setting, String before, String after) {}

    public ConfigDiff {
        changes = List.copyOf(changes);
    }

    public static ConfigDiff of(ImageConfig before, ImageConfig after) {
        SortedMap<String, String> old = settings(before);
        SortedMap<String, String> now = settings(after);
        var names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        var changes = new ArrayList<Change>();
        for (String name : names) {
            String from = old.getOrDefault(name, "");
            String to = now.getOrDefault(name, "");
            if (!from.equals(to)) {
                boolean hidden = SecretNames.hides(name, from) || SecretNames.hides(name, to);
                changes.add(new Change(name, hidden ? hide(from) : from, hidden ? hide(to) : to));
            }
        }
        return new ConfigDiff(changes);
    }

    private static String hide(String value) {
        return value.isEmpty() ? "" : "(hidden)";
    }

    private static SortedMap<String, String> settings(ImageConfig config) {
        ImageConfig.Execution execution = config.execution();
        var settings = new TreeMap<String, String>();
        settings.put("platform", config.platform().toString());
        settings.put("user", execution.user());
        settings.put("working directory", execution.workingDir());
        settings.put("entrypoint", words(execution.entrypoint()));
        settings.put("command", words(execution.cmd()));
        settings.put("ports", words(execution.ports().stream().sorted().toList()));
        settings.put(
                "volumes",
                words(config.declarations().volumes().stream().sorted().toList()));
        settings.put("health check", words(config.declarations().healthcheck()));
        for (String variable : execution.env()) {
            int equals = variable.indexOf('=');
            String name = equals < 0 ? variable : variable.substring(0, equals);
            settings.put("env " + name, equals < 0 ? "" : variable.substring(equals + 1));
        }
        for (Map.Entry<String, String> label : config.labels().entrySet()) {
            settings.put("label " + label.getKey(), label.getValue());
        }
        return settings;
    }

    private static String words(List<String> words) {
        return String.join(
                " ",
                words.stream()
                        .map(word -> word.isEmpty() || word.indexOf(' ') >= 0 ? '"' + word + '"' : word)
                        .toList());
    }
}
