package dev.attest.sbom.dotnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.binary.ElfFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotnetTest {
    private static final String DEPS =
            """
            {"runtimeTarget":{"name":".NETCoreApp,Version=v8.0/linux-x64","signature":""},
            "targets":{".NETCoreApp,Version=v8.0":{},".NETCoreApp,Version=v8.0/linux-x64":{
            "App/1.0.0":{"dependencies":{"newtonsoft.json":"13.0.1","Analyzer":"1.0.0",
            "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64":"8.0.0"},"runtime":{"App.dll":{}}},
            "Newtonsoft.Json/13.0.1":{"runtime":{"lib/netstandard2.0/Newtonsoft.Json.dll":{"fileVersion":"13.0.1.25517"}},
            "resources":{"lib/net8.0/de/N.resources.dll":{"locale":"de"}}},
            "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.0":{"runtime":{"System.dll":{}}},
            "Reference/1.0.0":{"compileOnly":true,"runtime":{"x.dll":{}}}}},
            "libraries":{"App/1.0.0":{"type":"project","serviceable":false,"sha512":""},
            "Newtonsoft.Json/13.0.1":{"type":"package","serviceable":true,"sha512":"sha512-x"},
            "Analyzer/1.0.0":{"type":"package"},"Reference/1.0.0":{"type":"package"},
            "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.0":{"type":"runtimepack"}}}
            """;

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    private static List<String> names(ScanResult scan) {
        return scan.sbom().components().stream()
                .map(c -> c.identity()
                        .purl()
                        .map(Object::toString)
                        .orElse(c.identity().name()))
                .sorted()
                .toList();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private static byte[] block(String key, byte[] value, int kind, byte[] children) {
        byte[] name = text(key + "\0");
        int valueAt = (6 + name.length + 3) & ~3;
        int childrenAt = (valueAt + value.length + 3) & ~3;
        var block = ByteBuffer.allocate((childrenAt + children.length + 3) & ~3).order(ByteOrder.LITTLE_ENDIAN);
        block.putShort((short) (childrenAt + children.length));
        block.putShort((short) (kind == 1 ? value.length / 2 : value.length));
        block.putShort((short) kind).put(name);
        block.position(valueAt).put(value).position(childrenAt).put(children);
        return block.array();
    }

    /** A PE file whose only section holds a version resource. */
    private static byte[] assembly(boolean clr, String... texts) {
        var strings = ByteBuffer.allocate(4096);
        for (int i = 0; i < texts.length; i += 2) {
            strings.put(block(texts[i], text(texts[i + 1] + "\0"), 1, new byte[0]));
        }
        byte[] all = new byte[strings.position()];
        strings.flip().get(all);
        byte[] table = block("040904b0", new byte[0], 1, all);
        byte[] info = block("VS_VERSION_INFO", new byte[52], 0, block("StringFileInfo", new byte[0], 1, table));
        var file = ByteBuffer.allocate(0x200 + 88 + info.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, (byte) 'M').put(1, (byte) 'Z').putInt(60, 64).putInt(64, 0x4550);
        file.putShort(70, (short) 1).putShort(84, (short) 240).putShort(86, (short) 0x2000);
        file.putShort(88, (short) 0x20b).putInt(88 + 108, 16);
        file.putInt(88 + 112 + 16, 0x1000).putInt(88 + 112 + 20, 88 + info.length);
        file.putInt(88 + 112 + 112, clr ? 0x1000 : 0).putInt(88 + 112 + 116, clr ? 72 : 0);
        file.put(328, ".rsrc".getBytes(StandardCharsets.ISO_8859_1));
        file.putInt(340, 0x1000).putInt(344, 88 + info.length).putInt(348, 0x200);
        for (int level = 0; level < 3; level++) {
            int at = 0x200 + 24 * level;
            file.putShort(at + 14, (short) 1).putInt(at + 16, level == 0 ? 16 : 1);
            file.putInt(at + 20, level == 2 ? 72 : 0x80000000 | 24 * (level + 1));
        }
        file.putInt(0x200 + 72, 0x1000 + 88).putInt(0x200 + 76, info.length);
        file.position(0x200 + 88).put(info);
        return file.array();
    }

    @Test
    void libraries_of_an_application_are_components_and_own_their_files() throws Exception {
        ScanResult scan = image().file("app/App.deps.json", DEPS)
                .file("app/App.dll", assembly(true, "ProductVersion", "1.0.0"))
                .file("app/Newtonsoft.Json.dll", assembly(true, "ProductVersion", "13.0.1"))
                .file("app/de/N.resources.dll", assembly(true, "ProductVersion", "13.0.1"))
                .program("app/App")
                .scan();
        assertThat(names(scan))
                .containsExactly(
                        "App",
                        "pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.0",
                        "pkg:nuget/Newtonsoft.Json@13.0.1");
        assertThat(scan.sbom().gaps()).isEmpty();
        Component app = scan.sbom().components().stream()
                .filter(c -> c.identity().name().equals("App"))
                .findFirst()
                .orElseThrow();
        assertThat(app.dependsOn()).hasSize(2);
        assertThat(app.identity().type()).isEqualTo(Component.Type.APPLICATION);
    }

    @Test
    void assembly_of_no_application_is_known_by_its_version_resource() throws Exception {
        ScanResult scan = image().file(
                        "lib/Foo.dll", assembly(true, "ProductVersion", "2.1.0+abcdef", "CompanyName", "Acme"))
                .file("lib/native.dll", assembly(false, "ProductName", "Native", "FileVersion", "3.4.5.6"))
                .scan();
        assertThat(names(scan)).containsExactly("Native", "pkg:nuget/Foo@2.1.0");
        assertThat(scan.sbom().gaps()).isEmpty();
    }

    @Test
    void bundle_holds_its_own_deps_json() throws Exception {
        byte[] json = DEPS.getBytes(StandardCharsets.UTF_8);
        byte[] signature = HexFormat.of().parseHex("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae");
        int program = ElfFiles.program().data(".data", new byte[64]).bytes().length;
        var data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putLong(16, program).position(24).put(signature);
        var trailer = ByteBuffer.allocate(100 + json.length).order(ByteOrder.LITTLE_ENDIAN);
        trailer.putInt(6).putInt(0).putInt(3).put((byte) 4).put(new byte[] {'n', 'a', 'm', 'e'});
        trailer.putLong(program + 100L).putLong(json.length).position(100).put(json);
        byte[] bundle = ElfFiles.program()
                .data(".data", data.array())
                .trailer(trailer.array())
                .bytes();
        ScanResult scan = image().file("app/tool", bundle, 0755).scan();
        assertThat(names(scan)).contains("App", "pkg:nuget/Newtonsoft.Json@13.0.1");
        assertThat(scan.sbom().gaps()).isEmpty();
        for (long length : new long[] {-1, Long.MAX_VALUE, json.length + 1L}) {
            trailer.putLong(25, length);
            byte[] damaged = ElfFiles.program()
                    .data(".data", data.array())
                    .trailer(trailer.array())
                    .bytes();
            assertThat(image().file("app/tool", damaged, 0755).scan().sbom().gaps())
                    .extracting(Gap::kind)
                    .contains(Gap.Kind.UNREADABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"libraries\":{\"a/1\":7}}",
                "{\"libraries\":{\"a/1\":{\"type\":7}}}",
                "{\"a\":1,\"a\":2}"
            })
    void text_of_another_form_is_a_gap(String json) throws Exception {
        ScanResult scan = image().file("app/App.deps.json", json).scan();
        assertThat(scan.sbom().components()).isEmpty();
        assertThat(scan.sbom().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.UNREADABLE);
    }

    @Test
    void resources_that_lead_into_themselves_end() throws Exception {
        byte[] assembly = assembly(true, "ProductVersion", "1.0.0");
        for (int at = 0x200; at < assembly.length; at += 2) {
            byte[] damaged = assembly.clone();
            damaged[at] = (byte) 0xff;
            damaged[at + 1] = at % 4 == 0 ? (byte) 0xff : 0;
            image().file("lib/Foo.dll", damaged).scan();
        }
        assertThat(assembly).isNotEmpty();
    }
}
