package dev.attest.localsigstore;

import dev.attest.localsigstore.Authority.Party;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The client's side of an {@link Authority}: {@code trusted_root.json} and {@code signing_config.json} of protobuf-specs. */
final class TrustedRoot {

    private static final String ROOT_TYPE = "application/vnd.dev.sigstore.trustedroot+json;version=0.1";
    private static final String CONFIG_TYPE = "application/vnd.dev.sigstore.signingconfig.v0.2+json";

    private TrustedRoot() {}

    static byte[] write(Authority authority) {
        return Json.canonical(Map.of(
                "mediaType", ROOT_TYPE,
                "certificateAuthorities", List.of(chain(authority, Names.FULCIO, authority.fulcioChain())),
                "tlogs", List.of(log(authority, Names.REKOR, Party.REKOR), logV2(authority)),
                "ctlogs", List.of(log(authority, Names.CT_LOG, Party.CT_LOG)),
                "timestampAuthorities", List.of(chain(authority, Names.TIMESTAMP, authority.timestampChain()))));
    }

    /** For Rekor v2 both logs are listed, as the public instance does: clients take the highest version they know. */
    static byte[] signingConfig(Authority authority, String base, RekorVersion version) {
        Map<String, Object> any = Map.of("selector", "ANY");
        Map<String, Object> rekor = service(authority, base, 1);
        return Json.canonical(Map.of(
                "mediaType",
                CONFIG_TYPE,
                "caUrls",
                List.of(service(authority, base, 1)),
                "oidcUrls",
                List.of(service(authority, base, 1)),
                "rekorTlogUrls",
                version == RekorVersion.V1 ? List.of(rekor) : List.of(service(authority, base, 2), rekor),
                "rekorTlogConfig",
                any,
                "tsaUrls",
                List.of(service(authority, base + TimestampAuthority.PATH, 1)),
                "tsaConfig",
                any));
    }

    private static Map<String, Object> service(Authority authority, String url, int version) {
        return Map.of(
                "url", url, "majorApiVersion", version, "validFor", since(authority), "operator", Names.ORGANIZATION);
    }

    private static Map<String, Object> log(Authority authority, String url, Party party) {
        Map<String, Object> id = Map.of("keyId", base64(Sha256.of(authority.publicKey(party))));
        return Map.of(
                "baseUrl",
                url,
                "hashAlgorithm",
                "SHA2_256",
                "publicKey",
                publicKey(authority, party, "PKIX_ECDSA_P256_SHA_256"),
                "logId",
                id);
    }

    /** The origin of its checkpoints is the base URL without the scheme (rekor-tiles, CLIENTS.md). */
    private static Map<String, Object> logV2(Authority authority) {
        Map<String, Object> id = Map.of("keyId", base64(RekorV2.keyId(authority.publicKey(Party.REKOR_V2))));
        return Map.of(
                "baseUrl",
                Names.REKOR_V2,
                "hashAlgorithm",
                "SHA2_256",
                "publicKey",
                publicKey(authority, Party.REKOR_V2, "PKIX_ED25519"),
                "logId",
                id);
    }

    private static Map<String, Object> publicKey(Authority authority, Party party, String keyDetails) {
        return Map.of(
                "rawBytes", base64(authority.publicKey(party)),
                "keyDetails", keyDetails,
                "validFor", since(authority));
    }

    private static Map<String, Object> chain(Authority authority, String url, List<X509Certificate> chain) {
        var certificates = chain.stream()
                .map(certificate -> Map.of("rawBytes", base64(Certificates.encoded(certificate))))
                .toList();
        return Map.of(
                "subject", Map.of("organization", Names.ORGANIZATION, "commonName", commonName(chain)),
                "uri", url,
                "certChain", Map.of("certificates", certificates),
                "validFor", since(authority));
    }

    private static String commonName(List<X509Certificate> chain) {
        String root = chain.get(chain.size() - 1).getSubjectX500Principal().getName();
        return root.substring(root.indexOf("CN=") + 3).replaceAll(",.*", "");
    }

    private static Map<String, Object> since(Authority authority) {
        return Map.of("start", authority.created().toString());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
