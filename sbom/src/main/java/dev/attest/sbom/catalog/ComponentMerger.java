package dev.attest.sbom.catalog;

import dev.attest.oci.Digest;
import dev.attest.sbom.Component;
import dev.attest.sbom.Component.Evidence;
import dev.attest.sbom.Purl;
import dev.attest.sbom.cpe.Cpes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes one component of all drafts that are the same software, and gives every component its reference. */
final class ComponentMerger {
    private final Map<String, List<ComponentDraft>> groups = new TreeMap<>();
    private final List<Digest> diffIds;

    ComponentMerger(List<ComponentDraft> drafts, List<Digest> diffIds) {
        this.diffIds = diffIds;
        drafts.forEach(draft ->
                groups.computeIfAbsent(draft.key(), key -> new ArrayList<>()).add(draft));
    }

    List<Component> merge() {
        Map<ComponentDraft, String> refs = references();
        var components = new TreeMap<String, Component>();
        for (List<ComponentDraft> group : groups.values()) {
            Component component = component(group, refs);
            components.put(component.ref(), component);
        }
        return List.copyOf(components.values());
    }

    private Component component(List<ComponentDraft> group, Map<ComponentDraft, String> refs) {
        String ref = refs.getOrDefault(group.get(0), "");
        var paths = new ArrayList<String>();
        var needs = new TreeSet<String>();
        boolean contained = true;
        int first = diffIds.size() - 1;
        int last = 0;
        for (ComponentDraft draft : group) {
            paths.add(draft.place().path());
            draft.needs().forEach(other -> needs.add(refs.getOrDefault(other, ref)));
            contained &= draft.isContained();
            first = Math.min(first, draft.place().span().first());
            last = Math.max(last, draft.place().span().last());
        }
        needs.remove(ref);
        ComponentDraft one = group.get(0);
        var evidence = new Evidence(one.place().cataloger(), paths, diffIds.get(first), diffIds.get(last));
        return new Component(ref, Cpes.known(one.identity()), evidence, one.declared(), List.copyOf(needs), contained);
    }

    /** The purl where only one component has it; else, and without one, told apart by the first path. */
    private Map<ComponentDraft, String> references() {
        var uses = new HashMap<String, Integer>();
        groups.values().forEach(group -> uses.merge(plain(group.get(0)), 1, Integer::sum));
        var refs = new IdentityHashMap<ComponentDraft, String>();
        for (List<ComponentDraft> group : groups.values()) {
            String plain = plain(group.get(0));
            boolean unique = plain.startsWith("pkg:") && uses.getOrDefault(plain, 0) == 1;
            String ref = unique ? plain : plain + "#" + tag(group);
            group.forEach(draft -> refs.put(draft, ref));
        }
        return refs;
    }

    private static String plain(ComponentDraft draft) {
        var identity = draft.identity();
        return identity.purl().map(Purl::toString).orElse("attest:" + identity.name() + "@" + identity.version());
    }

    private static String tag(List<ComponentDraft> group) {
        String path = group.stream()
                .map(draft -> draft.place().path())
                .min(String::compareTo)
                .orElse("");
        String text = group.get(0).key() + '\n' + path;
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }
}
