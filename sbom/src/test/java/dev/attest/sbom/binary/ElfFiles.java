package dev.attest.sbom.binary;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** ELF files built in code: sections one after the other behind the header, their table and names at the end. */
public final class ElfFiles {
    /** Where the sections lie in memory, counted from their offsets. */
    public static final long BASE = 0x400000;

    private record Section(String name, int type, int flags, String content, int link) {
        Section(String name, int type, int flags, byte[] bytes, int link) {
            this(name, type, flags, new String(bytes, StandardCharsets.ISO_8859_1), link);
        }

        byte[] bytes() {
            return content.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private final boolean wide;
    private final ByteOrder order;
    private final List<Section> sections = new ArrayList<>();
    private int type = 2;
    private byte[] trailer = new byte[0];

    private ElfFiles(boolean wide, ByteOrder order) {
        this.wide = wide;
        this.order = order;
    }

    public static ElfFiles program() {
        return new ElfFiles(true, ByteOrder.LITTLE_ENDIAN);
    }

    public static ElfFiles program(boolean wide, ByteOrder order) {
        return new ElfFiles(wide, order);
    }

    public ElfFiles type(int value) {
        type = value;
        return this;
    }

    public ElfFiles section(String name, String text) {
        return section(name, 1, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public ElfFiles section(String name, int sectionType, byte[] bytes) {
        sections.add(new Section(name, sectionType, 2, bytes, 0));
        return this;
    }

    public ElfFiles data(String name, byte[] bytes) {
        sections.add(new Section(name, 1, 3, bytes, 0));
        return this;
    }

    public ElfFiles symbols(String name, byte[] bytes, int link) {
        sections.add(new Section(name, 2, 0, bytes, link));
        return this;
    }

    public ElfFiles trailer(byte[] bytes) {
        trailer = bytes.clone();
        return this;
    }

    /** Where the section of this number, counted from 1, begins in the file; each begins at a multiple of 16. */
    public long offset(int number) {
        long at = 64;
        for (int i = 0; i < number - 1; i++) {
            at = padded(at + sections.get(i).bytes().length);
        }
        return at;
    }

    public byte[] bytes() {
        var names = new ByteArrayOutputStream();
        names.write(0);
        var table =
                ByteBuffer.allocate((sections.size() + 2) * (wide ? 64 : 40)).order(order);
        table.position(wide ? 64 : 40);
        var content = new ByteArrayOutputStream();
        content.writeBytes(new byte[64]);
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            pad(content);
            entry(table, names.size(), section, content.size());
            names.writeBytes((section.name() + "\0").getBytes(StandardCharsets.ISO_8859_1));
            content.writeBytes(section.bytes());
        }
        pad(content);
        var texts = new Section(".shstrtab", 3, 0, names.toByteArray(), 0);
        entry(table, 0, texts, content.size());
        content.writeBytes(texts.bytes());
        pad(content);
        int tableAt = content.size();
        content.writeBytes(table.array());
        content.writeBytes(trailer);
        byte[] file = content.toByteArray();
        header(ByteBuffer.wrap(file).order(order), tableAt);
        return file;
    }

    private void header(ByteBuffer file, int tableAt) {
        file.put(new byte[] {
            0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1), 1
        });
        file.putShort(16, (short) type);
        file.putShort(wide ? 54 : 42, (short) (wide ? 56 : 32));
        if (wide) {
            file.putLong(40, tableAt);
        } else {
            file.putInt(32, tableAt);
        }
        file.putShort(wide ? 58 : 46, (short) (wide ? 64 : 40));
        file.putShort(wide ? 60 : 48, (short) (sections.size() + 2));
        file.putShort(wide ? 62 : 50, (short) (sections.size() + 1));
    }

    private void entry(ByteBuffer table, int name, Section section, int offset) {
        table.putInt(name).putInt(section.type());
        number(table, section.flags());
        number(table, BASE + offset);
        number(table, offset);
        number(table, section.bytes().length);
        table.putInt(section.link()).putInt(0);
        number(table, 1);
        number(table, 0);
    }

    private void number(ByteBuffer table, long value) {
        if (wide) {
            table.putLong(value);
        } else {
            table.putInt((int) value);
        }
    }

    private static void pad(ByteArrayOutputStream content) {
        content.writeBytes(new byte[(int) (padded(content.size()) - content.size())]);
    }

    private static long padded(long at) {
        return (at + 15) & ~15L;
    }
}
