package dev.attest.sbom.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the {@code release} file at the root of a Java runtime says. */
record RuntimeRelease(Map<String, String> values) {
    boolean isOne() {
        return !version().isEmpty();
    }

    String version() {
        return values.getOrDefault("JAVA_VERSION", "");
    }

    /** {@code jdk} where it compiles, else {@code jre}. */
    String kind() {
        boolean compiler = " ".concat(values.getOrDefault("MODULES", "")).contains(" jdk.compiler");
        return values.getOrDefault("IMAGE_TYPE", compiler ? "JDK" : "JRE").equals("JDK") ? "jdk" : "jre";
    }

    Map<String, String> properties() {
        var properties = new TreeMap<String, String>();
        keep(properties, "java-runtime-version", first("FULL_VERSION", "JAVA_RUNTIME_VERSION"));
        keep(properties, "java-vendor-version", first("IMPLEMENTOR_VERSION", "GRAALVM_VERSION"));
        keep(properties, "java-virtual-machine", first("JVM_VARIANT"));
        keep(properties, "java-libc", first("LIBC"));
        String modules = first("MODULES");
        if (!modules.isEmpty()) {
            keep(properties, "java-modules", String.valueOf(modules.strip().split("\\s+").length));
        }
        return properties;
    }

    private String first(String... names) {
        for (String name : names) {
            String value = values.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static void keep(Map<String, String> properties, String name, String value) {
        if (!value.isEmpty()) {
            properties.put(name, value);
        }
    }

    /**
     * The names that the National Vulnerability Database knows the runtime by: that of its maker where Oracle or
     * IBM is, and OpenJDK's, of which all others are builds. Until Java 8 the last number is the CPE's update.
     */
    List<String> cpes() {
        String[] parts = version().split("_", 2);
        String number = parts[0];
        String update = parts.length > 1
                ? "update" + parts[1].replaceFirst("[^0-9].*", "").replaceFirst("^0+(?=.)", "")
                : "*";
        if (!number.matches("[0-9][0-9.]*") || !update.matches("\\*|update[0-9]+")) {
            return List.of();
        }
        String open = number.startsWith("1.") ? number.split("\\.")[1] : number;
        String maker = values.getOrDefault("IMPLEMENTOR", "").toLowerCase(Locale.ROOT);
        var cpes = new ArrayList<String>();
        if (maker.startsWith("oracle")) {
            cpes.add(cpe("oracle", kind(), number, update));
        } else if (maker.startsWith("azul")) {
            cpes.add(cpe("azul", "zulu", first("IMPLEMENTOR_VERSION").replaceFirst("^Zulu([0-9.]+).*", "$1"), "*"));
        }
        cpes.add(cpe("oracle", "openjdk", open, update));
        return cpes.stream()
                .filter(cpe -> cpe.matches("cpe:2\\.3:a(:[a-z0-9.]+){3}:[a-z0-9*]+(:\\*){6}"))
                .toList();
    }

    private static String cpe(String vendor, String product, String version, String update) {
        return "cpe:2.3:a:" + vendor + ":" + product + ":" + version + ":" + update + ":*:*:*:*:*:*";
    }
}
