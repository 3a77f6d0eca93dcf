package dev.attest.signing.key;

import dev.attest.signing.service.SigningException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the passwords and PINs of keys come from: the environment, else somebody at a terminal. */
public final class Passwords {
    /** The variable that is looked at first, for keys of every kind. */
    public static final String VARIABLE = "ATTEST_KEY_PASSWORD";

    /** Every variable that may hold a password or PIN; programs that are run for a token or a key do not get them. */
    public static final Set<String> VARIABLES = Set.of(VARIABLE, "COSIGN_PASSWORD", "COSIGN_PKCS11_PIN");

    private final Map<String, String> environment;
    private final Prompt prompt;

    /** Asks a person, without echo; empty where nobody can be asked. {@code Console.readPassword} is one. */
    public interface Prompt {
        Optional<char[]> ask(String question);
    }

    public Passwords(Map<String, String> environment, Prompt prompt) {
        this.environment = Map.copyOf(environment);
        this.prompt = prompt;
    }

    /**
     * The secret of {@code what}, from {@link #VARIABLE} or cosign's {@code variable}, else asked for; the caller closes it.
     *
     * @throws SigningException when there is none and nobody can be asked
     */
    public Secret of(String what, String variable) throws SigningException {
        for (String name : List.of(VARIABLE, variable)) {
            String value = environment.get(name);
            if (value != null) {
                return new Secret(value.toCharArray());
            }
        }
        char[] answer = prompt.ask("Password of " + what + ": ")
                .orElseThrow(() -> SigningException.usage(what + " needs a password or PIN: set " + VARIABLE + " or "
                        + variable + ", or run at a terminal"));
        return new Secret(answer);
    }
}
