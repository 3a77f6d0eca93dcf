package dev.attest.sbom.facts;

import dev.attest.oci.ImageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the configuration alone shows: how the image starts, what it exposes and declares, and which base it claims. */
final class ConfigFacts {
    private static final String BASE_NAME = "org.opencontainers.image.base.name";
    private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";
    private static final int PRIVILEGED = 1024;

    private final Scene scene;
    private final ImageConfig config;

    ConfigFacts(Scene scene) {
        this.scene = scene;
        this.config = scene.config();
    }

    void add() {
        start();
        config.execution().ports().forEach(this::port);
        List<String> test = config.declarations().healthcheck();
        if (!test.isEmpty() && !test.get(0).equals("NONE")) {
            scene.add(FactKind.HEALTHCHECK, Map.of());
        }
        for (String volume : config.declarations().volumes()) {
            scene.add(FactKind.VOLUME, Map.of("path", Fact.cut(volume)));
        }
        base();
        new DebugSwitches(scene).add();
    }

    private void start() {
        var words = new ArrayList<>(config.execution().entrypoint());
        words.addAll(config.execution().cmd());
        if (words.isEmpty()) {
            return;
        }
        scene.add(FactKind.START_COMMAND, Map.of());
        String program = Scene.name(words.get(0));
        if (KnownTools.of(program).filter(FactKind.SHELL::equals).isPresent()) {
            boolean command = words.size() > 1 && words.get(1).matches("-[a-z]*c");
            scene.add(FactKind.SHELL_START, Map.of("shell", Fact.cut(program), "form", command ? "command" : "script"));
        }
    }

    /** {@code port}, {@code port/tcp} or {@code from-to/udp} (config.md, ExposedPorts). */
    private void port(String text) {
        String number = text.split("/", 2)[0].split("-", 2)[0];
        if (!number.matches("[0-9]{1,5}") || Integer.parseInt(number) >= PRIVILEGED) {
            return;
        }
        var conditions = new TreeMap<String, String>();
        conditions.put("port", Fact.cut(text));
        if (number.equals("22") || number.equals("23")) {
            conditions.put("service", number.equals("22") ? "ssh" : "telnet");
        }
        scene.add(FactKind.PRIVILEGED_PORT, conditions);
    }

    private void base() {
        var claim = new TreeMap<String, String>();
        String name = config.labels().getOrDefault(BASE_NAME, "");
        String digest = config.labels().getOrDefault(BASE_DIGEST, "");
        if (!name.isEmpty()) {
            claim.put("name", Fact.cut(name));
        }
        if (!digest.isEmpty()) {
            claim.put("digest", Fact.cut(digest));
        }
        if (!claim.isEmpty()) {
            scene.add(FactKind.BASE_IMAGE_CLAIM, claim);
        }
    }
}
