package dev.attest.localsigstore;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a verified identity token says of its bearer.
 *
 * @param claims every claim that is a text, a number or a boolean, as text
 */
record IdentityToken(Map<String, String> claims) {

    private static final Pattern EMAIL =
            Pattern.compile("[\\x21-\\x7e&&[^@<>()\\[\\],;:\"]]{1,64}@[A-Za-z0-9.-]{1,253}");
    private static final Pattern URI = Pattern.compile("https?://[\\x21-\\x7e]{1,2000}");
    private static final String GITHUB = "https://github.com/";

    /** The name in the certificate, and whether it is an e-mail address or else a URI. */
    record Name(String value, boolean email) {}

    IdentityToken {
        claims = Map.copyOf(claims);
    }

    Optional<String> claim(String name) {
        return Optional.ofNullable(claims.get(name)).filter(value -> !value.isEmpty());
    }

    /** What a client signs to prove that it holds its key: the e-mail address where there is one, else the subject. */
    String challenge() throws MalformedInputException {
        return claim("email")
                .or(() -> claim("sub"))
                .orElseThrow(() -> new MalformedInputException("identity token has no subject"));
    }

    Name name() throws MalformedInputException {
        Optional<String> email = claim("email");
        if (email.isPresent()) {
            if (!claim("email_verified").equals(Optional.of("true"))) {
                throw new MalformedInputException("identity token: email_verified is not true");
            }
            return new Name(matching(EMAIL, email.get()), true);
        }
        Optional<String> workflow = claim("job_workflow_ref");
        return new Name(matching(URI, workflow.map(ref -> GITHUB + ref).orElse(challenge())), false);
    }

    private static String matching(Pattern form, String value) throws MalformedInputException {
        if (!form.matcher(value).matches()) {
            throw new MalformedInputException("identity token names neither an e-mail address nor a URI");
        }
        return value;
    }
}
