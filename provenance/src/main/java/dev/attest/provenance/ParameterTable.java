package dev.attest.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The parameters that a build type's page describes, two levels deep. {@code name.*} means that the page leaves the members
 * free, and {@code *} that it leaves all free.
 */
record ParameterTable(Set<String> names) {
    static final ParameterTable NONE = new ParameterTable(Set.of());

    ParameterTable {
        names = Set.copyOf(names);
    }

    /** Names such as {@code inputs.*} or {@code workflow.ref}, parted by spaces; a member implies its object. */
    static ParameterTable of(String described) {
        var names = new HashSet<String>();
        for (String name : described.split(" ")) {
            names.add(name);
            int dot = name.indexOf('.');
            if (dot > 0 && !name.endsWith(".*")) {
                names.add(name.substring(0, dot));
            }
        }
        return new ParameterTable(names);
    }

    /** Names of parameters that the page does not describe, sorted. */
    List<String> unknown(JsonObject parameters) {
        if (names.contains("*")) {
            return List.of();
        }
        var unknown = new ArrayList<String>();
        for (String name : parameters.names()) {
            JsonNode value = parameters.node().get(name);
            if (value.isNull()) {
                // SLSA v1, parsing rules: null is the same as absent.
                continue;
            }
            // A name with a dot in it would pass for a member of an object, and stand before it.
            if (name.indexOf('.') >= 0 || (!names.contains(name) && !names.contains(name + ".*"))) {
                unknown.add(name);
            } else if (value.isObject() && !names.contains(name + ".*")) {
                value.properties().stream()
                        .filter(member -> !member.getValue().isNull())
                        .map(member -> name + "." + member.getKey())
                        .filter(member -> !names.contains(member))
                        .forEach(unknown::add);
            }
        }
        return unknown.stream().sorted().toList();
    }
}
