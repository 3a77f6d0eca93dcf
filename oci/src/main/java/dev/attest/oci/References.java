package dev.attest.oci;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses what a user writes as IMAGE. Names follow the grammar of the OCI distribution-spec and docker's defaults
 * ({@code nginx:1} is {@code docker.io/library/nginx:1}); what is not a reference is an
 * {@link IllegalArgumentException} of one sentence.
 */
public final class References {
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_NAME_LENGTH = 255;
    private static final String DOCKER_HUB = "docker.io";

    // Possessive where it can be: these run over what others wrote.
    private static final String HOST_PART = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern REGISTRY = Pattern.compile("(?:" + HOST_PART + "(?:\\." + HOST_PART
            + ")*+|\\[(?:::1|[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7})\\])(?::[0-9]{1,5})?");
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]++(?:(?:\\.|_|__|-++)[a-z0-9]++)*+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    private References() {}

    /** Parses {@code image}; {@code defaultRepository} ({@code registry/repo}) completes a digest that stands alone. */
    public static Reference parse(String image, Optional<String> defaultRepository) {
        if (image.isEmpty() || image.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an image reference has 1 to " + MAX_LENGTH + " characters");
        }
        if (image.startsWith("oci:")) {
            return layout(image.substring("oci:".length()));
        }
        if (image.startsWith("oci-archive:")) {
            return archive(image.substring("oci-archive:".length()));
        }
        if (image.startsWith("docker-archive:")) {
            return new Reference.Archive(
                    Reference.Archive.Kind.DOCKER, path(image.substring("docker-archive:".length())));
        }
        if (image.startsWith("sha256:") || image.startsWith("sha512:")) {
            String repository = defaultRepository.orElseThrow(
                    () -> new IllegalArgumentException(
                            "a digest alone does not say where the image is; name its repository, as in registry/repo@sha256:…"));
            return named(registry(repository + "@" + image));
        }
        return named(registry(image));
    }

    /**
     * Parses a place to move an image to: {@code registry/repo[:tag]}, {@code oci:DIR[:tag]} or {@code
     * oci-archive:FILE[:tag]}. A digest is what the image brings along and is refused.
     */
    public static Reference parseDestination(String place) {
        if (place.startsWith("docker-archive:")) {
            throw new IllegalArgumentException("a docker archive holds neither manifests nor evidence and is not"
                    + " written; use oci-archive:FILE, which docker and podman load too");
        }
        if (place.startsWith("sha256:") || place.startsWith("sha512:")) {
            throw new IllegalArgumentException("a destination is named by its repository, as in registry/repo:TAG");
        }
        boolean registry = !place.startsWith("oci:") && !place.startsWith("oci-archive:");
        Reference destination = registry && !place.isEmpty() && place.length() <= MAX_LENGTH
                ? registry(place)
                : parse(place, Optional.empty());
        if (destination.digest().isPresent()) {
            throw new IllegalArgumentException(
                    "a destination is named by a tag or by none; the digest is the image's own");
        }
        return destination;
    }

    private static Reference.Registry named(Reference.Registry image) {
        if (image.tag().isEmpty() && image.digest().isEmpty()) {
            throw new IllegalArgumentException(
                    "an image is named by a tag or a digest: add :TAG or @sha256:… to the name");
        }
        return image;
    }

    private static Reference.Registry registry(String image) {
        if (image.startsWith("/") || image.startsWith("./") || image.startsWith("../")) {
            throw new IllegalArgumentException(
                    "a path is written with what is there: oci:DIR, oci-archive:FILE or docker-archive:FILE");
        }
        int at = image.indexOf('@');
        Optional<Digest> digest = at < 0 ? Optional.empty() : Optional.of(Digest.parse(image.substring(at + 1)));
        String named = at < 0 ? image : image.substring(0, at);
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        Optional<String> tag = tagged ? Optional.of(tag(named.substring(colon + 1))) : Optional.empty();
        String name = tagged ? named.substring(0, colon) : named;
        int slash = name.indexOf('/');
        boolean hosted = slash > 0 && isHost(name.substring(0, slash));
        String host = hosted ? name.substring(0, slash) : DOCKER_HUB;
        String path = hosted ? name.substring(slash + 1) : name;
        check(host, path);
        String registry = canonical(host);
        boolean official = registry.equals(DOCKER_HUB) && path.indexOf('/') < 0;
        return new Reference.Registry(registry, official ? "library/" + path : path, tag, digest);
    }

    /** A registry's host, with {@code :PORT} where needed, under the name that references have for it. */
    public static String registryName(String host) {
        checkRegistry(host);
        return canonical(host);
    }

    /** Checks a repository's name or the front part of one. */
    public static void checkRepository(String path) {
        for (String component : path.split("/", -1)) {
            if (!COMPONENT.matcher(component).matches()) {
                throw new IllegalArgumentException(
                        "a repository's name is made of lower-case letters, digits and single"
                                + " separators (. _ -) between slashes");
            }
        }
    }

    private static String canonical(String host) {
        return host.equals("index.docker.io") || host.equals("registry-1.docker.io") ? DOCKER_HUB : host;
    }

    /** Docker's rule for telling {@code registry/repo} from {@code user/repo}. */
    private static boolean isHost(String first) {
        return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    }

    private static void check(String host, String path) {
        if (host.length() + 1 + path.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("a repository's name has at most " + MAX_NAME_LENGTH + " characters");
        }
        checkRegistry(host);
        checkRepository(path);
    }

    private static void checkRegistry(String host) {
        if (!REGISTRY.matcher(host).matches() || !isUsable(host)) {
            throw new IllegalArgumentException("a registry is named by its host, with :PORT where needed");
        }
        Matcher port = Pattern.compile(":([0-9]{1,5})$").matcher(host);
        if (port.find() && (Integer.parseInt(port.group(1)) > 65535 || Integer.parseInt(port.group(1)) == 0)) {
            throw new IllegalArgumentException("a registry's port is 1 to 65535");
        }
    }

    /** Some that fit the grammar are no hosts, such as {@code 1.2.3} or a wrong IPv6 address. */
    private static boolean isUsable(String host) {
        try {
            return new URI("http://" + host).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String tag(String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException(
                    "a tag has 1 to 128 letters, digits, '.', '_' and '-', and does not begin with '.' or '-'");
        }
        return tag;
    }

    private static Reference.Layout layout(String rest) {
        Choice choice = choice(rest);
        return new Reference.Layout(choice.path(), choice.tag(), choice.digest());
    }

    private static Reference.Archive archive(String rest) {
        Choice choice = choice(rest);
        return new Reference.Archive(Reference.Archive.Kind.OCI, choice.path(), choice.tag(), choice.digest());
    }

    /** A path, and which of the images there is meant. */
    private record Choice(Path path, Optional<String> tag, Optional<Digest> digest) {}

    private static Choice choice(String rest) {
        int slash = rest.lastIndexOf('/');
        int at = rest.indexOf('@', slash + 1);
        String left = at < 0 ? rest : rest.substring(0, at);
        int colon = left.indexOf(':', slash + 1);
        if (at >= 0 && colon >= 0) {
            throw new IllegalArgumentException(
                    "an image in a layout or archive is named by a tag or by a digest, not by both");
        }
        Optional<Digest> digest = at < 0 ? Optional.empty() : Optional.of(Digest.parse(rest.substring(at + 1)));
        Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(tag(left.substring(colon + 1)));
        return new Choice(path(colon < 0 ? left : left.substring(0, colon)), tag, digest);
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the path of the layout or archive is missing");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("the path of the layout or archive is not valid", e);
        }
    }
}
