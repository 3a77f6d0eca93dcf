package dev.attest.signing;

import dev.attest.intoto.Envelope;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.log.LogEntry;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.x509.Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A Sigstore bundle (protobuf-specs sigstore_bundle.proto), v0.1 to v0.3: what was signed, by which certificate or key,
 * and the evidence of when and where that was recorded. A parsed bundle is well-formed and proves nothing: nothing in it
 * is to be used but through {@link BundleVerifier}. At most 64 MiB, 32 log entries, 32 timestamps, 32 certificates.
 */
public final class Bundle {
    /** The media type that attest writes. */
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    private final byte[] bytes;
    private final BundleReader content;

    private Bundle(byte[] bytes, BundleReader content) {
        this.bytes = bytes;
        this.content = content;
    }

    /** Reads a bundle; members that the format does not know are refused, as other readers may take them for something. */
    public static Bundle parse(byte[] json) throws MalformedBundleException {
        byte[] received = json.clone();
        try {
            return new Bundle(received, BundleReader.read(received));
        } catch (MalformedJsonException e) {
            throw new MalformedBundleException(
                    dev.attest.signing.refusal.Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (RefusedException e) {
            throw new MalformedBundleException(e.reason(), e.detail());
        }
    }

    /** The bundle as received. */
    public byte[] bytes() {
        return bytes.clone();
    }

    boolean needsPromise() {
        return content.needsPromise;
    }

    /** The signing certificate, or empty when the signer is a bare key. */
    Optional<Certificate> certificate() {
        return content.certificates.stream().findFirst();
    }

    /** Certificates after the first, which decide nothing. */
    List<Certificate> furtherCertificates() {
        return content.certificates.stream().skip(1).toList();
    }

    List<LogEntry> entries() {
        return content.entries;
    }

    List<byte[]> timestamps() {
        return content.timestamps;
    }

    Optional<Envelope> envelope() {
        return content.envelope;
    }

    Optional<MessageSignature> messageSignature() {
        return content.messageSignature;
    }
}
