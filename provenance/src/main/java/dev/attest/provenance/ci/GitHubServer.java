package dev.attest.provenance.ci;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The GitHub whose Actions issued a token. */
final class GitHubServer {
    private static final String ISSUER = "https://token.actions.githubusercontent.com";
    private static final String GITHUB = "https://github.com";
    private static final String SLUG = "(?:/[A-Za-z0-9][A-Za-z0-9_.-]{0,99})?";
    private static final Pattern PUBLIC = Pattern.compile(Pattern.quote(ISSUER) + SLUG);
    private static final Pattern RESIDENT =
            Pattern.compile("https://token\\.actions\\.([a-z0-9][a-z0-9-]{0,62})\\.ghe\\.com" + SLUG);
    private static final Pattern ENTERPRISE =
            Pattern.compile("(https://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)/_services/token" + SLUG);

    private GitHubServer() {}

    /**
     * The server that issues as {@code issuer}: github.com, alone or with an enterprise's slug; an enterprise at ghe.com; an
     * enterprise server. Empty for everybody else.
     */
    static Optional<String> of(String issuer) {
        if (PUBLIC.matcher(issuer).matches()) {
            return Optional.of(GITHUB);
        }
        Matcher resident = RESIDENT.matcher(issuer);
        if (resident.matches()) {
            return Optional.of("https://" + resident.group(1) + ".ghe.com");
        }
        Matcher enterprise = ENTERPRISE.matcher(issuer);
        return enterprise.matches() ? RemoteUrl.page(enterprise.group(1)) : Optional.empty();
    }
}
