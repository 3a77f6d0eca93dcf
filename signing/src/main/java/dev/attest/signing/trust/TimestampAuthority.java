package dev.attest.signing.trust;

import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.CertificateAuthority;
import java.util.Optional;

/** A timestamp authority: who issues its certificate, and that certificate where the trusted root holds it. */
public record TimestampAuthority(Optional<Certificate> leaf, CertificateAuthority authority) {}
