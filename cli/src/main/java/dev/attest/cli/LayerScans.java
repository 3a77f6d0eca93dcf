package dev.attest.cli;

import dev.attest.oci.Digest;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.ScanLimits;
import dev.attest.sbom.cache.LayerCache;
import dev.attest.sbom.cache.LayerStore;
import dev.attest.sbom.catalog.Catalogers;
import dev.attest.sbom.java.ArchiveIndex;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the scanner of a command: with the cache of layers, unless the user wants none. */
final class LayerScans {
    private static final long MAX_CACHE_BYTES = 512L << 20;

    private LayerScans() {}

    static ImageScanner scanner(Wiring wiring, CacheOptions options) throws IOException {
        return scanner(wiring, options, store(wiring, options));
    }

    /** As {@link #scanner}, for several images: a layer that two of them share is read once, with a cache or without. */
    static ImageScanner remembering(Wiring wiring, CacheOptions options) throws IOException {
        return scanner(wiring, options, new RememberedLayers(store(wiring, options)));
    }

    /** One that keeps nothing and takes nothing that was kept: that is not what lies in the layers now. */
    static ImageScanner fresh(Wiring wiring, Optional<Path> javaIndex) throws IOException {
        return indexed(new ImageScanner(wiring.executor(), ScanLimits.DEFAULT), javaIndex);
    }

    private static ImageScanner scanner(Wiring wiring, CacheOptions options, LayerStore store) throws IOException {
        return indexed(new ImageScanner(wiring.executor(), ScanLimits.DEFAULT, store), options.javaIndex());
    }

    private static ImageScanner indexed(ImageScanner scanner, Optional<Path> javaIndex) throws IOException {
        return javaIndex.isPresent() ? scanner.with(index(javaIndex.get())) : scanner;
    }

    private static LayerStore store(Wiring wiring, CacheOptions options) {
        return options.isOn()
                ? new LayerCache(
                        options.folder().orElseGet(() -> wiring.cacheDirectory().resolve("layers")),
                        MAX_CACHE_BYTES,
                        code(),
                        wiring.clock())
                : LayerStore.NONE;
    }

    private static ArchiveIndex index(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UsageException("--java-index: there is no file " + file);
        }
        try {
            return ArchiveIndex.of(file);
        } catch (MalformedContentException e) {
            throw new UsageException("--java-index: " + e.getMessage());
        }
    }

    /** The catalogers by name and version, and the very code: a build between versions does not find another one's scans. */
    private static String code() {
        String catalogers = Catalogers.ALL.stream().map(one -> one.id()).collect(Collectors.joining(" "));
        return VersionProvider.version()
                + ' '
                + catalogers
                + ' '
                + digest(ImageScanner.class)
                + ' '
                + digest(Digest.class);
    }

    private static String digest(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar)
                    ? Digest.sha256(Files.readAllBytes(jar)).hex()
                    : "";
        } catch (IOException | URISyntaxException e) {
            return "";
        }
    }
}
