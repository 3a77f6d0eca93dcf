package dev.attest.signing.oidc.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All three logins against a provider, and what a provider or somebody else can do wrong in their course. */
class LoginTest {
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

    @Test
    void a_person_logs_in_in_the_browser() throws Exception {
        var pages = new ArrayList<Integer>();

        IdentityToken token = browser(address -> pages.add(FakeProvider.browse(address)))
                .token()
                .orElseThrow();

        assertThat(token.subject()).isEqualTo("jane@example.org");
        assertThat(token.issuer()).isEqualTo(provider.issuer());
        assertThat(pages).containsExactly(200);
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0)).startsWith("visit " + provider.issuer() + "/auth?tenant=1&client_id=sigstore&");
        assertThat(shown.get(0)).doesNotContain(provider.forms.get(0).get("code_verifier"));
    }

    @Test
    void no_two_logins_share_what_must_not_be_guessed() throws Exception {
        browser(FakeProvider::browse).token();
        browser(FakeProvider::browse).token();

        Map<String, String> first =
                FakeProvider.parameters(URI.create(shown.get(0).substring(6)).getRawQuery());
        Map<String, String> second =
                FakeProvider.parameters(URI.create(shown.get(1).substring(6)).getRawQuery());
        for (String name : List.of("state", "nonce", "code_challenge")) {
            assertThat(first.get(name)).hasSize(43).isNotEqualTo(second.get(name));
        }
    }

    @Test
    void who_does_not_know_the_state_is_turned_away_and_changes_nothing() throws Exception {
        var pages = new ArrayList<Integer>();
        Consumer<URI> attacked = address -> {
            String callback = FakeProvider.parameters(address.getRawQuery()).get("redirect_uri");
            String state = FakeProvider.parameters(address.getRawQuery()).get("state");
            for (String query : List.of(
                    "?code=evil&state=wrong",
                    "?error=access_denied",
                    "",
                    "?state=" + state + "&state=" + state + "&code=evil",
                    "/other?code=evil&state=" + state,
                    "?code=" + "x".repeat(17_000) + "&state=" + state)) {
                pages.add(FakeProvider.browse(URI.create(callback + query)));
            }
            pages.add(FakeProvider.browse(address));
            pages.add(FakeProvider.browse(URI.create(callback + "?code=evil&state=" + state)));
        };

        assertThat(browser(attacked).token()).isPresent();
        assertThat(pages).containsExactly(400, 400, 400, 400, 400, 400, 200, 400);
    }

    @TestFactory
    Stream<DynamicTest> a_provider_that_sends_the_browser_back_wrongly_is_refused() {
        return Stream.of(
                redirect("failed: access_denied", Map.of("error", "access_denied"), "code"),
                redirect("failed: ??x????", Map.of("error", "\u001b[x\nJ9;"), "code"),
                redirect("was answered by another issuer", Map.of("iss", "https://evil.example"), ""),
                redirect("ended without a code", Map.of(), "code"),
                redirect("failed: invalid_grant", Map.of("code", "s3cret-other"), ""),
                redirect("nobody came back from the login at", Map.of("state", "wrong"), ""),
                redirect("nobody came back from the login at", Map.of(), "state"));
    }

    @TestFactory
    Stream<DynamicTest> a_token_that_is_not_the_one_asked_for_is_refused() {
        return Stream.of(
                claims("a token of another login (nonce)", token -> token.put("nonce", "other")),
                claims("a token of another login (nonce)", token -> token.without("nonce")),
                claims("token.nonce: expected a text", token -> token.put("nonce", 7)),
                claims("a token of another issuer", token -> token.put("iss", provider.issuer() + "/")),
                claims("a token of another audience", token -> token.put("aud", "other")),
                claims("a token of another client (azp)", token -> token.put("azp", "other")),
                claims("a token of the past: it has expired", token -> token.put("exp", 1_700_000_000)),
                claims("has not verified its e-mail address", token -> token.put("email_verified", false)),
                claims("ended without a token: identity token.sub", token -> token.without("sub")));
    }

    @Test
    void several_audiences_are_fine_when_ours_is_among_them() throws Exception {
        provider.claims = token -> {
            token.putArray("aud").add("other").add("sigstore");
            return token.put("azp", "sigstore");
        };
        assertThat(browser(FakeProvider::browse).token()).isPresent();
    }

    @Test
    void a_person_enters_a_code_on_another_machine() throws Exception {
        provider.polls.addAll(List.of("authorization_pending", "slow_down", "authorization_pending"));
        provider.device.put("verification_uri_complete", "https://login.example/device?user_code=WDJB-MJHT");

        assertThat(device().token().orElseThrow().subject()).isEqualTo("jane@example.org");
        assertThat(shown).containsExactly("enter WDJB-MJHT https://login.example/device?user_code=WDJB-MJHT PT1M");
        assertThat(clock.pauses).extracting(Duration::toSeconds).containsExactly(5L, 5L, 10L, 10L);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0, 1", "7, 7"})
    void the_providers_interval_is_kept(int interval, long pause) throws Exception {
        provider.device.put("interval", interval);
        device().token();
        assertThat(clock.pauses).containsExactly(Duration.ofSeconds(pause));
    }

    @Test
    void a_provider_without_pkce_gets_no_verifier_for_a_device() throws Exception {
        provider.discovery.remove("code_challenge_methods_supported");

        assertThat(device().token()).isPresent();
        assertThat(provider.forms.get(0)).doesNotContainKey("code_verifier");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_denied", "expired_token", "invalid_grant"})
    void a_code_that_is_refused_or_expired_ends_the_login(String error) {
        provider.polls.addAll(List.of("authorization_pending", error));

        assertThatThrownBy(() -> device().token())
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.REFUSED))
                .hasMessageEndingWith("failed: " + error);
    }

    @Test
    void nobody_waits_for_ever() {
        for (int i = 0; i < 100; i++) {
            provider.polls.add("authorization_pending");
        }
        provider.device.put("expires_in", 999_999_999L);

        assertThatThrownBy(() -> device().token()).hasMessageEndingWith("within 2 s");
        assertThat(provider.forms).isEmpty();

        provider.device.put("interval", 1);
        provider.device.put("expires_in", 100);
        assertThatThrownBy(() -> new DeviceFlow(
                                provider(Duration.ofSeconds(300), Duration.ofSeconds(10)),
                                prompt(),
                                clock::sleep,
                                random)
                        .token())
                .hasMessageEndingWith("within 100 s");
        assertThat(provider.forms).hasSize(99);
    }

    @ParameterizedTest
    @CsvSource({
        "user_code, '\u001b[2J', answer.user_code",
        "user_code, 7, answer.user_code",
        "verification_uri, http://login.example, answer.verification_uri",
        "verification_uri, javascript:alert(1), answer.verification_uri",
        "verification_uri_complete, http://login.example, answer.verification_uri_complete",
        "expires_in, soon, answer.expires_in",
        "interval, -1, answer.interval",
        "device_code, , answer.device_code"
    })
    void a_device_answer_that_could_mislead_is_refused(String member, String value, String place) {
        if (value == null || value.equals("7")) {
            provider.device.put(member, 7);
        } else if (value.equals("-1")) {
            provider.device.put(member, -1);
        } else {
            provider.device.put(member, value);
        }
        assertThatThrownBy(() -> device().token()).hasMessageContaining("answered nonsense: " + place);
        assertThat(shown).isEmpty();
    }

    @Test
    void a_machine_logs_in_with_its_secret() throws Exception {
        var source = new ClientCredentials(provider(), FakeProvider.CLIENT_SECRET);
        assertThat(source.token().orElseThrow().subject()).isEqualTo("jane@example.org");

        assertThatThrownBy(() -> new ClientCredentials(provider(), "s3cret-wrong").token())
                .hasMessageEndingWith("failed: invalid_client")
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void a_provider_without_pkce_is_no_provider_for_a_browser() {
        for (Consumer<ObjectNode> change : List.<Consumer<ObjectNode>>of(
                document -> document.without("code_challenge_methods_supported"),
                document ->
                        document.putArray("code_challenge_methods_supported").add("plain"))) {
            change.accept(provider.discovery);
            assertThatThrownBy(() -> browser(FakeProvider::browse).token())
                    .hasMessageEndingWith("does not support PKCE with S256");
        }
        assertThat(shown).isEmpty();
    }

    @Test
    void a_remote_provider_cannot_name_services_of_this_machine() throws Exception {
        var document =
                StrictJson.parseObject("{\"token_endpoint\":\"http://127.0.0.1:1/x\"}".getBytes(UTF_8), "answer");

        assertThat(new Discovery(document, true).endpoint("token_endpoint")).isPresent();
        assertThatThrownBy(() -> new Discovery(document, false).endpoint("token_endpoint"))
                .hasMessage("answer.token_endpoint: expected an https address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://issuer.example", "ftp://issuer.example", "", "issuer", "https://issuer.example?x=y"})
    void an_issuer_is_an_https_address(String issuer) {
        var other = new IdentityProvider(LoginSettings.of(issuer), provider.client(Duration.ofSeconds(1)), clock);

        assertThatThrownBy(() -> new BrowserFlow(other, prompt(), FakeProvider::browse, random).token())
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .hasMessageStartingWith("the issuer to log in at is not an https address");
    }

    private DynamicTest redirect(String complaint, Map<String, String> changes, String removed) {
        return DynamicTest.dynamicTest(complaint, () -> {
            provider.redirect = answer -> {
                answer.putAll(changes);
                answer.remove(removed);
                return answer;
            };
            var flow = new BrowserFlow(
                    provider(Duration.ofMillis(500), Duration.ofSeconds(20)), prompt(), FakeProvider::browse, random);
            assertThatThrownBy(flow::token)
                    .hasMessageContaining(complaint)
                    .message()
                    .doesNotContain("s3cret");
        });
    }

    private DynamicTest claims(String complaint, UnaryOperator<ObjectNode> change) {
        return DynamicTest.dynamicTest(complaint, () -> {
            provider.claims = change;
            assertThatThrownBy(() -> browser(FakeProvider::browse).token())
                    .hasMessageContaining(complaint)
                    .message()
                    .doesNotContain("eyJ");
        });
    }

    private BrowserFlow browser(Consumer<URI> opened) {
        return new BrowserFlow(provider(), prompt(), opened, random);
    }

    private DeviceFlow device() {
        boolean endless = provider.device.path("expires_in").asLong() > 1000;
        return new DeviceFlow(
                provider(Duration.ofSeconds(endless ? 2 : 300), Duration.ofSeconds(10)),
                prompt(),
                clock::sleep,
                random);
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
