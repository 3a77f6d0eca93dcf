package dev.attest.sbom.facts;

import dev.attest.oci.ImageConfig;
import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.Component;
import dev.attest.sbom.catalog.MergedLayers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes the facts from what is left in the merged view, from the configuration and from what the catalogers found in
 * files. A tool counts wherever it lies, if it may be executed once links are followed.
 */
public final class FactScan {
    private final Scene scene;

    /** The facts will go to this list, in which the catalogers' may be already. */
    public FactScan(MergedLayers merged, ImageConfig config, FactList facts) {
        this.scene = new Scene(merged, config, facts);
    }

    /** The facts of the image, given who is known in it and what its components are. */
    public ImageFacts facts(Optional<List<Account>> accounts, List<Group> groups, List<Component> components) {
        ResolvedUser user = accounts.map(known -> ResolvedUser.of(ImageUser.of(scene.config()), known))
                .orElseGet(() -> ResolvedUser.unknown("etc/passwd cannot be read"));
        var tools = new ToolFacts(scene);
        List<EntryFacts> all = List.of(
                tools,
                new ModeFacts(scene),
                new OwnerFacts(scene, accounts.orElse(List.of()), groups),
                new WritableFacts(scene, user, RunGroups.of(scene.config(), user, accounts.orElse(List.of()), groups)),
                new CredentialFacts(scene),
                new LeftoverFacts(scene),
                new SourceFacts(scene),
                new CacheFacts(scene));
        for (Located located : scene.merged().entries()) {
            for (EntryFacts facts : all) {
                facts.see(located);
            }
        }
        all.forEach(EntryFacts::finish);
        tools.renamed(components);
        new ConfigFacts(scene).add();
        new ConfigSecrets(scene).add();
        scene.facts().add(user(user));
        layers();
        return new ImageFacts(scene.facts().complete());
    }

    private void layers() {
        var diffIds = scene.config().diffIds();
        for (int i = 0; i < diffIds.size(); i++) {
            Map<String, String> index = Map.of("index", String.format("%04d", i));
            scene.facts().add(new Fact(FactKind.LAYER, true, "", index, Optional.of(diffIds.get(i))));
        }
    }

    private Fact user(ResolvedUser user) {
        var conditions = new TreeMap<String, String>();
        conditions.put("user", scene.config().execution().user());
        user.uid().ifPresent(uid -> conditions.put("uid", Long.toString(uid)));
        user.reason().ifPresent(reason -> conditions.put("reason", reason));
        return new Fact(FactKind.ROOT_USER, !user.isNonRoot(), "", conditions, Optional.empty());
    }
}
