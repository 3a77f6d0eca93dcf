package dev.attest.signing;

import dev.attest.intoto.Envelope;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.log.LogEntry;
import dev.attest.signing.log.Members;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.MalformedCertificateException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a bundle's JSON into its parts. */
final class BundleReader {
    private static final int MAX_ITEMS = 32;
    /** Media types, and whether that version rests on the log's promise (v0.1) or on its proof. */
    private static final Map<String, Boolean> MEDIA_TYPES = Map.of(
            "application/vnd.dev.sigstore.bundle+json;version=0.1",
            true,
            "application/vnd.dev.sigstore.bundle+json;version=0.2",
            false,
            "application/vnd.dev.sigstore.bundle+json;version=0.3",
            false,
            Bundle.MEDIA_TYPE,
            false);

    final boolean needsPromise;
    final List<Certificate> certificates;
    final List<LogEntry> entries;
    final List<byte[]> timestamps;
    final Optional<Envelope> envelope;
    final Optional<MessageSignature> messageSignature;

    private BundleReader(JsonObject bundle) throws MalformedJsonException, RefusedException {
        Boolean promise = MEDIA_TYPES.get(bundle.text("mediaType"));
        if (promise == null) {
            throw new RefusedException(Reason.UNSUPPORTED, "bundle.mediaType: not a bundle of version 0.1 to 0.3");
        }
        needsPromise = promise;
        Members.onlyKnown(bundle, "mediaType", "verificationMaterial", "dsseEnvelope", "messageSignature");
        JsonObject material = bundle.object("verificationMaterial");
        Members.onlyKnown(
                material,
                "certificate",
                "x509CertificateChain",
                "publicKey",
                "tlogEntries",
                "timestampVerificationData");
        certificates = certificates(material);
        entries = new ArrayList<>();
        for (JsonObject entry : bounded(material, "tlogEntries")) {
            entries.add(LogEntry.read(entry));
        }
        if (entries.stream().map(LogEntry::identity).distinct().count() < entries.size()) {
            throw material.malformed("tlogEntries", "no entry twice");
        }
        timestamps = timestamps(material);
        requireOne(bundle, "dsseEnvelope", "messageSignature");
        Optional<JsonObject> dsse = bundle.optionalObject("dsseEnvelope");
        envelope = dsse.isPresent() ? Optional.of(envelope(dsse.get())) : Optional.empty();
        Optional<JsonObject> message = bundle.optionalObject("messageSignature");
        messageSignature = message.isPresent() ? Optional.of(MessageSignature.read(message.get())) : Optional.empty();
    }

    static BundleReader read(byte[] json) throws MalformedJsonException, RefusedException {
        return new BundleReader(StrictJson.parseShell(json, "bundle"));
    }

    private static List<Certificate> certificates(JsonObject material) throws MalformedJsonException, RefusedException {
        requireOne(material, "certificate", "x509CertificateChain", "publicKey");
        var certificates = new ArrayList<Certificate>();
        if (material.has("publicKey")) {
            Members.onlyKnown(material.object("publicKey"), "hint");
            material.object("publicKey").optionalText("hint");
        } else if (material.has("certificate")) {
            certificates.add(certificate(material.object("certificate")));
        } else {
            JsonObject chain = material.object("x509CertificateChain");
            Members.onlyKnown(chain, "certificates");
            for (JsonObject certificate : bounded(chain, "certificates")) {
                certificates.add(certificate(certificate));
            }
            if (certificates.isEmpty()) {
                throw chain.malformed("certificates", "at least one certificate");
            }
        }
        return List.copyOf(certificates);
    }

    private static Certificate certificate(JsonObject json) throws MalformedJsonException, RefusedException {
        Members.onlyKnown(json, "rawBytes");
        try {
            return Certificate.parse(json.base64("rawBytes"));
        } catch (MalformedCertificateException e) {
            throw new RefusedException(Reason.CERTIFICATE_CHAIN, json.place() + ": " + e.getMessage());
        }
    }

    private static List<byte[]> timestamps(JsonObject material) throws MalformedJsonException {
        var timestamps = new ArrayList<byte[]>();
        Optional<JsonObject> data = material.optionalObject("timestampVerificationData");
        if (data.isPresent()) {
            Members.onlyKnown(data.get(), "rfc3161Timestamps");
            for (JsonObject timestamp : bounded(data.get(), "rfc3161Timestamps")) {
                Members.onlyKnown(timestamp, "signedTimestamp");
                timestamps.add(unwrapped(timestamp, "signedTimestamp"));
            }
        }
        return List.copyOf(timestamps);
    }

    /** Base64 as command-line tools write it, with line ends: other readers take it. */
    private static byte[] unwrapped(JsonObject json, String name) throws MalformedJsonException {
        try {
            return Base64.getDecoder().decode(json.text(name).replaceAll("[\r\n]", ""));
        } catch (IllegalArgumentException e) {
            throw json.malformed(name, "base64");
        }
    }

    static Envelope envelope(JsonObject json) throws MalformedJsonException {
        Members.onlyKnown(json, "payload", "payloadType", "signatures");
        for (JsonObject signature : bounded(json, "signatures")) {
            Members.onlyKnown(signature, "sig", "keyid");
        }
        return Envelope.read(json);
    }

    private static List<JsonObject> bounded(JsonObject holder, String name) throws MalformedJsonException {
        List<JsonObject> items = holder.objects(name);
        if (items.size() > MAX_ITEMS) {
            throw holder.malformed(name, "at most " + MAX_ITEMS + " items");
        }
        return items;
    }

    private static void requireOne(JsonObject holder, String... choices) throws MalformedJsonException {
        if (List.of(choices).stream().filter(holder::has).count() != 1) {
            throw holder.malformed(choices[0], "exactly one of " + String.join(", ", choices));
        }
    }
}
