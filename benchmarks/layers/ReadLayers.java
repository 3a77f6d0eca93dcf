import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.LayerReader;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.Repositories;
import dev.attest.oci.Repository;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.zip.Inflater;

/**
 * Seconds to read and check every layer of {@code oci:DIR} with {@link LayerReader}, beside the work that cannot be left
 * out: SHA-256 of the blob, inflating it, SHA-256 of what comes out. Both on the same number of threads, largest layer
 * first, in turn in one process. The processor's time is given beside the clock's, for machines that do other work
 * meanwhile. {@code --once} reads once and prints the peak of the process's memory instead.
 */
final class ReadLayers {
    private static final int THREADS = Integer.getInteger("threads", 2);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int WARM_UP = Integer.getInteger("warmUp", 1);

    private ReadLayers() {}

    public static void main(String[] arguments) throws Exception {
        boolean once = arguments[0].equals("--once");
        String image = arguments[once ? 1 : 0];
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Repository repository = open(image)) {
            Image all = ImageReader.read(repository, repository.resolve(References.parse(image, Optional.empty())));
            PlatformImage platform = all.platforms().get(0);
            LayerReader reader = LayerReader.standard();
            Work ours = layer -> {
                reader.read(repository, platform, layer, (entry, content) -> {});
                return 0L;
            };
            if (once) {
                System.out.printf("%s, %s%n", time(threads, platform, ours), peak());
                return;
            }
            Path blobs = ((Reference.Layout) References.parse(image, Optional.empty())).directory().resolve("blobs");
            Work pure = layer -> pure(blobs, platform.layers().get(layer));
            Time[] pureTimes = new Time[ROUNDS];
            Time[] ourTimes = new Time[ROUNDS];
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                Time first = time(threads, platform, pure);
                Time second = time(threads, platform, ours);
                if (round >= 0) {
                    pureTimes[round] = first;
                    ourTimes[round] = second;
                    System.out.printf("inflate and hash %s, attest %s%n", first, second);
                }
            }
            Time pureTime = median(pureTimes);
            Time ourTime = median(ourTimes);
            System.out.printf(
                    "medians of %d on %d threads: inflate and hash %s, attest %s, ratio %.3f of the clock, %.3f of the processor%n",
                    ROUNDS,
                    THREADS,
                    pureTime,
                    ourTime,
                    ourTime.wall() / pureTime.wall(),
                    ourTime.processor() / pureTime.processor());
        } finally {
            threads.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Work {
        long layer(int layer) throws Exception;
    }

    private static Repository open(String image) throws Exception {
        return new Repositories(() -> {
                    throw new IllegalStateException("a layout is wanted");
                })
                .open(References.parse(image, Optional.empty()));
    }

    private record Time(double wall, double processor) {
        @Override
        public String toString() {
            return String.format("%.2f s (%.2f s of the processor)", wall, processor);
        }
    }

    private static Time time(ExecutorService threads, PlatformImage image, Work work) throws Exception {
        List<Integer> order = IntStream.range(0, image.layers().size())
                .boxed()
                .sorted(Comparator.comparingLong(layer -> -image.layers().get(layer).size()))
                .toList();
        long start = System.nanoTime();
        var processor = ManagementFactory.getThreadMXBean();
        var nanos = new AtomicLong();
        List<Future<Long>> done = new ArrayList<>();
        for (int layer : order) {
            Callable<Long> task = () -> {
                long begun = processor.getCurrentThreadCpuTime();
                long result = work.layer(layer);
                nanos.addAndGet(processor.getCurrentThreadCpuTime() - begun);
                return result;
            };
            done.add(threads.submit(task));
        }
        for (Future<Long> each : done) {
            each.get();
        }
        return new Time((System.nanoTime() - start) / 1e9, nanos.get() / 1e9);
    }

    private static long pure(Path blobs, Descriptor layer) throws Exception {
        MessageDigest compressed = MessageDigest.getInstance("SHA-256");
        MessageDigest plain = MessageDigest.getInstance("SHA-256");
        Path file = blobs.resolve("sha256").resolve(layer.digest().hex());
        byte[] out = new byte[1 << 16];
        long total = 0;
        if (layer.mediaType().endsWith("zstd")) {
            try (InputStream in = Files.newInputStream(file);
                    InputStream zstd = new ZstdInputStreamNoFinalizer(new Hashed(in, compressed))) {
                for (int read = zstd.read(out); read >= 0; read = zstd.read(out)) {
                    plain.update(out, 0, read);
                    total += read;
                }
            }
            return total;
        }
        byte[] in = new byte[1 << 16];
        var inflater = new Inflater(true);
        try (InputStream blob = Files.newInputStream(file)) {
            int header = 10;
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int read = blob.read(in);
                    compressed.update(in, 0, read);
                    inflater.setInput(in, header, read - header);
                    header = 0;
                }
                int count = inflater.inflate(out);
                plain.update(out, 0, count);
                total += count;
            }
        } finally {
            inflater.end();
        }
        return total;
    }

    private static final class Hashed extends java.io.FilterInputStream {
        private final MessageDigest computation;

        private Hashed(InputStream in, MessageDigest computation) {
            super(in);
            this.computation = computation;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read > 0) {
                computation.update(target, offset, read);
            }
            return read;
        }
    }

    private static String peak() throws IOException {
        try (BufferedReader status = Files.newBufferedReader(Path.of("/proc/self/status"))) {
            return status.lines().filter(line -> line.startsWith("VmHWM")).findFirst().orElse("peak unknown");
        }
    }

    private static Time median(Time[] times) {
        double[] wall = Arrays.stream(times).mapToDouble(Time::wall).sorted().toArray();
        double[] processor = Arrays.stream(times).mapToDouble(Time::processor).sorted().toArray();
        return new Time(wall[times.length / 2], processor[times.length / 2]);
    }
}
