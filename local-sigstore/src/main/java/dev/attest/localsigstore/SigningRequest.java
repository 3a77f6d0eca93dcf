package dev.attest.localsigstore;

import java.io.IOException;
import java.security.PublicKey;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** A PKCS #10 request (RFC 2986): only its key counts, and that its signature proves possession of it. */
final class SigningRequest {

    private static final int MAX_PEM = 16 << 10;

    private SigningRequest() {}

    static PublicKey publicKey(byte[] pem) throws MalformedInputException {
        if (pem.length > MAX_PEM) {
            throw new MalformedInputException("certificate signing request is larger than 16 KiB");
        }
        byte[] der = Pem.read(Pem.CERTIFICATE_REQUEST, pem);
        Der.requireShallow(der);
        try {
            var request = new PKCS10CertificationRequest(der);
            PublicKey key =
                    Signatures.publicKey(request.getSubjectPublicKeyInfo().getEncoded());
            byte[] signed =
                    request.toASN1Structure().getCertificationRequestInfo().getEncoded();
            if (!Signatures.verifies(key, signed, request.getSignature())) {
                throw new MalformedInputException("The signature of the certificate signing request is wrong");
            }
            return key;
        } catch (IOException | RuntimeException e) {
            // BouncyCastle reports damaged structures with many kinds of RuntimeException.
            throw new MalformedInputException("not a certificate signing request", e);
        }
    }
}
