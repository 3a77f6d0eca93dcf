package dev.attest.sbom.facts;

import java.util.List;

/** One line of etc/group: a name, its gid, 0 where it is no number, and the accounts that are in it beside their own. */
public record Group(String name, long gid, List<String> members) {
    public Group {
        members = List.copyOf(members);
    }
}
