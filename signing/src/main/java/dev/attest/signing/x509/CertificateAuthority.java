package dev.attest.signing.x509;

import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * A chain of authority certificates of the trusted root, the issuer of leaves first and the anchor last, with the time
 * for which it is trusted. Certificates that travel with the evidence never take part in a chain.
 */
public final class CertificateAuthority {
    public static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    public static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final String NAME_CONSTRAINTS = "2.5.29.30";

    private final List<Certificate> chain;
    private final ValidFor validFor;
    private final Remembered sound = new Remembered();

    /** {@code chain} has one certificate or more. */
    public CertificateAuthority(List<Certificate> chain, ValidFor validFor) {
        this.chain = List.copyOf(chain);
        this.validFor = validFor;
        if (this.chain.isEmpty()) {
            throw new IllegalArgumentException("an authority without a certificate");
        }
    }

    /** The certificate that issues leaves. */
    public Certificate issuer() {
        return chain.get(0);
    }

    /** Whether {@code encoded} is one of this authority's own certificates. */
    public boolean holds(Certificate certificate) {
        return chain.stream().anyMatch(own -> Arrays.equals(own.encoded(), certificate.encoded()));
    }

    /** Whether these are this authority's own certificates, all of them and in their order. */
    public boolean isChain(List<Certificate> certificates) {
        if (certificates.size() != chain.size()) {
            return false;
        }
        for (int i = 0; i < chain.size(); i++) {
            if (!Arrays.equals(chain.get(i).encoded(), certificates.get(i).encoded())) {
                return false;
            }
        }
        return true;
    }

    /** Whether the leaf names this authority as its issuer, which {@link #validate} has to confirm. */
    public boolean isNamedBy(Certificate leaf) {
        return leaf.names(issuer());
    }

    /**
     * Requires a valid path from the leaf to the anchor (RFC 5280 §6) with every certificate in it fit for {@code usage},
     * and each of {@code times}, of which there is one or more, to be inside the validity of every certificate and inside
     * what the trusted root vouches for.
     */
    public void validate(Certificate leaf, String usage, List<Instant> times) throws RefusedException {
        for (Instant time : times) {
            requireTrusted(leaf, time);
        }
        // Whatever depends on the time was looked at above; a path's algorithms may end by the day (denyAfter).
        String path = usage + " " + LocalDate.ofInstant(times.get(0), ZoneOffset.UTC);
        if (!sound.has(leaf, path)) {
            requireSound(leaf, usage, times.get(0));
            sound.add(leaf, path);
        }
    }

    private void requireSound(Certificate leaf, String usage, Instant time) throws RefusedException {
        if (!leaf.extendedKeyUsage().contains(usage)) {
            throw refused("the certificate is not for the extended key usage " + usage);
        }
        for (Certificate authority : chain) {
            List<String> usages = authority.extendedKeyUsage();
            if (!authority.mayIssue()) {
                throw refused("a certificate in the authority's chain may not issue certificates");
            }
            if (!usages.isEmpty() && !usages.contains(usage) && !usages.contains(ANY_USAGE)) {
                throw refused("a certificate in the authority's chain is not for the extended key usage " + usage);
            }
        }
        requireSoundAnchor();
        requirePath(leaf, time);
    }

    private void requireTrusted(Certificate leaf, Instant time) throws RefusedException {
        if (!validFor.contains(time)) {
            throw new RefusedException(
                    Reason.TRUST_WINDOW, "the authority is trusted from " + validFor + ", not at " + time);
        }
        if (!leaf.isValidAt(time)) {
            throw refused("the certificate is valid from " + leaf.validity() + ", not at " + time);
        }
        for (Certificate authority : chain) {
            if (!authority.isValidAt(time)) {
                throw refused("the authority's certificate is valid from " + authority.validity() + ", not at " + time);
            }
        }
    }

    /** What PKIX takes for granted of an anchor, beside its validity. */
    private void requireSoundAnchor() throws RefusedException {
        Certificate anchor = chain.get(chain.size() - 1);
        long between = chain.subList(0, chain.size() - 1).stream()
                .filter(authority -> !authority.isSelfIssued())
                .count();
        if (between > anchor.x509().getBasicConstraints()) {
            throw refused("the chain is longer than its authority allows");
        }
    }

    private void requirePath(Certificate leaf, Instant time) throws RefusedException {
        Certificate anchor = chain.get(chain.size() - 1);
        var path = new ArrayList<X509Certificate>();
        path.add(leaf.x509());
        chain.subList(0, chain.size() - 1).forEach(authority -> path.add(authority.x509()));
        try {
            byte[] constraints = anchor.extension(NAME_CONSTRAINTS).orElse(null);
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor.x509(), constraints)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(time));
            CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
            CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
        } catch (GeneralSecurityException e) {
            throw refused("no valid path to the authority: " + e.getMessage());
        } catch (MalformedCertificateException | IllegalArgumentException e) {
            throw refused("the authority's name constraints cannot be read");
        }
    }

    private static RefusedException refused(String detail) {
        return new RefusedException(Reason.CERTIFICATE_CHAIN, detail);
    }
}
