package dev.attest.oci.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which authorities registries' certificates may come from, and the certificate that this client shows. Authorities that
 * are named come on top of the JDK's. The certificate is shown to registries alone, never to the storages and token
 * services on other hosts that they send requests on to. There is no way to accept a registry without checking it.
 */
public final class Tls {
    private static final String CERTIFICATE = "CERTIFICATE";

    private final List<X509Certificate> authorities;
    private final Optional<Client> client;

    private record Client(List<X509Certificate> chain, PrivateKey key) {
        @Override
        public String toString() {
            return "Client[redacted]";
        }
    }

    private Tls(List<X509Certificate> authorities, Optional<Client> client) {
        this.authorities = authorities;
        this.client = client;
    }

    /** The JDK's authorities, and no client certificate. */
    public static Tls standard() {
        return new Tls(List.of(), Optional.empty());
    }

    /** Trusts the authorities of a PEM file too. {@code IllegalArgumentException} when it has none that can be read. */
    public Tls withAuthorities(byte[] pem) {
        List<X509Certificate> read = certificates(pem);
        return new Tls(Stream.concat(authorities.stream(), read.stream()).toList(), client);
    }

    /**
     * Shows the certificate of one PEM file, followed by those above it, with the unencrypted RSA or EC key of another.
     * {@code IllegalArgumentException} says what is wrong with them, without any of their content.
     */
    public Tls withClientCertificate(byte[] certificatePem, byte[] keyPem) {
        PrivateKey key = ClientKey.parse(Pem.parse(keyPem));
        List<X509Certificate> chain = certificates(certificatePem);
        if (!ClientKey.fits(key, chain.get(0).getPublicKey())) {
            throw new IllegalArgumentException("is not the key of the first certificate");
        }
        return new Tls(authorities, Optional.of(new Client(chain, key)));
    }

    boolean hasAuthorities() {
        return !authorities.isEmpty();
    }

    boolean hasClient() {
        return client.isPresent();
    }

    /** The context for connections on which the client certificate is shown or not; empty when it is the JDK's. */
    Optional<SSLContext> context(boolean shown) {
        if (authorities.isEmpty() && !(shown && client.isPresent())) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys =
                    shown && client.isPresent() ? new KeyManager[] {new OneKey(client.get())} : new KeyManager[0];
            TrustManagerFactory factory = trust(authorities.isEmpty() ? null : roots());
            context.init(keys, factory.getTrustManagers(), null);
            return Optional.of(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a Java platform that cannot set up TLS", e);
        }
    }

    private KeyStore roots() throws GeneralSecurityException, IOException {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        var all = new ArrayList<X509Certificate>(authorities);
        for (var manager : trust(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                all.addAll(List.of(known.getAcceptedIssuers()));
            }
        }
        for (X509Certificate root : all) {
            roots.setCertificateEntry("root-" + roots.size(), root);
        }
        return roots;
    }

    private static TrustManagerFactory trust(@Nullable KeyStore roots) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return factory;
    }

    private static List<X509Certificate> certificates(byte[] pem) {
        var read = new ArrayList<X509Certificate>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem.Block block : Pem.parse(pem)) {
                if (block.label().equals(CERTIFICATE)) {
                    var der = new ByteArrayInputStream(block.der().content());
                    read.add((X509Certificate) factory.generateCertificate(der));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("has a certificate that cannot be read", e);
        }
        if (read.isEmpty()) {
            throw new IllegalArgumentException("has no certificate in PEM form");
        }
        return List.copyOf(read);
    }

    /** Shows the one certificate whatever issuers a registry says it wants: it was named for it. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "client";
        private final Client client;

        private OneKey(Client client) {
            this.client = client;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return List.of(types).contains(client.key().getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return chooseClientAlias(types, issuers, null);
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return client.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return client.key();
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
