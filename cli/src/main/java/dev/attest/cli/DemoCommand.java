package dev.attest.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code attest demo}: the main job on embedded defaults, in one folder, without a network. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = {
            "Makes an image, signs it, verifies it, and shows three forgeries being refused.",
            "Everything it makes lies in DIR, a Sigstore of its own included."
        },
        footer = {"", "Examples:", "  attest demo", "  attest demo build/demo"})
final class DemoCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = "attest-demo",
            description = "The folder to make (default: ${DEFAULT-VALUE}); a demo made before is replaced.")
    private Path directory = Path.of("attest-demo");

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    private CommonOptions common = new CommonOptions();

    DemoCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Console console = wiring.console(common);
        return new Demo(wiring, console, directory, Demo.ownJars()).run().code();
    }
}
