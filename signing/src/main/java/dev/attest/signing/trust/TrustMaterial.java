package dev.attest.signing.trust;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.key.KeyDetails;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.CertificateAuthority;
import dev.attest.signing.x509.MalformedCertificateException;
import dev.attest.signing.x509.ValidFor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The contents of a trusted root (protobuf-specs sigstore_trustroot.proto, TrustedRoot). */
public record TrustMaterial(
        List<TransparencyLog> logs,
        List<TransparencyLog> certificateLogs,
        List<CertificateAuthority> authorities,
        List<TimestampAuthority> timestampAuthorities) {

    private static final int MAX_ITEMS = 64;
    private static final String UNSPECIFIED = "PUBLIC_KEY_DETAILS_UNSPECIFIED";

    public TrustMaterial {
        logs = List.copyOf(logs);
        certificateLogs = List.copyOf(certificateLogs);
        authorities = List.copyOf(authorities);
        timestampAuthorities = List.copyOf(timestampAuthorities);
    }

    /** Reads the members beside the media type. */
    public static TrustMaterial read(JsonObject root) throws MalformedJsonException {
        var authorities = new ArrayList<CertificateAuthority>();
        for (JsonObject authority : items(root, "certificateAuthorities")) {
            List<Certificate> chain = chain(authority);
            if (!chain.isEmpty()) {
                authorities.add(new CertificateAuthority(chain, validFor(authority)));
            }
        }
        var timestampAuthorities = new ArrayList<TimestampAuthority>();
        for (JsonObject authority : items(root, "timestampAuthorities")) {
            List<Certificate> chain = chain(authority);
            if (!chain.isEmpty()) {
                timestampAuthorities.add(timestampAuthority(authority, chain));
            }
        }
        return new TrustMaterial(logs(root, "tlogs"), logs(root, "ctlogs"), authorities, timestampAuthorities);
    }

    private static List<TransparencyLog> logs(JsonObject root, String name) throws MalformedJsonException {
        var logs = new ArrayList<TransparencyLog>();
        for (JsonObject log : items(root, name)) {
            JsonObject key = log.object("publicKey");
            logs.add(new TransparencyLog(LogIds.read(log), key(key), validFor(key)));
        }
        return logs;
    }

    private static TimestampAuthority timestampAuthority(JsonObject json, List<Certificate> chain)
            throws MalformedJsonException {
        boolean hasLeaf = !chain.get(0).isAuthority();
        if (hasLeaf && chain.size() == 1) {
            throw json.malformed("certChain", "an authority's certificate");
        }
        List<Certificate> issuers = hasLeaf ? chain.subList(1, chain.size()) : chain;
        Optional<Certificate> leaf = hasLeaf ? Optional.of(chain.get(0)) : Optional.empty();
        return new TimestampAuthority(leaf, new CertificateAuthority(issuers, validFor(json)));
    }

    /**
     * Roots list keys of future kinds beside those in use: one that cannot be used must not make the rest useless. A key
     * is used with the algorithm that its {@code keyDetails} name and with no other.
     */
    private static @Nullable VerificationKey key(JsonObject key) throws MalformedJsonException {
        byte[] bytes = key.base64("rawBytes");
        String named = key.optionalText("keyDetails").orElse(UNSPECIFIED);
        try {
            if (named.equals(UNSPECIFIED)) {
                return VerificationKey.parse(bytes);
            }
            Optional<KeyDetails> details = KeyDetails.named(named);
            return details.isPresent() ? VerificationKey.parse(bytes, details.get()) : null;
        } catch (MalformedKeyException e) {
            return null;
        }
    }

    /** The chain, or an empty one when a certificate in it is of a kind that cannot be used: see {@link #key}. */
    private static List<Certificate> chain(JsonObject authority) throws MalformedJsonException {
        var chain = new ArrayList<Certificate>();
        List<JsonObject> certificates = items(authority.object("certChain"), "certificates");
        if (certificates.isEmpty()) {
            throw authority.malformed("certChain", "at least one certificate");
        }
        for (JsonObject certificate : certificates) {
            byte[] encoded = certificate.base64("rawBytes");
            try {
                chain.add(Certificate.parse(encoded));
            } catch (MalformedCertificateException e) {
                return List.of();
            }
        }
        return chain;
    }

    private static ValidFor validFor(JsonObject holder) throws MalformedJsonException {
        Optional<JsonObject> range = holder.optionalObject("validFor");
        return range.isEmpty()
                ? new ValidFor(Optional.empty(), Optional.empty())
                : new ValidFor(instant(range.get(), "start"), instant(range.get(), "end"));
    }

    private static Optional<Instant> instant(JsonObject range, String name) throws MalformedJsonException {
        Optional<String> text = range.optionalText(name);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            throw range.malformed(name, "an RFC 3339 time");
        }
    }

    private static List<JsonObject> items(JsonObject holder, String name) throws MalformedJsonException {
        List<JsonObject> items = holder.objects(name);
        if (items.size() > MAX_ITEMS) {
            throw holder.malformed(name, "at most " + MAX_ITEMS + " items");
        }
        return items;
    }
}
