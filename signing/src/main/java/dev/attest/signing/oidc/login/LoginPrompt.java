package dev.attest.signing.oidc.login;

import java.net.URI;
import java.time.Duration;

/** How a person is asked to log in. What is shown is no secret to the person, but should not end up in logs. */
public interface LoginPrompt {
    /** To be opened in a browser on this machine, which the flow also tries by itself. */
    void visit(URI address);

    /** To be opened on any machine, where {@code userCode} (visible ASCII) is to be typed in. */
    void enter(String userCode, URI address, Duration validFor);
}
