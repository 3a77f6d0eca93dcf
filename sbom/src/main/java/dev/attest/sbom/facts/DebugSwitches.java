package dev.attest.sbom.facts;

import dev.attest.oci.ImageConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Switches of runtimes and frameworks that open a debugger or turn a mode for development on, in variables and in the
 * words that start the image. Only the switch itself is stated, not what stands beside it.
 */
final class DebugSwitches {
    private static final Set<String> MODES = Set.of(
            "NODE_ENV",
            "RAILS_ENV",
            "RACK_ENV",
            "HANAMI_ENV",
            "APP_ENV",
            "FLASK_ENV",
            "DJANGO_ENV",
            "ASPNETCORE_ENVIRONMENT",
            "DOTNET_ENVIRONMENT",
            "MIX_ENV",
            "QUARKUS_PROFILE",
            "MICRONAUT_ENVIRONMENTS");
    private static final Set<String> FLAGS = Set.of(
            "DEBUG",
            "FLASK_DEBUG",
            "DJANGO_DEBUG",
            "APP_DEBUG",
            "PYTHONDEBUG",
            "PYTHONDEVMODE",
            "JAVA_DEBUG",
            "JAVA_ENABLE_DEBUG",
            "QUARKUS_LAUNCH_DEVMODE",
            "SPRING_DEVTOOLS_RESTART_ENABLED",
            "JPDA_ADDRESS",
            "JPDA_TRANSPORT",
            "JPDA_OPTS",
            "WERKZEUG_DEBUG_PIN",
            "XDEBUG_CONFIG",
            "COREHOST_TRACE",
            "NODE_INSPECT");
    private static final Set<String> OFF = Set.of("", "0", "false", "no", "off", "none", "null");
    private static final Set<String> DEVELOPMENT = Set.of("development", "dev", "debug", "local");
    /** Words that open a debugger, whole or with a value behind. */
    private static final List<String> OPTIONS = List.of(
            "--inspect",
            "--inspect-brk",
            "--inspect-wait",
            "--inspect-port",
            "--debug-brk",
            "--debug-jvm",
            "-agentlib:jdwp",
            "-Xrunjdwp",
            "-Xdebug",
            "-Dspring.devtools.restart.enabled=true",
            "-dxdebug.mode",
            "-Dcom.sun.management.jmxremote.authenticate=false");

    private static final Set<String> START_OPTIONS =
            Set.of("--reload", "--debug", "--dev", "--debugger", "runserver", "nodemon", "debugpy", "pdb", "jpda");
    private static final Set<String> DEBUGGERS =
            Set.of("dlv", "gdbserver", "nodemon", "ts-node-dev", "air", "rdebug-ide");
    private static final int MAX_SWITCH = 60;

    private final Scene scene;

    DebugSwitches(Scene scene) {
        this.scene = scene;
    }

    void add() {
        ImageConfig.Execution execution = scene.config().execution();
        for (String variable : execution.env()) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variable(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        start("entrypoint", execution.entrypoint());
        start("cmd", execution.cmd());
    }

    private void variable(String name, String value) {
        String plain = value.strip().toLowerCase(Locale.ROOT);
        if ((MODES.contains(name) && DEVELOPMENT.contains(plain))
                || (name.equals("GIN_MODE") && plain.equals("debug"))) {
            found("env", name + "=" + plain);
        } else if (FLAGS.contains(name) && !OFF.contains(plain)) {
            found("env", name);
        }
        for (String word : words(value)) {
            option(word).ifPresent(option -> found("env", name + ": " + option));
        }
    }

    private void start(String where, List<String> arguments) {
        boolean first = where.equals("entrypoint")
                || scene.config().execution().entrypoint().isEmpty();
        for (String argument : arguments) {
            for (String word : words(argument)) {
                option(word).ifPresent(option -> found(where, option));
                String name = Scene.name(word);
                if (START_OPTIONS.contains(word) || (first && DEBUGGERS.contains(name))) {
                    found(where, START_OPTIONS.contains(word) ? word : name);
                }
                first = false;
            }
        }
    }

    private static String[] words(String text) {
        return text.split("[\\s\"']+");
    }

    private static Optional<String> option(String word) {
        if (!word.startsWith("-")) {
            return Optional.empty();
        }
        return OPTIONS.stream()
                .filter(option -> word.equals(option)
                        || word.startsWith(option + "=")
                        || (option.endsWith("jdwp") && word.startsWith(option + ":")))
                .findFirst();
    }

    private void found(String where, String text) {
        String shown = text.length() <= MAX_SWITCH ? text : text.substring(0, MAX_SWITCH);
        scene.add(FactKind.DEBUG_SWITCH, Map.of("where", where, "switch", shown));
    }
}
