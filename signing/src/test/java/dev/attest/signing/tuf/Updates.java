package dev.attest.signing.tuf;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;

/** Another process: updates a folder again and again, printing a line each time, until it is killed or done. */
final class Updates {
    private Updates() {}

    public static void main(String[] arguments) throws Exception {
        var client = new TufClient(
                TufRepository.mirror(URI.create(arguments[1])),
                TufCache.in(Path.of(arguments[0])),
                TestRepository.service(),
                Clock.fixed(TestRepository.NOW, ZoneOffset.UTC));
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            TufView view = client.view(CachePolicy.ask());
            view.target("file");
            System.out.println(view.state().timestamp().version());
            System.out.flush();
        }
    }

    static Process start(Path folder, URI address, int times) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        "-cp",
                        classPath,
                        Updates.class.getName(),
                        folder.toString(),
                        address.toString(),
                        String.valueOf(times))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
