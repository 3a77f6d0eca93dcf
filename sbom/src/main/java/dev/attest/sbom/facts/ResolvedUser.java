package dev.attest.sbom.facts;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The uid an image runs with, once its etc/passwd was asked; without a uid, or with 0, it counts as root. Runtimes look
 * a number up as a name first, so an account that is named like one and has another uid makes the number worthless.
 */
public record ResolvedUser(OptionalLong uid, Optional<String> reason) {
    /** Resolves a configured user with the accounts of the image's etc/passwd. */
    public static ResolvedUser of(ImageUser user, List<Account> accounts) {
        if (user instanceof ImageUser.Invalid invalid) {
            return unknown(invalid.reason());
        }
        if (user instanceof ImageUser.Named named) {
            return named(named.name(), accounts);
        }
        if (user instanceof ImageUser.NonRoot nonRoot) {
            String number = Long.toString(nonRoot.uid());
            boolean ambiguous = accounts.stream()
                    .anyMatch(account -> account.name().equals(number) && account.uid() != nonRoot.uid());
            return ambiguous
                    ? unknown("etc/passwd has an account of that name with another uid")
                    : new ResolvedUser(OptionalLong.of(nonRoot.uid()), Optional.empty());
        }
        return new ResolvedUser(OptionalLong.of(0), Optional.empty());
    }

    /** Whether it is sure to be another user than root. */
    public boolean isNonRoot() {
        return uid.isPresent() && uid.getAsLong() > 0 && uid.getAsLong() <= Integer.MAX_VALUE;
    }

    private static ResolvedUser named(String name, List<Account> accounts) {
        long[] uids = accounts.stream()
                .filter(account -> account.name().equals(name))
                .mapToLong(Account::uid)
                .distinct()
                .toArray();
        if (uids.length == 0) {
            return unknown("etc/passwd has no such account");
        }
        return uids.length > 1
                ? unknown("etc/passwd has several accounts of that name")
                : new ResolvedUser(OptionalLong.of(uids[0]), Optional.empty());
    }

    static ResolvedUser unknown(String reason) {
        return new ResolvedUser(OptionalLong.empty(), Optional.of(reason));
    }
}
