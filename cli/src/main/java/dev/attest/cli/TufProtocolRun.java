package dev.attest.cli;

import dev.attest.signing.tuf.CachePolicy;
import dev.attest.signing.tuf.TufCache;
import dev.attest.signing.tuf.TufClient;
import dev.attest.signing.tuf.TufRepository;
import dev.attest.signing.tuf.TufView;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.nio.file.Path;

/** The client protocol of tuf-conformance, for its suite alone: 0 done, 1 anything else. */
final class TufProtocolRun {
    private static final int MAX_ROOT = 512 << 10;

    private final Wiring wiring;
    private final TufProtocol asked;

    TufProtocolRun(Wiring wiring, TufProtocol asked) {
        this.wiring = wiring;
        this.asked = asked;
    }

    int run() {
        Console console = wiring.console(new CommonOptions());
        try {
            carryOut();
            return 0;
        } catch (TufException e) {
            console.error(e.check() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            console.error(String.valueOf(e.getMessage()), e);
        }
        return 1;
    }

    private void carryOut() throws IOException, TufException {
        var cache = new TufCache(asked.metadataDir, asked.targetDir == null ? asked.metadataDir : asked.targetDir);
        if (asked.action.get(0).equals("init")) {
            byte[] root = NamedFile.read(Path.of(asked.action.get(asked.action.size() - 1)), MAX_ROOT, "a root");
            TufClient.initialise(cache, root);
            return;
        }
        if (asked.metadataUrl == null) {
            throw new UsageException("--metadata-url is missing");
        }
        var repository = new TufRepository(
                asked.metadataUrl, asked.targetBaseUrl == null ? asked.metadataUrl : asked.targetBaseUrl);
        TufView view = new TufClient(repository, cache, wiring.serviceClient(), wiring.clock()).view(CachePolicy.ask());
        if (asked.action.get(0).equals("download")) {
            for (String target : asked.targets) {
                view.target(target);
            }
        }
    }
}
