package dev.attest.sbom.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ModuleInfoTest {
    /** A module declaration as javac writes it, with every kind of constant in front. */
    static byte[] declaration(String name, String version) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(0xcafebabe);
            out.writeInt(61);
            out.writeShort(12);
            out.writeByte(1);
            out.writeUTF("Module");
            out.writeByte(1);
            out.writeUTF(name);
            out.writeByte(1);
            out.writeUTF(version);
            out.writeByte(19);
            out.writeShort(2);
            out.writeByte(5);
            out.writeLong(7);
            out.writeByte(3);
            out.writeInt(7);
            out.writeByte(15);
            out.write(new byte[3]);
            out.writeByte(7);
            out.writeShort(1);
            out.writeByte(1);
            out.writeUTF("SourceFile");
            out.writeByte(12);
            out.writeInt(0);
            out.writeShort(0x8000);
            out.writeInt(0);
            out.write(new byte[6]);
            out.writeShort(2);
            out.writeShort(10);
            out.writeInt(2);
            out.writeShort(1);
            out.writeShort(1);
            out.writeInt(16);
            out.writeShort(4);
            out.writeShort(0);
            out.writeShort(version.isEmpty() ? 0 : 3);
            out.write(new byte[10]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void name_and_version_are_read() {
        assertThat(ModuleInfo.parse(declaration("org.acme", "1.2"))).contains(new ModuleInfo("org.acme", "1.2"));
        assertThat(ModuleInfo.parse(declaration("org.acme", ""))).contains(new ModuleInfo("org.acme", ""));
    }

    @Test
    void every_cut_and_every_changed_byte_ends_in_an_answer() {
        byte[] good = declaration("org.acme", "1.2");
        for (int i = 0; i < good.length; i++) {
            assertThat(ModuleInfo.parse(Arrays.copyOf(good, i))).isNotNull();
            byte[] changed = good.clone();
            changed[i] ^= (byte) 0xff;
            assertThat(ModuleInfo.parse(changed)).isNotNull();
        }
        assertThat(ModuleInfo.parse("no class".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
