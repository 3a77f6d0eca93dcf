package dev.attest.testvectors;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reverse proxy on a loopback port in front of one registry that lets one fault strike where it is told to, and passes
 * everything else on. It speaks HTTP/1.1 on sockets, so that it can break a connection at any point. With {@link #main} it
 * is a program that is told faults over HTTP.
 */
public final class FaultProxy implements AutoCloseable {
    private static final Set<String> FRAMING =
            Set.of("connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding", "upgrade");
    private static final Pattern CONFIG =
            Pattern.compile("\"config\"\\s*:\\s*\\{[^{}]*\"digest\"\\s*:\\s*\"([^\"]*)\"");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final int PIECES = 4;

    private final ServerSocket listener;
    private final URI registry;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<String> configs = ConcurrentHashMap.newKeySet();
    private final Listings listings = new Listings();
    private final List<Step> steps = new ArrayList<>();
    private final Map<Step, Integer> counts = new EnumMap<>(Step.class);
    private Optional<Injection> injection = Optional.empty();
    private int struck;

    private FaultProxy(URI registry, int port) throws IOException {
        this.registry = registry;
        this.listener = new ServerSocket(port, 64, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** In front of {@code registry}, such as {@code http://127.0.0.1:5000}. */
    public static FaultProxy start(URI registry) throws IOException {
        return new FaultProxy(registry, 0);
    }

    /**
     * {@code FaultProxy REGISTRY PORT}: serves until it is ended. {@code PUT /_fault/FAULT@STEP#N} sets a fault and begins
     * to count anew, {@code DELETE /_fault} sets none, {@code GET /_fault} tells how often it struck and all steps.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (FaultProxy proxy = new FaultProxy(URI.create(arguments[0]), Integer.parseInt(arguments[1]))) {
            System.out.println("listening on " + proxy.host());
            Thread.currentThread().join();
        }
    }

    /** Host and port, as in {@code 127.0.0.1:PORT}. */
    public String host() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** From now on this fault strikes; counting begins anew. */
    public void inject(Injection next) {
        set(Optional.of(next));
    }

    /** From now on nothing is wrong; counting begins anew. */
    public void clear() {
        set(Optional.empty());
    }

    /** What was asked since faults were set last, in order. */
    public synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** How often the fault struck. */
    public synchronized int struck() {
        return struck;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private synchronized void set(Optional<Injection> next) {
        injection = next;
        steps.clear();
        counts.clear();
        struck = 0;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed: nobody is served any more.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            while (!socket.isClosed()) {
                ProxiedMessage request = ProxiedMessage.read(in, out);
                if (request.target().startsWith("/_fault")) {
                    command(request, out);
                } else {
                    answer(request, socket, out);
                }
            }
        } catch (IOException e) {
            // The connection ended, as told or by the client.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private void command(ProxiedMessage request, OutputStream out) throws IOException {
        if (request.method().equals("PUT")) {
            inject(Injection.parse(
                    request.target().substring("/_fault/".length()).replace("%23", "#")));
        } else if (request.method().equals("DELETE")) {
            clear();
        }
        byte[] told = (struck() + "\n"
                        + String.join("\n", steps().stream().map(Step::name).toList()) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        Answer.of(200, Map.of()).writeHead(out, false, told.length);
        out.write(told);
        out.flush();
    }

    private synchronized Optional<Fault> next(Step step) {
        steps.add(step);
        int occurrence = counts.merge(step, 1, Integer::sum);
        Optional<Fault> fault = injection
                .filter(set -> set.strikes(step, occurrence))
                .map(Injection::fault)
                .filter(found -> found.befalls(step));
        struck += fault.isPresent() ? 1 : 0;
        return fault;
    }

    private void answer(ProxiedMessage request, Socket socket, OutputStream out)
            throws IOException, InterruptedException {
        Step step = Step.of(request.method(), request.path(), configs);
        Optional<Fault> fault = next(step);
        boolean toHead = request.method().equals("HEAD");
        if (fault.isPresent() && fault.get().status() > 0) {
            refusal(fault.get()).writeHead(out, toHead, 0);
            return;
        }
        if (fault.isPresent() && fault.get() == Fault.RESET) {
            reset(socket);
            return;
        }
        Answer answer = forward(request, step);
        if (fault.isEmpty()) {
            write(answer, answer.body().length, toHead, out);
        } else {
            spoil(
                    fault.get(),
                    fault.get() == Fault.STALE ? listings.stale(request.target(), step) : answer,
                    socket,
                    out);
        }
    }

    private static void spoil(Fault fault, Answer answer, Socket socket, OutputStream out)
            throws IOException, InterruptedException {
        int length = answer.body().length;
        switch (fault) {
            case ANSWER_LOST -> reset(socket);
            case SHORTENED -> write(answer.with(Arrays.copyOf(answer.body(), length / 2)), length / 2, false, out);
            case TRUNCATED, STALLED -> {
                answer.writeHead(out, false, length);
                out.write(answer.body(), 0, length / 2);
                out.flush();
                // The client shall have read the half before the connection breaks, and its patience ends before this
                // does.
                Thread.sleep(fault == Fault.STALLED ? 20_000 : 20);
                reset(socket);
            }
            case SLOW -> {
                answer.writeHead(out, false, length);
                for (int piece = 0; piece < PIECES; piece++) {
                    int from = (int) ((long) length * piece / PIECES);
                    out.write(answer.body(), from, (int) ((long) length * (piece + 1) / PIECES) - from);
                    out.flush();
                    Thread.sleep(15);
                }
            }
            default -> write(answer, length, false, out);
        }
    }

    private static void write(Answer answer, int length, boolean toHead, OutputStream out) throws IOException {
        answer.writeHead(out, toHead, length);
        if (!toHead) {
            out.write(answer.body(), 0, length);
        }
        out.flush();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static Answer refusal(Fault fault) {
        Map<String, List<String>> headers = new TreeMap<>();
        if (fault == Fault.BUSY_SECONDS) {
            headers.put("retry-after", List.of("1"));
        } else if (fault == Fault.BUSY_DATE) {
            headers.put(
                    "retry-after",
                    List.of(DATE.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(1))));
        } else if (fault == Fault.UNAUTHORIZED) {
            headers.put("www-authenticate", List.of("Basic realm=\"fault\""));
        }
        return Answer.of(fault.status(), headers);
    }

    private Answer forward(ProxiedMessage request, Step step) throws IOException, InterruptedException {
        var builder = HttpRequest.newBuilder(registry.resolve(request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        for (ProxiedMessage.Header header : request.headers()) {
            if (!FRAMING.contains(header.name())) {
                builder.header(header.name(), header.value());
            }
        }
        HttpResponse<byte[]> response = client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
        Map<String, List<String>> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> {
            if (!FRAMING.contains(name) || name.equals("content-length")) {
                headers.put(name, values.stream().map(this::here).toList());
            }
        });
        var answer = new Answer(response.statusCode(), headers, response.body());
        if (step == Step.RESOLVE || step == Step.MANIFEST) {
            Matcher config = CONFIG.matcher(new String(answer.body(), StandardCharsets.UTF_8));
            while (config.find()) {
                configs.add(config.group(1));
            }
        } else if (step.isListing()) {
            listings.note(request.target(), step, answer);
        }
        return answer;
    }

    /** Addresses of the registry lead through here again. */
    private String here(String value) {
        return value.replace(registry.getScheme() + "://" + registry.getRawAuthority(), "http://" + host());
    }
}
