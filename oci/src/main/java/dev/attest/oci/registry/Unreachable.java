package dev.attest.oci.registry;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a registry could not be asked, in the words of somebody who can do something about it. */
final class Unreachable {
    private static final Pattern TUNNEL = Pattern.compile("Tunnel failed, got: ([0-9]{3})");

    private Unreachable() {}

    /** {@code asked} names whom the request was for, {@code proxy} what it went through. */
    static IOException because(IOException problem, String asked, boolean tls, Optional<Proxies.Proxy> proxy) {
        Matcher tunnel = TUNNEL.matcher(String.valueOf(problem.getMessage()));
        if (proxy.isPresent() && tunnel.find()) {
            return new IOException(
                    proxy.get() + " does not connect to " + asked + " (" + tunnel.group(1) + ")", problem);
        }
        if (proxy.isPresent() && problem instanceof ConnectException) {
            return new IOException(proxy.get() + " cannot be reached: " + connection(problem), problem);
        }
        return new IOException(asked + " cannot be reached: " + why(problem, tls), problem);
    }

    static IOException withoutLogin(Proxies.Proxy proxy) {
        return new IOException(proxy + " asks for a login (407), or for another one; it is written into HTTPS_PROXY as"
                + " http://USER:PASSWORD@HOST:PORT");
    }

    /** A refused connection and a broken one may be another moment's; a timeout has been waited for already. */
    static boolean isWorthAnother(IOException problem) {
        return !(problem instanceof HttpTimeoutException)
                && (!(problem instanceof SSLException)
                        || has(problem, SocketException.class)
                        || has(problem, EOFException.class))
                && !TUNNEL.matcher(String.valueOf(problem.getMessage())).find();
    }

    private static String why(IOException problem, boolean tls) {
        if (problem instanceof HttpConnectTimeoutException) {
            return "no connection in time";
        }
        if (problem instanceof HttpTimeoutException) {
            return "request timed out".equals(problem.getMessage()) || problem.getMessage() == null
                    ? "no answer in time"
                    : problem.getMessage();
        }
        if (problem instanceof ConnectException) {
            return connection(problem);
        }
        if (problem instanceof SSLException) {
            return "no trusted TLS connection: " + tls(problem);
        }
        if (String.valueOf(problem.getMessage()).contains("received no bytes")) {
            return "it closed the connection without an answer"
                    + (tls
                            ? "; one that wants a client certificate does so, --registry-client-certificate names it"
                            : "");
        }
        return problem.getMessage() == null ? "the connection broke" : problem.getMessage();
    }

    private static String connection(IOException problem) {
        return has(problem, UnresolvedAddressException.class) || has(problem, UnknownHostException.class)
                ? "its name is not known"
                : "connection refused";
    }

    private static String tls(IOException problem) {
        String message = String.valueOf(problem.getMessage());
        if (has(problem, CertificateExpiredException.class)) {
            return "its certificate, or one above it, has expired";
        }
        if (has(problem, CertificateNotYetValidException.class)) {
            return "its certificate is not valid yet, if this machine's clock is right";
        }
        if (has(problem, CertPathBuilderException.class)) {
            return "its certificate was not issued by an authority that is trusted here; --registry-ca FILE names one"
                    + " that is";
        }
        if (message.contains("No subject alternative") || message.contains("No name matching")) {
            return "its certificate is for another name";
        }
        if (message.contains("bad_certificate") || message.contains("certificate_required")) {
            return "it does not take the client certificate, or asks for one: --registry-client-certificate and"
                    + " --registry-client-key name it";
        }
        if (message.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
            return "it does not speak TLS; --plain-http-host HOST allows to go without";
        }
        return message;
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        @Nullable Throwable cause = e;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
