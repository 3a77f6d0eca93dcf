package dev.attest.sbom.java;

import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What archives need of each other: the dependencies of their poms, where an archive of those coordinates is in the same
 * application (the same outer archive or the same folder), and the files that their manifests put on the class path.
 */
final class ArchiveEdges {
    private static final int MAX_EDGES = 1_000_000;

    private record Archive(ComponentDraft draft, Finding finding, String path) {}

    private final List<Archive> archives = new ArrayList<>();
    private final Map<String, ComponentDraft> byPlace = new HashMap<>();
    private final Map<String, ComponentDraft> byPath = new HashMap<>();

    /** Adds an archive, or what is shaded into the one of the same path. */
    void add(ComponentDraft draft, Finding finding, String path) {
        if (!finding.text("requires").isEmpty() || !finding.text("class-path").isEmpty()) {
            archives.add(new Archive(draft, finding, path));
        }
        String name = finding.text("group") + ":" + finding.text("name");
        for (String place : places(path)) {
            byPlace.putIfAbsent(place + " " + name, draft);
        }
        byPath.putIfAbsent(path, draft);
    }

    void connect() {
        int left = MAX_EDGES;
        for (Archive archive : archives) {
            List<String> places = places(archive.path());
            for (String name : words(archive.finding().text("requires"), "\n")) {
                for (String place : left-- > 0 ? places : List.<String>of()) {
                    ComponentDraft needed = byPlace.get(place + " " + name);
                    if (needed != null && needed != archive.draft()) {
                        archive.draft().dependsOn(needed);
                        break;
                    }
                }
            }
            for (String file : words(archive.finding().text("class-path"), " ")) {
                ComponentDraft needed = left-- > 0 ? byPath.get(sibling(archive.path(), file)) : null;
                if (needed != null && needed != archive.draft()) {
                    archive.draft().dependsOn(needed);
                }
            }
        }
    }

    private static String[] words(String text, String separator) {
        return text.isEmpty() ? new String[0] : text.split(separator);
    }

    /** The outer archive first, then the folder that holds it. */
    private static List<String> places(String path) {
        int mark = path.indexOf("!/");
        String file = mark < 0 ? path : path.substring(0, mark);
        String folder = file.substring(0, Math.max(0, file.lastIndexOf('/')));
        return List.of(file, folder);
    }

    /** The path of a file that a manifest names relative to its archive (JAR File Specification, Class-Path). */
    private static String sibling(String path, String relative) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        String rest = relative.startsWith("./") ? relative.substring(2) : relative;
        while (rest.startsWith("../") && !folder.isEmpty() && !folder.endsWith("!/")) {
            folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
            rest = rest.substring(3);
        }
        return folder + rest;
    }
}
