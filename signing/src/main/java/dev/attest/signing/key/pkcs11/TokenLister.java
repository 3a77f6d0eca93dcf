package dev.attest.signing.key.pkcs11;

import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;

/**
 * A program that loads a PKCS #11 module and lets the JDK's provider print what tokens there are: the provider tells it in no
 * other way, and printing is not this process's to do. It logs in nowhere, so that no PIN is tried on a wrong token.
 */
public final class TokenLister {
    private static final int MAX_SLOTS = 32;

    private TokenLister() {}

    /** The one argument is the module's path. */
    public static void main(String[] arguments) {
        Provider provider = Security.getProvider("SunPKCS11");
        for (int slot = 0; slot < MAX_SLOTS; slot++) {
            try {
                provider.configure(Module.configuration(arguments[0], "slotListIndex = " + slot) + "showInfo = true\n");
            } catch (ProviderException e) {
                if (String.valueOf(e.getCause()).contains("but token only has")) {
                    return;
                }
                // A slot without a token that is set up.
            }
        }
    }
}
