package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.PlatformImage;
import dev.attest.sbom.diff.ConfigDiff;
import dev.attest.sbom.diff.FactDiff;
import dev.attest.sbom.diff.LayerDiff;
import dev.attest.sbom.diff.ListedPackage;
import dev.attest.sbom.diff.PackageDiff;
import java.util.List;

/** What {@code diff} found, for people and, by docs/schemas/diff-v1.schema.json, for programs. */
final class DiffRendering {
    private static final String SCHEMA = "https://attest.dev/schemas/diff-v1.schema.json";

    private DiffRendering() {}

    static byte[] text(DiffResult result) {
        var text = new TextLines();
        side(text, "---", result.before());
        side(text, "+++", result.after());
        packages(text, result.packages());
        result.facts().ifPresent(facts -> facts(text, facts));
        result.config().ifPresent(config -> config(text, config.changes()));
        result.layers().ifPresent(layers -> layers(text, layers));
        return text.line(result.isEmpty() ? "identical" : "different").bytes();
    }

    private static void side(TextLines text, String mark, DiffSide side) {
        String what = side.image()
                .map(image -> "  " + image.platform() + "  " + image.manifest().digest())
                .orElse("  " + side.packages().size() + " packages");
        text.line(mark + " " + side.name() + what);
    }

    private static void packages(TextLines text, PackageDiff diff) {
        text.line("packages: " + diff.added().size() + " added, "
                + diff.removed().size() + " removed, "
                + diff.upgraded().size() + " upgraded, " + diff.downgraded().size() + " downgraded, "
                + diff.relicensed().size() + " with another licence, " + diff.same() + " the same");
        diff.removed().forEach(one -> text.line("  - " + named(one) + licence(one)));
        diff.added().forEach(one -> text.line("  + " + named(one) + licence(one)));
        diff.upgraded().forEach(change -> text.line("  ^ " + moved(change)));
        diff.downgraded().forEach(change -> text.line("  v " + moved(change)));
        diff.relicensed()
                .forEach(change -> text.line("  l " + named(change.after()) + "  "
                        + shown(change.before().licence()) + " -> "
                        + shown(change.after().licence())));
    }

    private static String named(ListedPackage one) {
        return one.kind() + " " + one.name() + " " + one.version();
    }

    private static String licence(ListedPackage one) {
        return one.licence().isEmpty() ? "" : "  (" + one.licence() + ")";
    }

    private static String moved(PackageDiff.Change change) {
        return change.before().kind() + " " + change.before().name() + " "
                + change.before().version() + " -> " + change.after().version();
    }

    private static void facts(TextLines text, FactDiff diff) {
        if (!diff.removed().isEmpty() || !diff.added().isEmpty()) {
            text.line("facts:");
            diff.removed().forEach(fact -> text.line("  - " + fact));
            diff.added().forEach(fact -> text.line("  + " + fact));
        }
    }

    private static void config(TextLines text, List<ConfigDiff.Change> changes) {
        if (!changes.isEmpty()) {
            text.line("configuration:");
            changes.forEach(change -> text.line(
                    "  " + change.setting() + ": " + shown(change.before()) + " -> " + shown(change.after())));
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(none)" : value;
    }

    private static void layers(TextLines text, LayerDiff diff) {
        long before = LayerDiff.size(diff.shared()) + LayerDiff.size(diff.removed());
        long after = LayerDiff.size(diff.shared()) + LayerDiff.size(diff.added());
        text.line("layers: " + sum(diff.shared(), "shared") + ", " + sum(diff.removed(), "removed") + ", "
                + sum(diff.added(), "added"));
        diff.removed().forEach(layer -> text.line("  - " + layer.diffId() + " " + Sizes.text(layer.size())));
        diff.added().forEach(layer -> text.line("  + " + layer.diffId() + " " + Sizes.text(layer.size())));
        String sign = after < before ? "-" : "+";
        text.line("size: " + Sizes.text(before) + " -> " + Sizes.text(after) + " (" + sign
                + Sizes.text(Math.abs(after - before)) + ")");
    }

    private static String sum(List<LayerDiff.Layer> layers, String word) {
        return layers.size() + " " + word + " (" + Sizes.text(LayerDiff.size(layers)) + ")";
    }

    static byte[] json(DiffResult result) {
        ObjectNode json = StrictJson.object().put("schema", SCHEMA).put("identical", result.isEmpty());
        json.set("before", side(result.before()));
        json.set("after", side(result.after()));
        ObjectNode packages =
                json.putObject("packages").put("same", result.packages().same());
        list(packages.putArray("added"), result.packages().added());
        list(packages.putArray("removed"), result.packages().removed());
        changes(packages.putArray("upgraded"), result.packages().upgraded());
        changes(packages.putArray("downgraded"), result.packages().downgraded());
        changes(packages.putArray("relicensed"), result.packages().relicensed());
        result.facts().ifPresent(diff -> {
            ObjectNode facts = json.putObject("facts");
            diff.removed().forEach(facts.putArray("removed")::add);
            diff.added().forEach(facts.putArray("added")::add);
        });
        result.config().ifPresent(diff -> {
            ArrayNode settings = json.putArray("configuration");
            diff.changes().forEach(change -> settings.addObject()
                    .put("setting", change.setting())
                    .put("before", change.before())
                    .put("after", change.after()));
        });
        result.layers().ifPresent(diff -> {
            ObjectNode layers = json.putObject("layers");
            layers(layers.putArray("shared"), diff.shared());
            layers(layers.putArray("removed"), diff.removed());
            layers(layers.putArray("added"), diff.added());
        });
        return StrictJson.writeIndented(json);
    }

    private static ObjectNode side(DiffSide side) {
        ObjectNode json = StrictJson.object().put("name", Console.printable(side.name()));
        side.image()
                .ifPresent(image -> json.put("digest", image.manifest().digest().toString())
                        .put("platform", image.platform().toString())
                        .put("size", size(image)));
        return json.put("packages", side.packages().size());
    }

    private static long size(PlatformImage image) {
        long size = 0;
        for (var layer : image.layers()) {
            size += Math.min(layer.size(), Long.MAX_VALUE - size);
        }
        return size;
    }

    private static ObjectNode json(ListedPackage one) {
        return StrictJson.object()
                .put("kind", one.kind())
                .put("name", one.name())
                .put("version", one.version())
                .put("licence", one.licence());
    }

    private static void list(ArrayNode array, List<ListedPackage> packages) {
        packages.forEach(one -> array.add(json(one)));
    }

    private static void changes(ArrayNode array, List<PackageDiff.Change> changes) {
        for (PackageDiff.Change change : changes) {
            ObjectNode json = array.addObject();
            json.set("before", json(change.before()));
            json.set("after", json(change.after()));
        }
    }

    private static void layers(ArrayNode array, List<LayerDiff.Layer> layers) {
        layers.forEach(layer ->
                array.addObject().put("diffId", layer.diffId().toString()).put("size", layer.size()));
    }
}
