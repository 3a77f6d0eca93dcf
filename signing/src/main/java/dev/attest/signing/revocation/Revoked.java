package dev.attest.signing.revocation;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One entry of the list: of whom or what, of which time, and why. */
final class Revoked {
    private static final int MAX_REASON = 1000;
    private static final List<String> KINDS = List.of("identity", "key", "certificate", "digest", "logEntry");

    private final String kind;
    /** Every one of these has to be the signature's; of a digest set one is enough. */
    private final Map<String, String> values;

    private final Optional<Instant> from;
    private final Optional<Instant> until;
    private final String reason;

    private Revoked(JsonObject json) throws MalformedJsonException {
        Members.only(json, "identity", "key", "certificate", "digest", "logEntry", "from", "until", "reason");
        List<String> named = KINDS.stream().filter(json::has).toList();
        if (named.size() != 1) {
            throw json.malformed("identity", "exactly one of " + String.join(", ", KINDS));
        }
        kind = named.get(0);
        values = values(json.object(kind), kind);
        from = Members.instant(json, "from");
        until = Members.instant(json, "until");
        reason = json.text("reason");
        if (from.isPresent() && until.isPresent() && from.get().isAfter(until.get())) {
            throw json.malformed("until", "a time that is not before from");
        }
        boolean hasWindow = from.isPresent() || until.isPresent();
        if (hasWindow && !kind.equals("identity") && !kind.equals("key")) {
            throw json.malformed(
                    from.isPresent() ? "from" : "until", "a time only where an identity or a key is revoked");
        }
        if (reason.isBlank() || reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw json.malformed("reason", "one line of at most " + MAX_REASON + " characters");
        }
    }

    static Revoked read(JsonObject json) throws MalformedJsonException {
        return new Revoked(json);
    }

    private static Map<String, String> values(JsonObject json, String kind) throws MalformedJsonException {
        switch (kind) {
            case "identity" -> Members.only(json, "issuer", "subject", "repository", "repositoryId");
            case "digest" -> Members.only(json, "sha256", "sha384", "sha512");
            case "logEntry" -> Members.only(json, "logId", "logIndex");
            default -> Members.only(json, "sha256");
        }
        var values = new TreeMap<String, String>();
        for (String name : json.names()) {
            values.put(name, name.equals("logIndex") ? String.valueOf(json.integer(name)) : json.text(name));
        }
        var hex = new TreeSet<>(Set.of("sha256", "sha384", "sha512", "logId"));
        hex.retainAll(values.keySet());
        for (String name : hex) {
            int length = name.equals("logId") ? 64 : Integer.parseInt(name.substring(3)) / 4;
            if (!values.getOrDefault(name, "").matches("[0-9a-f]{" + length + "}")) {
                throw json.malformed(name, length + " lower-case hex digits");
            }
        }
        boolean isWhole =
                switch (kind) {
                    case "identity" ->
                        values.keySet().stream().anyMatch(name -> !name.equals("issuer"))
                                && values.values().stream().noneMatch(String::isBlank);
                    case "logEntry" -> values.size() == 2;
                    // Of images and of most artifacts no other digest is ever known.
                    case "digest" -> values.containsKey("sha256");
                    default -> !values.isEmpty();
                };
        if (!isWhole) {
            throw json.malformed("", "what is revoked");
        }
        return values;
    }

    /** Why the signature is revoked, or empty when this entry is of others. */
    Optional<String> hit(Signing signing) {
        boolean then = signing.times().isEmpty() || signing.times().stream().anyMatch(time -> covers(time, signing));
        return then && isOf(signing) ? Optional.of(kind + " revoked: " + reason) : Optional.empty();
    }

    /**
     * A verified time says that the signature was there, not that it was not there long before: whoever could sign in the
     * window may have had it witnessed later. Only what began to be valid after the window was surely not signed in it.
     */
    private boolean covers(Instant time, Signing signing) {
        boolean over = until.isPresent()
                && signing.since().filter(since -> since.isAfter(until.get())).isPresent();
        return !over && from.map(start -> !time.isBefore(start)).orElse(true);
    }

    private boolean isOf(Signing signing) {
        return switch (kind) {
            case "identity" ->
                values.entrySet().stream().allMatch(value -> isOf(signing, value.getKey(), value.getValue()));
            case "key" -> signing.keySha256().equals(values.get("sha256"));
            case "certificate" -> signing.certificateSha256().equals(Optional.ofNullable(values.get("sha256")));
            case "logEntry" -> isEntry(signing.logEntries(), values.get("logId") + " ");
            default -> signing.digests().stream().anyMatch(this::sharesDigest);
        };
    }

    /** Of an entry whose index nobody signed it cannot be told that it is another one. */
    private boolean isEntry(List<String> entries, String log) {
        return entries.contains(log + values.get("logIndex")) || entries.contains(log + "*");
    }

    /** Without regard to case: a list that says less than it means is worse than one that says more. */
    private static boolean isOf(Signing signing, String name, String value) {
        String actual =
                name.equals("issuer") ? signing.issuer() : signing.names().getOrDefault(name, "");
        return actual.equalsIgnoreCase(value);
    }

    private boolean sharesDigest(Map<String, String> digests) {
        return values.entrySet().stream().anyMatch(value -> value.getValue().equals(digests.get(value.getKey())));
    }
}
