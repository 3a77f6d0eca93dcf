package dev.attest.sbom.facts;

import dev.attest.oci.ImageConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The groups that the configured user is in, as runtimes give them to its process. */
final class RunGroups {
    private RunGroups() {}

    /** The gid that is configured, else the account's; and those of etc/group, which are not given where one is configured. */
    static Set<Long> of(ImageConfig config, ResolvedUser user, List<Account> accounts, List<Group> groups) {
        var gids = new HashSet<Long>();
        String[] parts = config.execution().user().split(":", -1);
        if (parts.length == 2) {
            groups.stream().filter(group -> group.name().equals(parts[1])).forEach(group -> gids.add(group.gid()));
            gids.add(PasswdCataloger.number(parts[1]));
            return gids;
        }
        for (Account account : accounts) {
            if (user.uid().isPresent() && account.uid() == user.uid().getAsLong()) {
                gids.add(account.gid());
                groups.stream()
                        .filter(group -> group.members().contains(account.name()))
                        .forEach(group -> gids.add(group.gid()));
            }
        }
        // Who has no account is put into root's group.
        return gids.isEmpty() ? Set.of(0L) : gids;
    }
}
