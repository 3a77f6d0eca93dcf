package dev.attest.cli;

import dev.attest.signing.config.Service;
import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.oidc.AmbientTokens;
import dev.attest.signing.oidc.FileToken;
import dev.attest.signing.oidc.TokenSource;
import dev.attest.signing.oidc.login.BrowserFlow;
import dev.attest.signing.oidc.login.DeviceFlow;
import dev.attest.signing.oidc.login.IdentityProvider;
import dev.attest.signing.oidc.login.LoginPrompt;
import dev.attest.signing.oidc.login.LoginSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Where the identity token of a run comes from, by the options: a file, a login, or what the CI job has by itself. */
final class Tokens {
    private static final Pattern SECRET = Pattern.compile("TOKEN|PASSWORD|SECRET|_PIN|KEY", Pattern.CASE_INSENSITIVE);

    private final Wiring wiring;

    Tokens(Wiring wiring) {
        this.wiring = wiring;
    }

    List<TokenSource> sources(SigningOptions signer, SigningConfig config) {
        if (signer.tokenFile().isPresent()) {
            return List.of(new FileToken(signer.tokenFile().get()));
        }
        if (signer.login().isEmpty()) {
            return AmbientTokens.of(wiring.environment(), wiring.serviceClient(), Path.of("/"));
        }
        String issuer = signer.loginIssuer().orElseGet(() -> issuer(config));
        var provider = new IdentityProvider(LoginSettings.of(issuer), wiring.serviceClient(), wiring.clock());
        var random = new SecureRandom();
        return List.of(
                signer.login().get() == SigningOptions.Login.browser
                        ? new BrowserFlow(provider, prompt(), this::browse, random)
                        : new DeviceFlow(provider, prompt(), pause -> Thread.sleep(pause.toMillis()), random));
    }

    private static String issuer(SigningConfig config) {
        return config.identityProviders().stream()
                .findFirst()
                .map(Service::url)
                .map(URI::toString)
                .orElseThrow(() -> new UsageException(
                        "the signing config names nobody to log in at (oidcUrls); say --login-issuer URL"));
    }

    private LoginPrompt prompt() {
        return new LoginPrompt() {
            @Override
            public void visit(URI address) {
                wiring.tell("log in with a browser: " + address);
            }

            @Override
            public void enter(String userCode, URI address, Duration validFor) {
                wiring.tell("log in at " + address + " and enter the code " + userCode + " within "
                        + validFor.toMinutes() + " minutes");
            }
        };
    }

    /** A browser that cannot be started is no failure: the address was printed. Nothing is looked for on the PATH. */
    private void browse(URI address) {
        String system = System.getProperty("os.name", "");
        String windows = wiring.environment().getOrDefault("SystemRoot", "C:\\Windows");
        List<String> command = system.startsWith("Mac")
                ? List.of("/usr/bin/open", address.toString())
                : system.startsWith("Windows")
                        ? List.of(
                                windows + "\\System32\\rundll32.exe", "url.dll,FileProtocolHandler", address.toString())
                        : List.of("/usr/bin/xdg-open", address.toString());
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> SECRET.matcher(name).find());
        try {
            builder.start();
        } catch (IOException e) {
            // Said above.
        }
    }
}
