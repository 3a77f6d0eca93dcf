package dev.attest.signing.oidc.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.signing.oidc.TokenSource;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A provider that answers wrongly, not at all, or describes itself wrongly: all logins end alike. */
class LoginFailureTest {
    private final SecureRandom random = new SecureRandom();
    private final List<String> shown = new ArrayList<>();
    private final Ticking clock = new Ticking();
    private FakeProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = new FakeProvider();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @TestFactory
    Stream<DynamicTest> a_provider_that_describes_itself_wrongly_is_refused() {
        return Stream.of(
                discovery("calls itself by another name", document -> document.put("issuer", "https://evil.example")),
                discovery("calls itself by another name", document -> document.put("issuer", provider.issuer() + "/")),
                discovery("answered nonsense: answer.issuer", document -> document.put("issuer", 7)),
                discovery("answer.token_endpoint: expected an https", document -> document.without("token_endpoint")),
                discovery(
                        "answer.token_endpoint: expected an https",
                        document -> document.put("token_endpoint", "http://evil.example/token")),
                discovery(
                        "answer.token_endpoint: expected an https",
                        document -> document.put("token_endpoint", "file:///etc/passwd")));
    }

    @TestFactory
    Stream<DynamicTest> answers_that_fail_are_errors_that_show_no_secret() {
        String secrets = FakeProvider.CODE + " " + FakeProvider.DEVICE_CODE + " " + FakeProvider.CLIENT_SECRET;
        var answers = new TreeMap<String, FakeProvider.Fixed>();
        answers.put("answered 500: ", fixed(500, "application/json", "{\"message\":\"x " + secrets + "\"}"));
        answers.put("answered 429", fixed(429, "application/json", "{\"error\":\"" + secrets + "\"}"));
        answers.put("answered 404", fixed(404, "text/html", "<html>" + secrets + "</html>"));
        answers.put("answered 302", fixed(302, "text/html", secrets));
        answers.put("something else than application/json", fixed(200, "text/html", "<html>" + secrets + "</html>"));
        answers.put("answered nonsense", fixed(200, "application/json", "{\"" + secrets + "\":1}"));
        answers.put("answered nonsense: answer: not JSON", fixed(200, "application/json", secrets));
        answers.put("answered more than", fixed(200, "application/json", secrets.repeat(9000)));
        answers.put(
                "did not answer within 1000 ms",
                new FakeProvider.Fixed(200, "application/json", "{}", Duration.ofMillis(1500)));
        return answers.entrySet().stream()
                .flatMap(answer -> Stream.of("/.well-known/openid-configuration", "/token", "/device")
                        .map(path -> DynamicTest.dynamicTest(path + " " + answer.getKey(), () -> {
                            provider.fixed.clear();
                            provider.fixed.put(path, answer.getValue());
                            Duration within = Duration.ofMillis(answer.getKey().contains("1000 ms") ? 1000 : 20_000);
                            if (answer.getKey().contains("1000 ms") && !path.equals("/token")) {
                                return;
                            }
                            for (TokenSource source : sources(provider(Duration.ofSeconds(20), within))) {
                                if (path.equals("/device") && !(source instanceof DeviceFlow)) {
                                    continue;
                                }
                                requireFailure(source, path, answer.getKey());
                            }
                        })));
    }

    private List<TokenSource> sources(IdentityProvider at) {
        return List.of(
                new BrowserFlow(at, prompt(), FakeProvider::browse, random),
                new DeviceFlow(at, prompt(), clock::sleep, random),
                new ClientCredentials(at, FakeProvider.CLIENT_SECRET));
    }

    /** The discovery document and the device grant are asked for without a secret: nothing there needs to be hidden. */
    private static void requireFailure(TokenSource source, String path, String complaint) {
        assertThatThrownBy(source::token)
                .isInstanceOfSatisfying(SigningException.class, e -> {
                    assertThat(e.kind()).isNotEqualTo(SigningException.Kind.USAGE);
                    assertThat(e).hasNoCause();
                })
                .hasMessageContaining(complaint)
                .message()
                .doesNotContain("\n")
                .satisfies(message -> {
                    if (path.equals("/token")) {
                        assertThat(message).doesNotContain(mine(source));
                    }
                });
    }

    private static String mine(TokenSource source) {
        if (source instanceof BrowserFlow) {
            return FakeProvider.CODE;
        }
        return source instanceof DeviceFlow ? FakeProvider.DEVICE_CODE : FakeProvider.CLIENT_SECRET;
    }

    private static FakeProvider.Fixed fixed(int status, String type, String body) {
        return new FakeProvider.Fixed(status, type, body, Duration.ZERO);
    }

    private DynamicTest discovery(String complaint, Consumer<ObjectNode> change) {
        return DynamicTest.dynamicTest(complaint, () -> {
            ObjectNode good = provider.discovery.deepCopy();
            change.accept(provider.discovery);
            for (TokenSource source : sources(provider())) {
                assertThatThrownBy(source::token).hasMessageContaining(complaint);
            }
            assertThat(shown).isEmpty();
            provider.discovery.removeAll();
            provider.discovery.setAll(good);
        });
    }

    private IdentityProvider provider() {
        return provider(Duration.ofSeconds(2), Duration.ofSeconds(20));
    }

    private IdentityProvider provider(Duration patience, Duration answerWithin) {
        return new IdentityProvider(
                new LoginSettings(provider.issuer(), "sigstore", patience), provider.client(answerWithin), clock);
    }

    private LoginPrompt prompt() {
        return new LoginPrompt() {
            @Override
            public void visit(URI address) {
                shown.add("visit " + address);
            }

            @Override
            public void enter(String userCode, URI address, Duration validFor) {
                shown.add("enter " + userCode + " " + address + " " + validFor);
            }
        };
    }
}
