package dev.attest.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A CI job of one source repository, whatever CI it is: what Fulcio certified of its token (fulcio docs/oid-info.md) is
 * compared field by field. The repository is known by its URI, by its number, or by both, which then have to agree: a
 * number alone survives a rename, a URI alone passes to whoever takes a name that became free. Whatever is named must be
 * in the certificate and equal; what is not named may be anything.
 *
 * <p>Without a signer, the instructions that signed have to be the repository's own: its {@code .github/…} at GitHub, its
 * {@code //…} at GitLab. Somebody else's reusable workflow is another signer and accepted only where it is named. A job
 * that was run again with a shell for people ({@code ssh-rerun}, CircleCI) is never accepted.
 */
public final class RepositoryIdentity implements AcceptedIdentity {
    /** The issuer of gitlab.com. */
    public static final String GITLAB = "https://gitlab.com";

    private static final int MAX_REFS = 64;
    private static final String RERUN = "ssh-rerun";

    private final Builder asked;

    private RepositoryIdentity(Builder asked) {
        this.asked = asked;
    }

    /** An identity that this issuer vouches for. */
    public static Builder issuedBy(String issuer) {
        return new Builder(issuer);
    }

    /** A project at gitlab.com by its path, {@code group/subgroup/project}; letters count in either case, as there. */
    public static Builder gitLab(String project) {
        AcceptedIdentity.require(
                project.matches("[A-Za-z0-9_.-]{1,255}(/[A-Za-z0-9_.-]{1,255}){1,20}"),
                "a GitLab project is group/project");
        return new Builder(GITLAB).uri(GITLAB + "/" + project).ignoringCase();
    }

    @Override
    public boolean accepts(CertificateClaims claims) {
        return claims.issuer().equals(asked.issuer)
                && claims.kind() == CertificateClaims.SubjectKind.URI
                && isRepository(asked.uri, claims)
                && isOrUnasked(asked.identifier, claims.sourceRepositoryIdentifier())
                && isOrUnasked(asked.ownerIdentifier, claims.sourceRepositoryOwnerIdentifier())
                && isOrUnasked(asked.environment, claims.deploymentEnvironment())
                && isOrUnasked(asked.trigger, claims.buildTrigger())
                && isOrUnasked(asked.visibility, claims.sourceRepositoryVisibility())
                && isAskedRef(claims)
                && isSigner(claims)
                && isConfig(claims)
                && !claims.runnerEnvironment().equals(Optional.of(RERUN));
    }

    private boolean isRepository(@Nullable String uri, CertificateClaims claims) {
        return uri == null
                || claims.sourceRepositoryUri()
                        .filter(claimed -> isSame(uri, claimed))
                        .isPresent();
    }

    private boolean isSame(String one, String other) {
        return asked.ignoresCase ? lower(one).equals(lower(other)) : one.equals(other);
    }

    /** ASCII only: other letters have relatives among them that are no letters of the alphabet asked for. */
    private static String lower(String text) {
        var lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            lower.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return lower.toString();
    }

    private static boolean isOrUnasked(@Nullable String wanted, Optional<String> claimed) {
        return wanted == null || claimed.equals(Optional.of(wanted));
    }

    private boolean isAskedRef(CertificateClaims claims) {
        return asked.refs.isEmpty()
                || claims.sourceRepositoryRef()
                        .filter(ref -> asked.refs.stream().anyMatch(glob -> new Glob(glob).matches(ref)))
                        .isPresent();
    }

    /** The instructions that held the token: the subject, and the claim beside it where there is one. */
    private boolean isSigner(CertificateClaims claims) {
        return isAt(asked.signer, claims, claims.subject())
                && (claims.buildSignerUri().isEmpty()
                        || isAt(asked.signer, claims, claims.buildSignerUri().get()));
    }

    private boolean isConfig(CertificateClaims claims) {
        return asked.config == null
                || claims.buildConfigUri()
                        .filter(config -> isAt(asked.config, claims, config))
                        .isPresent();
    }

    /** {@code uri} is where instructions are and, behind the last @, at which ref. */
    private boolean isAt(@Nullable String glob, CertificateClaims claims, String uri) {
        boolean withRef = glob != null && glob.indexOf('@') >= 0;
        int at = uri.lastIndexOf('@');
        if (at < 0 && (isGitHub() || asked.issuer.equals(GITLAB))) {
            return false;
        }
        String place = withRef || at < 0 ? uri : uri.substring(0, at);
        if (glob != null && glob.contains("://")) {
            return new Glob(glob).matches(place);
        }
        Optional<String> path = claims.sourceRepositoryUri().flatMap(own -> ownPath(own, place));
        return path.isPresent() && (glob == null || new Glob(glob).matches(path.get()));
    }

    /** The path of instructions inside the repository; GitLab separates it by two slashes, as projects may nest. */
    private Optional<String> ownPath(String repository, String place) {
        String separator = isGitHub() ? "/" : "//";
        String own = repository + (isGitHub() ? "/.github/" : separator);
        return place.startsWith(own)
                ? Optional.of(place.substring(repository.length() + separator.length()))
                : Optional.empty();
    }

    /** GitHub's own issuer, an enterprise's below it, or that of a server of one's own. */
    private boolean isGitHub() {
        return asked.issuer.equals(AcceptedIdentity.GitHub.ISSUER)
                || asked.issuer.startsWith(AcceptedIdentity.GitHub.ISSUER + "/")
                || asked.issuer.endsWith("/_services/token");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RepositoryIdentity that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        var text = new StringBuilder("repository");
        append(text, " ", asked.uri);
        append(text, " number ", asked.identifier);
        append(text, ", owner number ", asked.ownerIdentifier);
        append(text, ", signer ", asked.signer);
        append(text, ", config ", asked.config);
        append(text, ", ref ", asked.refs.isEmpty() ? null : String.join(" or ", asked.refs));
        append(text, ", environment ", asked.environment);
        append(text, ", trigger ", asked.trigger);
        append(text, ", visibility ", asked.visibility);
        return text.append(" (").append(asked.issuer).append(')').toString();
    }

    private static void append(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(name).append(value);
        }
    }

    /** What is asked of a job; each may be set once, and a value that is empty is refused. */
    public static final class Builder {
        private final String issuer;
        private @Nullable String uri;
        private @Nullable String identifier;
        private @Nullable String ownerIdentifier;
        private @Nullable String signer;
        private @Nullable String config;
        private @Nullable String environment;
        private @Nullable String trigger;
        private @Nullable String visibility;
        private final List<String> refs = new ArrayList<>();
        private boolean ignoresCase;

        private Builder(String issuer) {
            this.issuer = text(issuer);
        }

        /** The source repository's address without final slash (extension 12). */
        public Builder uri(String value) {
            AcceptedIdentity.require(
                    value.matches("https?://[^\\s/]+/\\S*[^\\s/]"), "a repository's URI is https://host/path");
            uri = value;
            return this;
        }

        /** The repository's number or other lasting identifier (extension 15). */
        public Builder identifier(String value) {
            identifier = text(value);
            return this;
        }

        /** The number of the repository's owner (extension 17). */
        public Builder ownerIdentifier(String value) {
            ownerIdentifier = text(value);
            return this;
        }

        /**
         * A glob for the instructions that sign (the subject, and extension 9 where it is there): a path in the repository itself, or a
         * whole URI with {@code ://} where they may be another's. The ref behind the last @ is left out of the
         * comparison unless the glob holds an @.
         */
        public Builder signer(String glob) {
            signer = glob(glob);
            return this;
        }

        /** As {@link #signer}, for the instructions that began the build (extension 18). */
        public Builder config(String glob) {
            config = glob(glob);
            return this;
        }

        /** One more glob for the ref that was built (extension 14), such as {@code refs/tags/v*}; one has to match. */
        public Builder ref(String glob) {
            AcceptedIdentity.require(refs.size() < MAX_REFS, "more than " + MAX_REFS + " refs");
            refs.add(glob(glob));
            return this;
        }

        /** The deployment environment (extension 23). */
        public Builder environment(String value) {
            environment = text(value);
            return this;
        }

        /** What began the build, such as {@code push} (extension 20). */
        public Builder trigger(String value) {
            trigger = text(value);
            return this;
        }

        /** The repository's visibility when it signed, such as {@code public} (extension 22). */
        public Builder visibility(String value) {
            visibility = text(value);
            return this;
        }

        /** Compares the URI without regard to case, where the host gives no two names that differ only in that. */
        public Builder ignoringCase() {
            ignoresCase = true;
            return this;
        }

        /**
         * The identity.
         *
         * @throws IllegalArgumentException when neither URI nor number is set: an issuer has many repositories
         */
        public RepositoryIdentity build() {
            AcceptedIdentity.require(
                    uri != null || identifier != null, "a repository is known by its URI or its number");
            return new RepositoryIdentity(copy());
        }

        private Builder copy() {
            var copy = new Builder(issuer);
            copy.uri = uri;
            copy.identifier = identifier;
            copy.ownerIdentifier = ownerIdentifier;
            copy.signer = signer;
            copy.config = config;
            copy.environment = environment;
            copy.trigger = trigger;
            copy.visibility = visibility;
            copy.refs.addAll(refs);
            copy.ignoresCase = ignoresCase;
            return copy;
        }

        private static String text(String value) {
            AcceptedIdentity.require(!value.isBlank(), "an identity with an empty part");
            return value;
        }

        private static String glob(String value) {
            return new Glob(value).text();
        }
    }
}
