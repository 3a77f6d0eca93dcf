package dev.attest.vex.image;

import dev.attest.vex.Vulnerability;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Of all claims the one in effect for each vulnerability and component. trivy reads the last of several matching
 * statements and grype the first; so no two that match the same may remain, whatever name of the vulnerability they use.
 */
final class Effective {
    private final Map<String, String> leaders = new HashMap<>();
    private final List<Claim> kept = new ArrayList<>();
    private final List<Specialised.Unused> superseded = new ArrayList<>();

    private Effective() {}

    static Effective of(List<Claim> claims) {
        var effective = new Effective();
        claims.forEach(claim -> effective.unite(claim.statement().vulnerability()));
        var groups = new TreeMap<String, List<Claim>>();
        for (Claim claim : claims) {
            String leader = effective.leader(claim.statement().vulnerability().name());
            groups.computeIfAbsent(leader, key -> new ArrayList<>()).add(claim);
        }
        groups.values().forEach(effective::keep);
        return effective;
    }

    List<Claim> kept() {
        return kept;
    }

    List<Specialised.Unused> superseded() {
        return superseded;
    }

    /** The latest of each component, then the whole image against its components; all under the group's names. */
    private void keep(List<Claim> group) {
        var names = new TreeSet<String>();
        group.forEach(claim -> claim.statement().vulnerability().names().forEach(names::add));
        var latest = new LinkedHashMap<Optional<String>, Claim>();
        group.stream().sorted(Claim.PRECEDENCE).forEach(claim -> {
            Claim older = latest.put(claim.subcomponent(), claim);
            if (older != null && !older.says(claim)) {
                superseded.add(older.unused("a later or more cautious statement is in effect"));
            }
        });
        Claim whole = latest.remove(Optional.<String>empty());
        for (Claim claim : whole == null ? latest.values() : reconciled(whole, latest.values())) {
            kept.add(new Claim(claim.statement().of(named(claim, names)), claim.subcomponent()));
        }
    }

    /** A component's own later word ends what was said of the image as a whole, which cannot be said of all but one. */
    private List<Claim> reconciled(Claim whole, Collection<Claim> narrow) {
        var left = new ArrayList<Claim>();
        for (Claim claim : narrow) {
            if (claim.says(whole)) {
                continue;
            }
            if (claim.time().isBefore(whole.time())) {
                superseded.add(claim.unused("a later statement about the whole image is in effect"));
            } else {
                left.add(claim);
            }
        }
        if (left.isEmpty()) {
            return List.of(whole);
        }
        superseded.add(whole.unused("a component of the image has its own, later statement"));
        narrow.stream().filter(claim -> claim.says(whole)).forEach(left::add);
        return left;
    }

    private static Vulnerability named(Claim claim, Set<String> names) {
        Vulnerability own = claim.statement().vulnerability();
        List<String> aliases = names.stream()
                .filter(name -> !name.equals(own.name())
                        && !own.id().filter(name::equals).isPresent())
                .toList();
        return new Vulnerability(own.id(), own.name(), own.description(), aliases);
    }

    private void unite(Vulnerability vulnerability) {
        String first = leader(vulnerability.name());
        vulnerability.names().forEach(name -> leaders.put(leader(name), first));
    }

    private String leader(String name) {
        String at = name;
        String next = leaders.getOrDefault(at, at);
        while (!next.equals(at)) {
            leaders.put(at, leaders.getOrDefault(next, next));
            at = next;
            next = leaders.getOrDefault(at, at);
        }
        return at;
    }
}
