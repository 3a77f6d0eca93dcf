package dev.attest.sbom.java;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** Name and version of a Java module, from the Module attribute of its module-info.class (JVMS 4.7.25). */
record ModuleInfo(String name, String version) {
    private static final int MAGIC = 0xcafebabe;
    private static final int UTF8 = 1;
    private static final int MODULE = 19;

    /** Nothing where the bytes are no module declaration; the version is empty where none was compiled in. */
    static Optional<ModuleInfo> parse(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return in.readInt() == MAGIC ? read(in) : Optional.empty();
        } catch (IOException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Optional<ModuleInfo> read(DataInputStream in) throws IOException {
        in.skipNBytes(4);
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        int[] names = new int[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            if (tag == UTF8) {
                texts[i] = in.readUTF();
            } else if (tag == MODULE) {
                names[i] = in.readUnsignedShort();
            } else {
                in.skipNBytes(size(tag));
                i += tag == 5 || tag == 6 ? 1 : 0;
            }
        }
        in.skipNBytes(6);
        // A module has neither interfaces nor fields nor methods.
        in.skipNBytes(6);
        int attributes = in.readUnsignedShort();
        for (int i = 0; i < attributes; i++) {
            String attribute = text(texts, in.readUnsignedShort());
            long length = Integer.toUnsignedLong(in.readInt());
            if (attribute.equals("Module")) {
                String name = text(texts, names[in.readUnsignedShort()]);
                in.skipNBytes(2);
                String version = text(texts, in.readUnsignedShort());
                return name.isEmpty() ? Optional.empty() : Optional.of(new ModuleInfo(name, version));
            }
            in.skipNBytes(length);
        }
        return Optional.empty();
    }

    private static String text(String[] texts, int index) {
        String text = texts[index];
        return text == null ? "" : text;
    }

    private static int size(int tag) throws EOFException {
        return switch (tag) {
            case 7, 8, 16, 20 -> 2;
            case 15 -> 3;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            default -> throw new EOFException("no constant of this kind");
        };
    }
}
