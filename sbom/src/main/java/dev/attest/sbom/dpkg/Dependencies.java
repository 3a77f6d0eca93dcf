package dev.attest.sbom.dpkg;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The edges that the packages record: Depends and Pre-Depends, of alternatives the first that an installed package is or
 * provides in a version and an architecture that will do. A provided name has a version only where Provides gives it.
 */
final class Dependencies {
    /** Of 10,000 packages that need 30 others each it takes a fifth of this to find them. */
    private static final int MAX_COMPARISONS = 2_000_000;

    private int comparisons;
    private final List<Installed> packages = new ArrayList<>();
    private final Map<String, List<Offer>> offers = new HashMap<>();

    private record Installed(Finding finding, ComponentDraft draft) {
        String arch() {
            return finding.text("arch");
        }
    }

    /** A name that a package has or provides; packages of the name itself come first. */
    private record Offer(Installed by, String version, boolean real) {}

    void add(Finding finding, ComponentDraft draft) {
        var installed = new Installed(finding, draft);
        packages.add(installed);
        offer(finding.text("name"), new Offer(installed, finding.text("version"), true));
        for (List<Relation> provided : Relation.parse(finding.text("provides"))) {
            Relation one = provided.get(0);
            offer(one.name(), new Offer(installed, one.version(), false));
        }
    }

    private void offer(String name, Offer offer) {
        offers.computeIfAbsent(name, key -> new ArrayList<>()).add(offer);
    }

    /** @throws MalformedContentException when names are provided and needed so often that nobody could install that */
    void connect() throws MalformedContentException {
        for (Installed one : packages) {
            for (List<Relation> alternatives : Relation.parse(one.finding().text("depends"))) {
                connect(one, alternatives);
            }
        }
    }

    private void connect(Installed one, List<Relation> alternatives) throws MalformedContentException {
        for (Relation relation : alternatives) {
            Optional<ComponentDraft> found = find(relation, one);
            if (found.isPresent()) {
                found.filter(other -> !other.equals(one.draft())).ifPresent(one.draft()::dependsOn);
                return;
            }
        }
    }

    private Optional<ComponentDraft> find(Relation relation, Installed from) throws MalformedContentException {
        comparisons += offers.getOrDefault(relation.name(), List.of()).size();
        if (comparisons > MAX_COMPARISONS) {
            throw new MalformedContentException("dpkg's database: more than " + MAX_COMPARISONS
                    + " comparisons to find what the packages depend on");
        }
        Offer best = null;
        for (Offer offer : offers.getOrDefault(relation.name(), List.of())) {
            boolean met = offer.version().isEmpty() ? relation.operator().isEmpty() : relation.isMetBy(offer.version());
            if (met && fits(relation.arch(), from, offer.by()) && (best == null || (offer.real() && !best.real()))) {
                best = offer;
            }
        }
        return Optional.ofNullable(best).map(offer -> offer.by().draft());
    }

    /** dpkg(1), multiarch: the same architecture, unless the name or the package says that any will do. */
    private static boolean fits(String asked, Installed from, Installed to) {
        if (!asked.isEmpty() && !asked.equals("any") && !asked.equals("native")) {
            return asked.equals(to.arch());
        }
        return asked.equals("any")
                || from.arch().equals(to.arch())
                || isNeutral(from.arch())
                || isNeutral(to.arch())
                || to.finding().text("multiArch").equals("foreign");
    }

    private static boolean isNeutral(String arch) {
        return arch.isEmpty() || arch.equals("all");
    }
}
