package dev.attest.testvectors;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request to a registry is for (OCI distribution-spec 1.1), as its method and path tell. */
public enum Step {
    /** Reads a manifest by a tag that is none of ours. */
    RESOLVE,
    /** Reads a manifest by its digest. */
    MANIFEST,
    /** Reads the configuration of a manifest that was read before. */
    CONFIG,
    /** Reads any other blob. */
    BLOB,
    /** Asks the referrers API. */
    REFERRERS,
    /** Reads the index under a fallback tag. */
    FALLBACK,
    /** Reads what cosign left under a tag that ends in .sig or .att. */
    LEGACY,
    BLOB_HEAD,
    UPLOAD_START,
    UPLOAD_DATA,
    UPLOAD_END,
    /** Pushes a manifest by its digest. */
    MANIFEST_PUT,
    FALLBACK_PUT,
    TAG_PUT,
    TOKEN,
    OTHER;

    private static final Set<Step> READS =
            EnumSet.of(RESOLVE, MANIFEST, CONFIG, BLOB, REFERRERS, FALLBACK, LEGACY, TOKEN);
    private static final Pattern PATH = Pattern.compile("/v2/.+?/(manifests|blobs|referrers|tags)/(.+)");
    private static final Pattern FALLBACK_TAG = Pattern.compile("sha(256|512)-[0-9a-f]{64,128}");
    private static final Pattern LEGACY_TAG = Pattern.compile("sha256-[0-9a-f]{64}\\.(sig|att)");

    /** The step of a request for a path without query; {@code configs} are digests known to be configurations. */
    public static Step of(String method, String path, Set<String> configs) {
        if (path.endsWith("/token")) {
            return TOKEN;
        }
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return OTHER;
        }
        String name = matcher.group(2);
        return switch (matcher.group(1)) {
            case "manifests" -> method.equals("PUT") ? put(name) : read(method, name);
            case "blobs" -> name.startsWith("uploads/") ? upload(method) : blob(method, configs.contains(name));
            case "referrers" -> REFERRERS;
            default -> OTHER;
        };
    }

    /** Whether an answer carries a body that a client reads. */
    public boolean isRead() {
        return READS.contains(this);
    }

    /** Whether an answer lists what is attached and may be out of date. */
    public boolean isListing() {
        return this == REFERRERS || this == FALLBACK;
    }

    /** Whether a request reads or writes the index under a fallback tag. */
    public boolean isFallback() {
        return this == FALLBACK || this == FALLBACK_PUT;
    }

    private static Step read(String method, String name) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return OTHER;
        }
        if (name.contains(":")) {
            return MANIFEST;
        }
        if (LEGACY_TAG.matcher(name).matches()) {
            return LEGACY;
        }
        return FALLBACK_TAG.matcher(name).matches() ? FALLBACK : RESOLVE;
    }

    private static Step put(String name) {
        if (name.contains(":")) {
            return MANIFEST_PUT;
        }
        return FALLBACK_TAG.matcher(name).matches() ? FALLBACK_PUT : TAG_PUT;
    }

    private static Step blob(String method, boolean config) {
        return switch (method) {
            case "HEAD" -> BLOB_HEAD;
            case "GET" -> config ? CONFIG : BLOB;
            default -> OTHER;
        };
    }

    private static Step upload(String method) {
        return switch (method) {
            case "POST" -> UPLOAD_START;
            case "PATCH" -> UPLOAD_DATA;
            case "PUT" -> UPLOAD_END;
            default -> OTHER;
        };
    }
}
