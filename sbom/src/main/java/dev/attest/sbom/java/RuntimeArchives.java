package dev.attest.sbom.java;

import java.util.Set;

/** Which archives in a Java runtime are the runtime itself; others that lie there are software of their own. */
final class RuntimeArchives {
    /** Until Java 8 the class library was made of these (lib, lib/ext, lib/security and below). */
    private static final Set<String> NAMES = Set.of(
            ("rt jce jsse charsets resources management-agent jfr jfxswt javaws deploy plugin tools dt sa-jdi jconsole"
                            + " ant-javafx javafx-mx packager alt-rt alt-string cldrdata dnsns jaccess localedata nashorn sunec"
                            + " sunjce_provider sunpkcs11 sunmscapi ucrypto zipfs jfxrt local_policy US_export_policy orb idlj")
                    .split(" "));

    private RuntimeArchives() {}

    /** Whether the archive, which lies in a runtime, is part of it. */
    static boolean isOne(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return path.endsWith("/lib/jrt-fs.jar")
                || (path.contains("/jmods/") && name.endsWith(".jmod") && isPlatformModule(name))
                || (name.endsWith(".jar") && NAMES.contains(name.substring(0, name.length() - 4)));
    }

    private static boolean isPlatformModule(String name) {
        return name.startsWith("java.") || name.startsWith("jdk.");
    }
}
