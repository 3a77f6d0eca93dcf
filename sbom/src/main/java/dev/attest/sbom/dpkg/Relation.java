package dev.attest.sbom.dpkg;

import java.util.ArrayList;
import java.util.List;

/**
 * One name of a relationship field, {@code name[:arch] [(operator version)]} (Debian Policy 7.1); what is left out is
 * empty. Restrictions to architectures or build profiles do not occur in installed packages.
 */
record Relation(String name, String arch, String operator, String version) {
    /** Names and versions are shorter; what is longer is no relation. */
    private static final int MAX_LENGTH = 2048;

    /** {@code a (>= 1) | b, c:any} is the alternatives a and b, and c. */
    static List<List<Relation>> parse(String field) {
        var relations = new ArrayList<List<Relation>>();
        for (String all : field.split(",")) {
            var alternatives = new ArrayList<Relation>();
            for (String one : all.split("\\|")) {
                Relation relation = one(one.strip());
                if (!relation.name.isEmpty() && one.length() <= MAX_LENGTH) {
                    alternatives.add(relation);
                }
            }
            if (!alternatives.isEmpty()) {
                relations.add(alternatives);
            }
        }
        return relations;
    }

    private static Relation one(String text) {
        int open = text.indexOf('(');
        String name = (open < 0 ? text : text.substring(0, open)).strip();
        int close = text.indexOf(')', open + 1);
        String inside = open < 0
                ? ""
                : text.substring(open + 1, close < 0 ? text.length() : close).strip();
        int end = 0;
        while (end < inside.length() && "<>=".indexOf(inside.charAt(end)) >= 0) {
            end++;
        }
        int colon = name.indexOf(':');
        return new Relation(
                colon < 0 ? name : name.substring(0, colon),
                colon < 0 ? "" : name.substring(colon + 1),
                inside.substring(0, end),
                inside.substring(end).strip());
    }

    boolean isMetBy(String otherVersion) {
        return operator.isEmpty() || new DebianVersion(otherVersion).satisfies(operator, new DebianVersion(version));
    }
}
