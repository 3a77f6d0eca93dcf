package dev.attest.oci.archive;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.layer.TarReader;
import dev.attest.oci.layout.LayoutFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files in a tar, found once by its headers and then read where they lie. Links count inside the tar only. */
final class TarFiles implements LayoutFiles {
    private static final LayerLimits LIMITS = new LayerLimits(200_000, Long.MAX_VALUE, 1024, Integer.MAX_VALUE);
    private static final int MAX_LINKS = 8;
    private static final int MAGIC = 6;
    private static final List<String> COMPRESSED = List.of("1f8b08", "28b52ffd", "fd377a585a00", "425a68");

    /** Where a file's bytes are, or where else to look. */
    private record Place(long offset, long size, String link) {}

    private final FileChannel channel;
    private final String name;
    private final NavigableMap<String, Place> places = new TreeMap<>();

    private TarFiles(FileChannel channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    static TarFiles open(Path file) throws IOException, MalformedImageException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + ": not a regular file");
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new NotFoundException(file + ": there is no such file");
        }
        var files = new TarFiles(channel, file.toString());
        try {
            files.index();
        } catch (MismatchException e) {
            channel.close();
            throw new MalformedImageException(file + ": " + e.getMessage());
        } catch (IOException | MalformedImageException e) {
            channel.close();
            throw e;
        }
        return files;
    }

    @Override
    public InputStream open(String file) throws IOException {
        Place place = place(file);
        return new ChannelStream(channel, place.offset(), place.offset() + place.size());
    }

    @Override
    public long size(String file) throws IOException {
        return place(file).size();
    }

    boolean has(String file) {
        return places.containsKey(file);
    }

    /** Where a file's content begins; the same for all names of one file. */
    long offset(String file) throws IOException {
        return place(file).offset();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void index() throws IOException, MalformedImageException {
        String magic = HexFormat.of().formatHex(new ChannelStream(channel, 0, channel.size()).readNBytes(MAGIC));
        if (COMPRESSED.stream().anyMatch(magic::startsWith)) {
            throw new MalformedImageException(name + ": the archive is compressed, and is read where it lies; unpack it"
                    + " (gunzip, unzstd, unxz, bunzip2) to a plain tar first");
        }
        var tar = new TarReader(new ChannelStream(channel, 0, channel.size()), LIMITS);
        for (LayerEntry entry = tar.next(); entry != null; entry = tar.next()) {
            Place place = place(entry, tar.contentOffset());
            if (place != null && places.put(entry.path(), place) != null) {
                throw new MalformedImageException(name + ": the archive holds one name twice");
            }
        }
        checkFolders();
    }

    /** Who unpacks the archive writes through a link to a folder, so that one name could get the content of another. */
    private void checkFolders() throws MalformedImageException {
        for (String path : places.keySet()) {
            String below = places.ceilingKey(path + "/");
            if (below != null && below.startsWith(path + "/")) {
                throw new MalformedImageException(
                        name + ": the archive holds a name below another one that is no folder");
            }
        }
    }

    private static @Nullable Place place(LayerEntry entry, long offset) {
        return switch (entry.type()) {
            case FILE -> new Place(offset, entry.size(), "");
            case HARDLINK -> new Place(0, 0, "/" + entry.linkTarget());
            case SYMLINK -> new Place(0, 0, entry.linkTarget());
            default -> null;
        };
    }

    private Place place(String file) throws IOException {
        String at = file;
        for (int links = 0; links <= MAX_LINKS; links++) {
            Place place = places.get(at);
            if (place == null) {
                throw new NotFoundException(name + ": the archive has no " + file);
            }
            if (place.link().isEmpty()) {
                return place;
            }
            at = target(at, place.link());
        }
        throw new IOException(name + ": " + file + " is a link that leads nowhere");
    }

    private static String target(String from, String link) {
        String joined = link.startsWith("/") ? link : from.substring(0, from.lastIndexOf('/') + 1) + link;
        var parts = new ArrayDeque<String>();
        for (String part : joined.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }
}
