package dev.attest.testvectors;

import com.sun.net.httpserver.HttpExchange;
import dev.attest.testvectors.FakeRegistry.Habit;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks who comes to a {@link FakeRegistry}: Basic, or a token of its own service (distribution token specification). */
final class RegistryLogin {
    private static final byte[] NOTHING = new byte[0];

    private final Set<Habit> habits;
    private final String root;
    private final AtomicInteger generation = new AtomicInteger();

    /** {@code root} is the registry's address, such as {@code http://127.0.0.1:5000}. */
    RegistryLogin(Set<Habit> habits, String root) {
        this.habits = habits;
        this.root = root;
    }

    /** No token that was given so far is good any more. */
    void expire() {
        generation.incrementAndGet();
    }

    /** Answers with a challenge unless the request may be made; true when it may. */
    boolean admits(HttpExchange exchange, String repository) throws IOException {
        String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String action = action(exchange.getRequestMethod());
        boolean basic = habits.contains(Habit.BASIC);
        boolean good =
                basic ? given.equals(basic()) : !habits.contains(Habit.TOKEN) || holds(given, repository, action);
        if (!good) {
            String scope = repository.isEmpty() ? "" : ",scope=\"repository:" + repository + ":" + asked(action) + "\"";
            String challenge =
                    basic ? "Basic realm=\"fake\"" : "Bearer realm=\"" + root + "/token\",service=\"fake\"" + scope;
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            FakeRegistry.refuse(exchange, 401, "UNAUTHORIZED");
        }
        return good;
    }

    /** Gives a token for the scopes that are asked for, to user and password or to the identity token. */
    void token(HttpExchange exchange, byte[] body) throws IOException {
        boolean post = exchange.getRequestMethod().equals("POST");
        String query = post
                ? new String(body, StandardCharsets.UTF_8)
                : String.valueOf(exchange.getRequestURI().getRawQuery());
        String form = "&" + URLDecoder.decode(query, StandardCharsets.UTF_8) + "&";
        boolean good = post
                ? form.contains("&refresh_token=" + FakeRegistry.IDENTITY_TOKEN + "&")
                        || (form.contains("&username=" + FakeRegistry.USER + "&")
                                && form.contains("&password=" + FakeRegistry.PASSWORD + "&"))
                : basic().equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!good) {
            FakeRegistry.answer(exchange, 401, "", NOTHING);
            return;
        }
        var scopes = new TreeSet<String>();
        for (String parameter : form.split("&", -1)) {
            if (parameter.startsWith("scope=")) {
                scopes.addAll(
                        Arrays.asList(parameter.substring("scope=".length()).split(" ")));
            }
        }
        String token = generation.get() + " " + String.join(" ", scopes);
        String name = post ? "access_token" : "token";
        byte[] answer = ("{\"" + name + "\":\"" + encode(token) + "\"}").getBytes(StandardCharsets.UTF_8);
        FakeRegistry.answer(exchange, 200, "application/json", answer);
    }

    private boolean holds(String header, String repository, String action) {
        if (!header.startsWith("Bearer ")) {
            return false;
        }
        String token;
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(header.substring("Bearer ".length()));
            token = new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return false;
        }
        List<String> parts = List.of(token.split(" "));
        if (!parts.get(0).equals(String.valueOf(generation.get()))) {
            return false;
        }
        String prefix = "repository:" + repository + ":";
        return repository.isEmpty()
                || parts.stream().filter(part -> part.startsWith(prefix)).anyMatch(part -> List.of(
                                part.substring(prefix.length()).split(","))
                        .contains(action));
    }

    private static String action(String method) {
        return switch (method) {
            case "GET", "HEAD" -> "pull";
            case "DELETE" -> "delete";
            default -> "push";
        };
    }

    private static String asked(String action) {
        return action.equals("pull") ? "pull" : "pull," + action;
    }

    private static String basic() {
        String pair = FakeRegistry.USER + ":" + FakeRegistry.PASSWORD;
        return "Basic " + encode(pair, Base64.getEncoder());
    }

    private static String encode(String text) {
        return encode(text, Base64.getUrlEncoder().withoutPadding());
    }

    private static String encode(String text, Base64.Encoder encoder) {
        return encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
