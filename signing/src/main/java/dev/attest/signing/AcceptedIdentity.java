package dev.attest.signing;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Somebody whose signature is accepted. Every comparison is of whole values: nothing matches in part. */
public sealed interface AcceptedIdentity
        permits AcceptedIdentity.Exact,
                AcceptedIdentity.Matching,
                AcceptedIdentity.GitHub,
                AcceptedIdentity.WithoutIssuer,
                RepositoryIdentity {
    boolean accepts(CertificateClaims claims);

    /** Exactly this subject, vouched for by exactly this issuer. */
    record Exact(String issuer, String subject) implements AcceptedIdentity {
        public Exact {
            require(!issuer.isBlank() && !subject.isBlank(), "an identity needs an issuer and a subject");
        }

        @Override
        public boolean accepts(CertificateClaims claims) {
            return claims.issuer().equals(issuer) && claims.subject().equals(subject);
        }

        @Override
        public String toString() {
            return subject + " (" + issuer + ")";
        }
    }

    /** A subject that a regular expression matches from its first to its last character. */
    record Matching(String issuer, String subject) implements AcceptedIdentity {
        private static final int MAX_CHARACTERS = 1024;

        public Matching {
            require(!issuer.isBlank() && !subject.isBlank(), "an identity needs an issuer and a subject");
            require(subject.length() <= MAX_CHARACTERS, "a regular expression of more than 1024 characters");
            try {
                Pattern.compile(subject);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("not a regular expression: " + e.getDescription(), e);
            }
        }

        @Override
        public boolean accepts(CertificateClaims claims) {
            try {
                return claims.issuer().equals(issuer)
                        && Pattern.compile(subject).matcher(claims.subject()).matches();
            } catch (StackOverflowError e) {
                // Some expressions recurse once per character, and the signer chooses the characters.
                return false;
            }
        }

        @Override
        public String toString() {
            return "/" + subject + "/ (" + issuer + ")";
        }
    }

    /**
     * A GitHub Actions workflow. The repository is {@code owner/name}, compared without case as GitHub does, or its number;
     * workflow (a path such as {@code .github/workflows/release.yml}, of the workflow that held the token) and ref
     * ({@code refs/tags/v*}) are globs in which {@code *} stops at a slash and {@code **} does not. A workflow of
     * another repository is named with it: {@code owner/name/.github/workflows/x.yml}; without a name any workflow of the
     * repository itself is accepted. {@link RepositoryIdentity} asks for more, and for other forges.
     */
    record GitHub(String repository, Optional<String> workflow, Optional<String> ref, Optional<String> environment)
            implements AcceptedIdentity {
        public static final String ISSUER = "https://token.actions.githubusercontent.com";

        private static final String HOST = "https://github.com/";

        public GitHub {
            require(
                    repository.matches("[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}|[1-9][0-9]{0,17}"),
                    "a repository is owner/name or its number");
            workflow.ifPresent(Glob::new);
            ref.ifPresent(Glob::new);
        }

        @Override
        public boolean accepts(CertificateClaims claims) {
            return claims.subject().startsWith(HOST) && asRepository().build().accepts(claims);
        }

        /** The same, to ask for more. */
        public RepositoryIdentity.Builder asRepository() {
            RepositoryIdentity.Builder asked =
                    RepositoryIdentity.issuedBy(ISSUER).ignoringCase();
            if (repository.contains("/")) {
                asked.uri(HOST + repository);
            } else {
                asked.identifier(repository);
            }
            workflow.ifPresent(glob -> asked.signer(glob.startsWith(".github/") ? glob : HOST + glob));
            ref.ifPresent(asked::ref);
            environment.ifPresent(asked::environment);
            return asked;
        }

        @Override
        public String toString() {
            return "GitHub repository " + repository
                    + workflow.map(glob -> ", workflow " + glob).orElse("")
                    + ref.map(glob -> ", ref " + glob).orElse("")
                    + environment.map(name -> ", environment " + name).orElse("");
        }
    }

    /**
     * The holder of a certificate that an authority of one's own issued, to whom no OIDC issuer testified: exactly this
     * subject alternative name (e-mail address or URI). Never somebody with a certificate of Fulcio's, whose claims
     * always name an issuer, even where the trusted root lists both authorities.
     */
    record WithoutIssuer(CertificateClaims.SubjectKind kind, String subject) implements AcceptedIdentity {
        public WithoutIssuer {
            require(!subject.isBlank(), "an identity needs a subject");
            require(kind != CertificateClaims.SubjectKind.USER_NAME, "a subject without issuer is an e-mail or a URI");
        }

        @Override
        public boolean accepts(CertificateClaims claims) {
            return !claims.hasIssuer()
                    && claims.extensions().isEmpty()
                    && claims.kind() == kind
                    && claims.subject().equals(subject);
        }

        @Override
        public String toString() {
            return subject + " (no issuer)";
        }
    }

    /** Usage errors are IllegalArgumentExceptions. */
    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
