package dev.attest.sbom.catalog;

import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MergedView;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.OperatingSystem;
import dev.attest.sbom.Sbom;
import dev.attest.sbom.facts.Account;
import dev.attest.sbom.facts.Fact;
import dev.attest.sbom.facts.FactList;
import dev.attest.sbom.facts.Group;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The second phase: what the catalogers, one after the other in their fixed order, add up to. Later ones see what earlier
 * ones said of the operating system and of who owns which file.
 */
public final class Assembly {
    /** More gaps than this are counted, not listed. */
    private static final int MAX_GAPS = 1_000;

    private final MergedLayers merged;
    private final List<Digest> diffIds;
    private final FileContents contents;
    private final KnownFiles knownFiles;
    private final List<ComponentDraft> drafts = new ArrayList<>();
    private final Set<Gap> gaps = new TreeSet<>();
    private final FactList facts = new FactList();
    private final Map<String, Optional<ComponentDraft>> owners = new HashMap<>();
    private Optional<OperatingSystem> operatingSystem = Optional.empty();
    private List<Group> groups = List.of();
    private Optional<List<Account>> accounts = Optional.of(List.of());

    /** An assembly in which no file is known but by what it says. */
    public Assembly(MergedLayers merged, List<Digest> diffIds, FileContents contents) {
        this(merged, diffIds, contents, KnownFiles.NONE);
    }

    public Assembly(MergedLayers merged, List<Digest> diffIds, FileContents contents, KnownFiles knownFiles) {
        this.knownFiles = knownFiles;
        this.merged = merged;
        this.contents = contents;
        this.diffIds = List.copyOf(diffIds);
    }

    /** Runs the second phase over what the layers, lowest first, left. */
    public Sbom assemble(List<Cataloger> catalogers, List<LayerScan> layers)
            throws IOException, MalformedImageException, MalformedContentException {
        var places = new RecordPlaces(layers, merged);
        for (Cataloger cataloger : catalogers) {
            cataloger.assemble(new RecordMerger(cataloger, places, merged).merge(this), this);
        }
        Repackaged.mark(drafts);
        List<Gap> listed = gaps.stream().limit(MAX_GAPS).collect(Collectors.toCollection(ArrayList::new));
        if (gaps.size() > MAX_GAPS) {
            listed.add(new Gap(Gap.Kind.LIMIT, "gaps", gaps.size() - MAX_GAPS + " more are not listed"));
        }
        return new Sbom(operatingSystem, new ComponentMerger(drafts, diffIds).merge(), listed);
    }

    /** Everything that is left of all layers, sorted by path; made while one goes through it, see {@link MergedView#entries}. */
    public Collection<MergedView.Located> entries() {
        return merged.entries();
    }

    /** The file system that the layers give together. */
    public MergedView image() {
        return merged.view();
    }

    /** For what only several files together say; it costs another pass over their layers. */
    public FileContents contents() {
        return contents;
    }

    /** What the user's list says of files. */
    public KnownFiles knownFiles() {
        return knownFiles;
    }

    public void operatingSystem(OperatingSystem system) {
        operatingSystem = Optional.of(system);
    }

    /** What os-release said, once the cataloger for it was here. */
    public Optional<OperatingSystem> operatingSystem() {
        return operatingSystem;
    }

    /** The components that were added until now, in that order. */
    public List<ComponentDraft> drafts() {
        return Collections.unmodifiableList(drafts);
    }

    /** Adds a component and hands it back; software without a name is a gap. */
    public ComponentDraft add(ComponentDraft draft) {
        if (draft.identity().name().isBlank()) {
            gap(new Gap(Gap.Kind.UNIDENTIFIED, draft.place().path(), "lists software without a name"));
            return draft;
        }
        drafts.add(draft);
        return draft;
    }

    /** The accounts of etc/passwd in its order, or that it is there and cannot be read. */
    public void accounts(Optional<List<Account>> found) {
        accounts = found.map(List::copyOf);
    }

    public Optional<List<Account>> accounts() {
        return accounts;
    }

    /** Says something of the image that is no component; what is too much to list is counted. */
    public void fact(Fact fact) {
        facts.add(fact);
    }

    /** What the catalogers said of the image. */
    public FactList facts() {
        return facts;
    }

    /** The diffID of a layer, counted from the lowest. */
    public Digest diffId(int layer) {
        return diffIds.get(layer);
    }

    /** The groups of etc/group in its order. */
    public void groups(List<Group> found) {
        groups = List.copyOf(found);
    }

    public List<Group> groups() {
        return groups;
    }

    public void gap(Gap gap) {
        gaps.add(gap);
    }

    /** Takes back that the file was not read: it was, through {@link #contents}. */
    public void readAfterAll(String path) {
        gaps.removeIf(gap -> gap.kind() == Gap.Kind.UNREADABLE && gap.subject().equals(path));
    }

    /** Says that a component added before accounts for this file, or for all files below this directory. */
    public void own(String path) {
        owners.putIfAbsent(path, Optional.empty());
    }

    /** As {@link #own(String)}, and which component it is; of several the first that is named. */
    public void own(String path, ComponentDraft owner) {
        owners.merge(path, Optional.of(owner), (known, added) -> known.isPresent() ? known : added);
    }

    /** Whether a component accounts for the file. */
    public boolean isOwned(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (owners.containsKey(path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    /** The component that accounts for the file, or for the closest directory above it. */
    public Optional<ComponentDraft> owner(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            Optional<ComponentDraft> owner = owners.getOrDefault(path.substring(0, end), Optional.empty());
            if (owner.isPresent()) {
                return owner;
            }
        }
        return Optional.empty();
    }
}
