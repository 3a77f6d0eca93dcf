package dev.attest.oci.registry;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What {@code no_proxy} lists, between commas or spaces: {@code *}, a name with all names under it ({@code example.com},
 * {@code .example.com}), an address, a network ({@code 10.0.0.0/8}), each with {@code :port} where it is for one.
 */
final class NoProxy {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    private record Entry(String host, int port) {}

    private final List<Entry> entries;

    private NoProxy(List<Entry> entries) {
        this.entries = entries;
    }

    static NoProxy parse(String text) {
        return new NoProxy(Stream.of(text.toLowerCase(Locale.ROOT).split("[,\\s]+", -1))
                .filter(entry -> !entry.isEmpty())
                .map(NoProxy::entry)
                .toList());
    }

    boolean include(URI target) {
        String host = bare(target.getHost().toLowerCase(Locale.ROOT));
        int port = target.getPort() >= 0 ? target.getPort() : "http".equals(target.getScheme()) ? 80 : 443;
        return entries.stream().anyMatch(entry -> (entry.port < 0 || entry.port == port) && matches(entry.host, host));
    }

    private static Entry entry(String text) {
        int colon = text.lastIndexOf(':');
        boolean port = colon > 0
                && text.substring(colon + 1).matches("[0-9]{1,5}")
                && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
        String host = port ? text.substring(0, colon) : text;
        return new Entry(bare(host), port ? Integer.parseInt(text.substring(colon + 1)) : -1);
    }

    private static boolean matches(String pattern, String host) {
        if (pattern.equals("*") || pattern.equals(host)) {
            return true;
        }
        int slash = pattern.indexOf('/');
        if (slash > 0) {
            return isIn(host, pattern.substring(0, slash), pattern.substring(slash + 1));
        }
        String name = pattern.replaceFirst("^\\*?\\.", "");
        return !isAddress(host) && !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    private static boolean isIn(String host, String network, String prefix) {
        if (!isAddress(host) || !isAddress(network) || !prefix.matches("[0-9]{1,3}")) {
            return false;
        }
        byte[] one = bytes(host);
        byte[] other = bytes(network);
        int bits = one.length * 8 - Integer.parseInt(prefix);
        return one.length == other.length
                && bits >= 0
                && new BigInteger(1, one).shiftRight(bits).equals(new BigInteger(1, other).shiftRight(bits));
    }

    /** Only what is written as an address, so that nothing is ever looked up here. */
    private static boolean isAddress(String host) {
        return host.matches("(OCTET\\.){3}OCTET".replace("OCTET", OCTET))
                || (host.contains(":") && host.matches("[0-9a-f:.]+"));
    }

    private static byte[] bytes(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
