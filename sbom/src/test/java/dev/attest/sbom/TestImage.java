package dev.attest.sbom;

import dev.attest.oci.Digest;
import dev.attest.oci.ImageConfig;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.Platform;
import dev.attest.sbom.catalog.KnownFiles;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** An image built in code: entries as a layer's reader would hand them out. */
public final class TestImage {
    private record Item(LayerEntry entry, Supplier<InputStream> content) {}

    private final List<List<Item>> layers = new ArrayList<>();
    private String user = "65532";
    private ImageConfig.Execution execution =
            new ImageConfig.Execution("", List.of(), List.of(), List.of(), "", List.of());
    private Map<String, String> labels = Map.of();
    private ImageConfig.Declarations declarations = ImageConfig.Declarations.NONE;

    public TestImage layer() {
        layers.add(new ArrayList<>());
        return this;
    }

    public TestImage user(String configured) {
        user = configured;
        return this;
    }

    /** What is started and with which variables and ports; its user is passed over. */
    public TestImage execution(ImageConfig.Execution configured) {
        execution = configured;
        return this;
    }

    public TestImage env(String... variables) {
        return execution(new ImageConfig.Execution(
                "", execution.entrypoint(), execution.cmd(), List.of(variables), "", execution.ports()));
    }

    public TestImage entrypoint(String... words) {
        return execution(
                new ImageConfig.Execution("", List.of(words), execution.cmd(), execution.env(), "", execution.ports()));
    }

    public TestImage ports(String... ports) {
        return execution(new ImageConfig.Execution(
                "", execution.entrypoint(), execution.cmd(), execution.env(), "", List.of(ports)));
    }

    public TestImage label(String name, String value) {
        labels = Map.of(name, value);
        return this;
    }

    public TestImage declarations(List<String> healthcheck, List<String> volumes, List<String> history) {
        declarations = new ImageConfig.Declarations(healthcheck, volumes, history);
        return this;
    }

    /** A file or directory without content, with an owner and perhaps capabilities, in hex. */
    public TestImage owned(String path, LayerEntry.Type type, int mode, LayerEntry.Owner owner, String capability) {
        var entry = new LayerEntry(path, type, mode, owner, 0, "", capability);
        layers.get(layers.size() - 1).add(new Item(entry, () -> new ByteArrayInputStream(new byte[0])));
        return this;
    }

    public TestImage file(String path, String text) {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public TestImage file(String path, byte[] content) {
        return file(path, content, 0644);
    }

    public TestImage file(String path, byte[] content, int mode) {
        return add(path, LayerEntry.Type.FILE, mode, content, "");
    }

    public TestImage program(String path) {
        byte[] header = new byte[64];
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, header, 0, 7);
        header[16] = 2;
        return file(path, header, 0755);
    }

    public TestImage directory(String path, int mode) {
        return add(path, LayerEntry.Type.DIRECTORY, mode, new byte[0], "");
    }

    public TestImage symlink(String path, String target) {
        return add(path, LayerEntry.Type.SYMLINK, 0777, new byte[0], target);
    }

    public TestImage hardlink(String path, String target) {
        return add(path, LayerEntry.Type.HARDLINK, 0755, new byte[0], target);
    }

    private TestImage add(String path, LayerEntry.Type type, int mode, byte[] content, String target) {
        var entry = new LayerEntry(path, type, mode, new LayerEntry.Owner(0, 0), content.length, target);
        layers.get(layers.size() - 1).add(new Item(entry, () -> new ByteArrayInputStream(content)));
        return this;
    }

    public ImageConfig config() {
        var diffIds = new ArrayList<Digest>();
        for (int i = 0; i < layers.size(); i++) {
            diffIds.add(diffId(i));
        }
        var configured = new ImageConfig.Execution(
                user, execution.entrypoint(), execution.cmd(), execution.env(), "", execution.ports());
        return new ImageConfig(
                Platform.parse("linux/amd64"), configured, labels, Optional.empty(), diffIds, declarations);
    }

    public static Digest diffId(int layer) {
        return Digest.sha256(("layer " + layer).getBytes(StandardCharsets.UTF_8));
    }

    public ScanResult scan() throws Exception {
        return scan(Runnable::run, ScanLimits.DEFAULT);
    }

    /** As {@link #scan()}, with a list of known files. */
    public ScanResult scan(KnownFiles list) throws Exception {
        return scan(new ImageScanner(Runnable::run, ScanLimits.DEFAULT).with(list));
    }

    public ScanResult scan(Executor executor, ScanLimits limits) throws Exception {
        return scan(new ImageScanner(executor, limits));
    }

    private ScanResult scan(ImageScanner scanner) throws Exception {
        return scanner.scan(config(), (layer, visitor) -> {
            for (Item item : layers.get(layer)) {
                visitor.entry(item.entry(), item.content().get());
            }
        });
    }
}
