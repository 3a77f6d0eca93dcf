package dev.attest.sbom.catalog;

import dev.attest.sbom.Component.Declared;
import dev.attest.sbom.Component.Identity;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.MergedRecords.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A component on its way into the SBOM: what a cataloger knows before equal ones are merged and references given. */
public final class ComponentDraft {
    private final Identity identity;
    private Declared declared;
    private final Place place;
    private final List<ComponentDraft> dependsOn = new ArrayList<>();
    private boolean contained;

    /** The path, the layers and the cataloger that saw it. */
    public record Place(String cataloger, String path, Span span) {}

    public ComponentDraft(Identity identity, Declared declared, Place place) {
        this.identity = identity;
        this.declared = declared;
        this.place = place;
    }

    /** Says that this component needs the other one. */
    public void dependsOn(ComponentDraft other) {
        dependsOn.add(other);
    }

    /** Says that this component brings the other one along. */
    public void contains(ComponentDraft other) {
        dependsOn.add(other);
        other.contained = true;
    }

    /** What it is; never changes. */
    public Identity identity() {
        return identity;
    }

    Declared declared() {
        return declared;
    }

    /** Adds what another source says where the component itself says nothing. */
    public void complete(Declared more) {
        var references = new TreeMap<>(more.references());
        references.putAll(declared.references());
        var properties = new TreeMap<>(more.properties());
        properties.putAll(declared.properties());
        declared = new Declared(
                declared.supplier().or(more::supplier),
                declared.licences().isEmpty() ? more.licences() : declared.licences(),
                declared.hashes(),
                references,
                properties);
    }

    public Place place() {
        return place;
    }

    List<ComponentDraft> needs() {
        return dependsOn;
    }

    boolean isContained() {
        return contained;
    }

    /** Equal for drafts that are the same component seen in several places: same name, same bytes. */
    String key() {
        String name = identity.purl().map(Purl::toString).orElse(identity.group() + ' ' + identity.name());
        return identity.type().id() + ' ' + name + ' ' + identity.version() + ' ' + declared.hashes();
    }
}
