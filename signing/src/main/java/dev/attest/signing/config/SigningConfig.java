package dev.attest.signing.config;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.service.SigningException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A signing configuration: where a Sigstore instance issues certificates, logs and timestamps. Read strictly, chosen
 * from by the rules of protobuf-specs (SigningConfig): the highest supported API version, valid now, one per operator,
 * as many as the selector says. Where those rules leave the choice to chance, the newest service is taken.
 */
public final class SigningConfig {
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.signingconfig.v0.2+json";

    static final int MAX_SERVICES = 64;
    private static final int MAX_BYTES = 1 << 20;

    private static final Set<Long> CA_VERSIONS = Set.of(1L);
    private static final Set<Long> LOG_VERSIONS =
            Set.of(RekorVersion.V1.majorApiVersion(), RekorVersion.V2.majorApiVersion());
    private static final Set<Long> TSA_VERSIONS = Set.of(1L);

    private static final Comparator<Service> NEWEST_FIRST = Comparator.comparing(
                    (Service service) -> service.start().orElse(Instant.MIN))
            .reversed();

    private final List<Service> authorities;
    private final List<Service> identityProviders;
    private final List<Service> logs;
    private final List<Service> timestampAuthorities;
    private final Optional<Selector> logSelector;
    private final Optional<Selector> timestampSelector;

    private SigningConfig(SigningConfig other, List<Service> logs) {
        this.authorities = other.authorities;
        this.identityProviders = other.identityProviders;
        this.logs = List.copyOf(logs);
        this.timestampAuthorities = other.timestampAuthorities;
        this.logSelector = other.logSelector;
        this.timestampSelector = other.timestampSelector;
    }

    private SigningConfig(JsonObject json) throws MalformedJsonException {
        this.authorities = services(json, "caUrls");
        this.identityProviders = services(json, "oidcUrls");
        this.logs = services(json, "rekorTlogUrls");
        this.timestampAuthorities = services(json, "tsaUrls");
        this.logSelector = logs.isEmpty() ? Optional.empty() : Optional.of(Selector.read(json, "rekorTlogConfig"));
        this.timestampSelector =
                timestampAuthorities.isEmpty() ? Optional.empty() : Optional.of(Selector.read(json, "tsaConfig"));
    }

    /** Reads a configuration of at most 1 MiB. */
    public static SigningConfig parse(byte[] text) throws SigningException {
        try {
            JsonObject json = StrictJson.parseObject(text, "signing config", MAX_BYTES);
            if (!json.text("mediaType").equals(MEDIA_TYPE)) {
                throw json.malformed("mediaType", MEDIA_TYPE);
            }
            return new SigningConfig(json);
        } catch (MalformedJsonException e) {
            throw SigningException.usage(String.valueOf(e.getMessage()));
        }
    }

    /** The identity providers a person may log in at; which of them issued a token is not this class's question. */
    public List<Service> identityProviders() {
        return identityProviders;
    }

    /**
     * The same configuration without logs of other versions: the choice of whoever wants to be read by more verifiers
     * (1), or a log that takes statements of any size (2).
     *
     * @throws SigningException when there is no log of this version
     */
    public SigningConfig onlyLogs(RekorVersion version) throws SigningException {
        List<Service> kept = logs.stream()
                .filter(log -> log.majorApiVersion() == version.majorApiVersion())
                .toList();
        if (kept.isEmpty()) {
            throw SigningException.usage("signing config: no log (rekorTlogUrls) of Rekor version "
                    + version.majorApiVersion() + ", which is asked for; API versions " + versions(logs)
                    + " are offered");
        }
        return new SigningConfig(this, kept);
    }

    /**
     * What to use at {@code now}. Logs or timestamp authorities may be absent, not both: without either nobody could
     * tell when a signature was made.
     */
    public Selection select(Instant now) throws SigningException {
        if (authorities.isEmpty()) {
            throw SigningException.usage("signing config: no certificate authority (caUrls)");
        }
        Service authority = usable(authorities, CA_VERSIONS, now, "caUrls").get(0);
        return new Selection(authority, selectWitnesses(now));
    }

    /** As {@link #select}, for whoever needs no certificate. */
    public Selection.Witnesses selectWitnesses(Instant now) throws SigningException {
        if (logs.isEmpty() && timestampAuthorities.isEmpty()) {
            throw SigningException.usage("signing config: neither a log (rekorTlogUrls) nor a timestamp authority"
                    + " (tsaUrls), so that no time would be proven");
        }
        var witnesses = new Selection.Witnesses(
                chosen(usable(logs, LOG_VERSIONS, now, "rekorTlogUrls"), logSelector, "rekorTlogConfig"),
                chosen(usable(timestampAuthorities, TSA_VERSIONS, now, "tsaUrls"), timestampSelector, "tsaConfig"));
        requireTime(witnesses);
        return witnesses;
    }

    /** Logs of the second version tell no time (rekor-tiles CLIENTS.md, Signed RFC 3161 Timestamps). */
    private static void requireTime(Selection.Witnesses witnesses) throws SigningException {
        boolean told = !witnesses.timestampAuthorities().isEmpty()
                || witnesses.logs().stream()
                        .anyMatch(log -> log.majorApiVersion() == RekorVersion.V1.majorApiVersion());
        if (!told) {
            throw SigningException.usage(
                    "signing config: the log "
                            + witnesses.logs().get(0).url().getHost()
                            + " (Rekor version 2) tells no time and there is no"
                            + " timestamp authority (tsaUrls), so that no time would be proven; add one, or use Rekor version 1");
        }
    }

    private static List<Service> usable(List<Service> services, Set<Long> versions, Instant now, String name)
            throws SigningException {
        List<Service> valid = services.stream()
                .filter(service -> versions.contains(service.majorApiVersion()) && service.isValidAt(now))
                .sorted(NEWEST_FIRST)
                .toList();
        if (valid.isEmpty() && !services.isEmpty()) {
            throw SigningException.usage(
                    "signing config: no service of " + name + " can be used at " + now + ": API versions "
                            + versions(services) + " are offered, " + new TreeSet<>(versions) + " are supported");
        }
        long highest = valid.stream().mapToLong(Service::majorApiVersion).max().orElse(0);
        var operators = new HashSet<String>();
        return valid.stream()
                .filter(service -> service.majorApiVersion() == highest && operators.add(service.operator()))
                .toList();
    }

    private static Set<Long> versions(List<Service> services) {
        var versions = new TreeSet<Long>();
        services.forEach(service -> versions.add(service.majorApiVersion()));
        return versions;
    }

    private static List<Service> chosen(List<Service> usable, Optional<Selector> selector, String name)
            throws SigningException {
        if (selector.isEmpty()) {
            return List.of();
        }
        int count = selector.get()
                .of(usable.size())
                .orElseThrow(() -> SigningException.usage("signing config: " + name + " wants "
                        + selector.get().count() + " services of different operators, " + usable.size()
                        + " can be used"));
        return List.copyOf(usable.subList(0, count));
    }

    private static List<Service> services(JsonObject json, String name) throws MalformedJsonException {
        List<JsonObject> elements = json.objects(name);
        if (elements.size() > MAX_SERVICES) {
            throw json.malformed(name, "at most " + MAX_SERVICES + " services");
        }
        var services = new ArrayList<Service>();
        for (JsonObject element : elements) {
            services.add(Service.read(element));
        }
        return List.copyOf(services);
    }
}
