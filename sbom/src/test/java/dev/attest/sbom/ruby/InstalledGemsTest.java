package dev.attest.sbom.ruby;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Scanned;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstalledGemsTest {
    private static final String HOME = "usr/local/lib/ruby/gems/3.3.0/";

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    private static String gemspec(String name, String version, String... lines) {
        return "# -*- encoding: utf-8 -*-\n# stub: " + name + " " + version + " ruby lib\n\n"
                + "Gem::Specification.new do |s|\n  s.name = \"" + name + "\".freeze\n  s.version = \"" + version
                + "\"\n\n  " + String.join("\n  ", lines) + "\nend\n";
    }

    private static String specification(String full) {
        return HOME + "specifications/" + full + ".gemspec";
    }

    @Test
    void installed_default_and_git_gems_are_listed_with_what_they_declare() throws Exception {
        var result = image().file(
                        specification("rack-3.0.8"),
                        gemspec(
                                "rack",
                                "3.0.8",
                                "s.authors = [\"Leah\".freeze, \"Andr\\u00E9 \\\"A\\\"\".freeze]",
                                "s.homepage = \"https://github.com/rack/rack\".freeze",
                                "s.licenses = [\"MIT\".freeze]",
                                "s.metadata = { \"bug_tracker_uri\" => \"https://a/b\", \"source_code_uri\" =>"
                                        + " \"https://github.com/rack/rack\" } if s.respond_to? :metadata="))
                .file(
                        specification("puma-6.4.0"),
                        gemspec(
                                "puma",
                                "6.4.0",
                                "s.add_runtime_dependency(%q<rack>.freeze, [\">= 2\".freeze])",
                                "s.add_development_dependency(%q<json>.freeze, [\"~> 2\".freeze])"))
                .file(HOME + "specifications/default/json-2.7.1.gemspec", gemspec("json", "2.7.1"))
                .file("app/vendor/bundle/ruby/3.3.0/bundler/gems/own-0123abc/own.gemspec", gemspec("own", "1.0"))
                .file("app/vendor/bundle/ruby/3.3.0/bundler/gems/own-0123abc/spec/fixture.gemspec", gemspec("f", "1"))
                .file(HOME + "gems/rack-3.0.8/rack.gemspec", gemspec("inner", "1"))
                .scan();
        assertThat(Scanned.purls(result))
                .containsExactly("pkg:gem/json@2.7.1", "pkg:gem/own@1.0", "pkg:gem/puma@6.4.0", "pkg:gem/rack@3.0.8");
        Component rack = Scanned.component(result, "pkg:gem/rack@3.0.8");
        assertThat(rack.declared().supplier()).contains("Leah, André \"A\"");
        assertThat(rack.declared().licences()).containsExactly("MIT");
        assertThat(rack.declared().references())
                .containsEntry("website", "https://github.com/rack/rack")
                .containsEntry("vcs", "https://github.com/rack/rack");
        assertThat(Scanned.component(result, "pkg:gem/puma@6.4.0").dependsOn()).containsExactly("pkg:gem/rack@3.0.8");
        assertThat(Scanned.component(result, "pkg:gem/json@2.7.1").declared().properties())
                .containsEntry("gem:default", "true");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void old_form_names_development_dependencies_only_for_older_readers() throws Exception {
        var result = image().file(specification("a-1"), gemspec("a", "1"))
                .file(specification("b-1"), gemspec("b", "1"))
                .file(
                        specification("c-1"),
                        gemspec(
                                "c",
                                "1",
                                "if s.respond_to? :specification_version then",
                                "  s.add_runtime_dependency(%q<a>, [\">= 0\"])",
                                "  s.add_development_dependency(%q<b>, [\">= 0\"])",
                                "else",
                                "  s.add_dependency(%q<a>, [\">= 0\"])",
                                "  s.add_dependency(%q<b>, [\">= 0\"])",
                                "end",
                                "s.licenses = ['Ruby', 'BSD-2-Clause']"))
                .scan();
        Component c = Scanned.component(result, "pkg:gem/c@1");
        assertThat(c.dependsOn()).containsExactly("pkg:gem/a@1");
        assertThat(c.declared().licences()).containsExactly("BSD-2-Clause", "Ruby");
    }

    @Test
    void gem_of_a_platform_owns_its_folder_and_extensions() throws Exception {
        String stub = "# stub: nokogiri 1.16.0 x86_64-linux lib\n";
        var result = image().file(specification("nokogiri-1.16.0-x86_64-linux"), stub)
                .program(HOME + "gems/nokogiri-1.16.0-x86_64-linux/lib/nokogiri/3.3/nokogiri.so")
                .file(specification("ox-2.14"), gemspec("ox", "2.14"))
                .program(HOME + "extensions/x86_64-linux/3.3.0/ox-2.14/ox/ox.so")
                .program(HOME + "extensions/x86_64-linux/3.3.0/other-1/ox.so")
                .scan();
        assertThat(Scanned.purls(result))
                .containsExactly("pkg:gem/nokogiri@1.16.0?platform=x86_64-linux", "pkg:gem/ox@2.14");
        assertThat(result.sbom().gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.detail()).contains("1 seen").contains("other-1/ox.so"));
    }

    @ParameterizedTest
    @CsvSource({
        "net-http2-0.18.4, pkg:gem/net-http2@0.18.4",
        "a-1.0.0.pre.1, pkg:gem/a@1.0.0.pre.1",
        "a-1.0-java, pkg:gem/a@1.0?platform=java",
        "a-1.0-arm64-darwin-22, pkg:gem/a@1.0?platform=arm64-darwin-22",
        "a-2-b-1.0, pkg:gem/a@2?platform=b-1.0"
    })
    void what_is_computed_is_taken_from_the_file_name(String stem, String purl) throws Exception {
        String computed = "Gem::Specification.new do |s|\n s.name = NAME\n s.version = \"#{VERSION}\"\nend\n";
        assertThat(Scanned.purls(image().file(specification(stem), computed).scan()))
                .containsExactly(purl);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'s.name = \"a'",
                "s.name = \"a\" + x",
                "s.version = [\"1",
                "'s.name = \"\\u'",
                "'s.name = \"\\u{110000}\"'",
                "'s.name = \"\\ud800\"'",
                "s.metadata = { \"a\" =>",
                "# stub: a",
                "# stub: ../a 1 ruby"
            })
    void damaged_gemspec_is_a_gap(String line) throws Exception {
        var result = image().file(specification("nothing"), line).scan();
        assertThat(Scanned.purls(result)).isEmpty();
        assertThat(Scanned.gaps(result)).containsExactly("unidentified " + specification("nothing"));
    }

    @Test
    void hostile_gemspecs_end() throws Exception {
        byte[] binary = new byte[100_000];
        binary[10] = (byte) 0xff;
        String names = "s.add_dependency(%q<x>)\n".repeat(30_000);
        String many = gemspec("m", "1")
                + java.util.stream.IntStream.range(0, 5_000)
                        .mapToObj(i -> "s.add_dependency(%q<gem" + i + ">)\n")
                        .collect(java.util.stream.Collectors.joining());
        var result = image().file(specification("b-1"), binary)
                .file(specification("large-1"), new byte[Gemspec.MAX_BYTES + 1])
                .file(specification("deep-1"), "s.licenses = " + "[".repeat(60_000))
                .file(specification("long-1"), ("s.name = \"" + "a".repeat(500_000)).getBytes(StandardCharsets.UTF_8))
                .file(specification("names-1"), names)
                .file(specification("m-1"), many)
                .scan();
        assertThat(Scanned.purls(result))
                .containsExactly("pkg:gem/b@1", "pkg:gem/deep@1", "pkg:gem/long@1", "pkg:gem/m@1", "pkg:gem/names@1");
        assertThat(Scanned.gaps(result))
                .containsExactly("limit " + specification("large-1"), "limit " + specification("m-1"));
    }
}
