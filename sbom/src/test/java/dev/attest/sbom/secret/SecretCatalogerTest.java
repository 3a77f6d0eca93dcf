package dev.attest.sbom.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.attest.json.StrictJson;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.facts.Fact;
import dev.attest.sbom.facts.FactKind;
import dev.attest.sbom.facts.ImageFacts;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretCatalogerTest {
    private static final String TOKEN = TestSecrets.gitHub();
    private static final String KEY = TestSecrets.pem("PRIVATE KEY");

    @Test
    void secret_of_each_layer_is_stated_and_what_became_of_it() throws Exception {
        ImageFacts facts = new TestImage()
                .layer()
                .file("app/deleted", TOKEN)
                .file("app/replaced", TOKEN)
                .file("app/left", KEY + TOKEN + " " + TOKEN)
                .layer()
                .file("app/.wh.deleted", "")
                .file("app/replaced", "nothing")
                .scan()
                .facts();
        assertThat(facts.present(FactKind.SECRET))
                .extracting(Fact::path, Fact::conditions)
                .containsExactly(
                        tuple("app/deleted", Map.of("secret", "github-token", "count", "1", "state", "deleted")),
                        tuple("app/left", Map.of("secret", "private-key", "count", "1")),
                        tuple("app/left", Map.of("secret", "github-token", "count", "2")),
                        tuple("app/replaced", Map.of("secret", "github-token", "count", "1", "state", "replaced")));
        assertThat(facts.present(FactKind.SECRET))
                .allMatch(fact -> fact.layer().get().equals(TestImage.diffId(0)));
    }

    @Test
    void no_part_of_a_value_is_kept() throws Exception {
        var scan = new TestImage().layer().file("a", TOKEN + "\n" + KEY).scan();
        String text = new String(StrictJson.write(scan.facts().json("1")), StandardCharsets.UTF_8);
        assertThat(text).contains("HAS_SECRET").doesNotContain(TOKEN.substring(4, 12), KEY.substring(40, 60));
    }

    @Test
    void image_without_secrets_says_so() throws Exception {
        ImageFacts facts = new TestImage().layer().file("a", "b").scan().facts();
        assertThat(facts.isAbsent(FactKind.SECRET)).isTrue();
        assertThat(facts.isAbsent(FactKind.PACKAGED_SECRET)).isTrue();
    }

    @Test
    void key_that_a_package_of_the_system_brought_is_no_secret_until_it_is_changed() throws Exception {
        var image = new TestImage()
                .layer()
                .file("etc/os-release", "ID=debian\n")
                .file(
                        "var/lib/dpkg/status",
                        "Package: tls\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n")
                .file("var/lib/dpkg/info/tls.list", "/usr/lib/tls/self.pem\n")
                .file("usr/lib/tls/self.pem", KEY);
        ImageFacts facts = image.scan().facts();
        assertThat(facts.present(FactKind.SECRET)).isEmpty();
        assertThat(facts.present(FactKind.PACKAGED_SECRET))
                .extracting(fact -> fact.conditions().get("package"))
                .containsExactly("tls");
        facts = image.layer().file("usr/lib/tls/self.pem", TOKEN).scan().facts();
        // What was replaced has lost its owner with the path: it counts, too.
        assertThat(facts.present(FactKind.SECRET))
                .extracting(Fact::path)
                .containsExactly("usr/lib/tls/self.pem", "usr/lib/tls/self.pem");
    }

    @Test
    void key_that_lay_there_before_the_package_came_is_a_secret() throws Exception {
        ImageFacts facts = new TestImage()
                .layer()
                .file("etc/os-release", "ID=debian\n")
                .file("etc/tls/self.pem", KEY)
                .file("usr/lib/tls/other.pem", KEY)
                .layer()
                .file(
                        "var/lib/dpkg/status",
                        "Package: tls\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n")
                .file("var/lib/dpkg/info/tls.list", "/etc/tls/self.pem\n/usr/lib/tls/other.pem\n")
                .file("usr/lib/tls/other.pem", "empty")
                .scan()
                .facts();
        assertThat(facts.present(FactKind.SECRET))
                .extracting(Fact::path)
                .containsExactly("etc/tls/self.pem", "usr/lib/tls/other.pem");
        assertThat(facts.isAbsent(FactKind.PACKAGED_SECRET)).isTrue();
    }

    @Test
    void key_among_the_tests_of_a_package_is_no_secret_but_the_applications_is() throws Exception {
        ImageFacts facts = new TestImage()
                .layer()
                .file("app/node_modules/tls/test/key.pem", KEY)
                .file("usr/lib/python3/dist-packages/tls/tests/key.pem", KEY)
                .file("app/node_modules/tls/key.pem", KEY)
                .file("app/test/key.pem", KEY)
                .file("usr/share/perl5/Mojo/server.key", KEY)
                .file("usr/share/elasticsearch/config/server.key", KEY)
                .file("root/go/pkg/mod/tls/testdata/key.pem", KEY)
                .file("root/.cargo/registry/src/tls/tests/key.pem", KEY)
                .file("usr/local/bundle/gems/tls/spec/key.pem", KEY)
                .file("app/mod/tests/key.pem", KEY)
                .file("srv/gems/test/key.pem", KEY)
                .file("srv/registry/test/key.pem", KEY)
                .scan()
                .facts();
        assertThat(facts.present(FactKind.PACKAGED_SECRET)).hasSize(6);
        assertThat(facts.present(FactKind.SECRET))
                .extracting(Fact::path)
                .containsExactly(
                        "app/mod/tests/key.pem",
                        "app/node_modules/tls/key.pem",
                        "app/test/key.pem",
                        "srv/gems/test/key.pem",
                        "srv/registry/test/key.pem",
                        "usr/share/elasticsearch/config/server.key");
    }

    @Test
    void file_that_a_cataloger_reads_is_searched_too() throws Exception {
        ImageFacts facts = new TestImage()
                .layer()
                .file("etc/passwd", "app:x:1:1:" + TOKEN + ":/:\n")
                .file("usr/bin/node", ("\u007fELF" + " ".repeat(70_000) + TOKEN).getBytes(StandardCharsets.UTF_8), 0755)
                .hardlink("usr/bin/nodejs", "usr/bin/node")
                .scan()
                .facts();
        assertThat(facts.present(FactKind.SECRET))
                .extracting(Fact::path)
                .containsExactly("etc/passwd", "usr/bin/node", "usr/bin/nodejs");
    }
}
