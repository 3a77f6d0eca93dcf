package dev.attest.signing.oidc;

import dev.attest.signing.config.Selection;
import dev.attest.signing.config.Service;
import dev.attest.signing.service.ServiceUrl;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps what is not public out of public logs. A certificate names repository, workflow and commit, and Fulcio logs every
 * certificate in a CT log, so that the certificate authority counts as a log, too. A service is private when it runs on
 * this machine, when the operator says so, or when it is GitHub's instance for private repositories; every other one is
 * public.
 */
public final class LogVisibility {
    private static final String GITHUB = "https://token.actions.githubusercontent.com";
    private static final String GITHUB_AUTHORITY = "fulcio.githubapp.com";

    private final Set<String> privateHosts = new TreeSet<>();
    private final boolean publicLog;

    /**
     * @param privateHosts hosts whose logs outsiders cannot read, without port
     * @param publicLog the user has said yes ({@code --public-log})
     */
    public LogVisibility(Set<String> privateHosts, boolean publicLog) {
        privateHosts.forEach(host -> this.privateHosts.add(host.toLowerCase(Locale.ROOT)));
        this.privateHosts.add(GITHUB_AUTHORITY);
        this.publicLog = publicLog;
    }

    /**
     * To be asked before the token is sent anywhere.
     *
     * @throws SigningException (refused) when the token belongs to a repository that is not public, one of the services
     *     is, and the user has not said yes
     */
    public void requireAllowed(IdentityToken token, Selection services) throws SigningException {
        boolean exposed = token.visibility()
                .filter(visibility -> visibility != RepositoryVisibility.PUBLIC)
                .isPresent();
        List<String> publicHosts = publicHosts(services);
        if (publicLog || !exposed || publicHosts.isEmpty()) {
            return;
        }
        throw SigningException.refused("nothing was sent: "
                + token.repository().map(name -> "the repository " + name).orElse("the repository")
                + " is not public, and " + String.join(" and ", publicHosts)
                + " would publish its name, workflow and commit for good. Say --public-log if everybody may"
                + " know them, or sign with a Sigstore of your own that is declared private"
                + (token.issuer().startsWith(GITHUB)
                        ? ", or with GitHub's for private repositories (" + GITHUB_AUTHORITY + ")"
                        : ""));
    }

    private List<String> publicHosts(Selection services) {
        var all = new ArrayList<Service>(services.witnesses().logs());
        all.add(0, services.certificateAuthority());
        return all.stream()
                .map(Service::url)
                .filter(url -> !isPrivate(url))
                .map(ServiceUrl::host)
                .distinct()
                .toList();
    }

    private boolean isPrivate(URI url) {
        // Plain http is allowed to this machine only.
        return ServiceUrl.parse("http://" + url.getHost()).isPresent()
                || privateHosts.contains(url.getHost().toLowerCase(Locale.ROOT));
    }
}
