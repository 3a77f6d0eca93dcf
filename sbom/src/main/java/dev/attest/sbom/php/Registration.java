package dev.attest.sbom.php;

import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A .reg file of PEAR's registry: the package.xml (1.0 or 2.0) of an installed PEAR or PECL package as serialised array. */
final class Registration {
    /** Larger ones stay unread: 8 MiB. */
    static final int MAX_BYTES = 8 << 20;

    static final String CHANNEL = "group";

    private static final String CHANNEL_FOLDER = "/.channel.";
    private static final String DEFAULT_CHANNEL = "pear.php.net";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._/+~-]{1,200}");

    private Registration() {}

    static boolean isOne(String path) {
        return path.endsWith(".reg") && ("/" + path).contains("/.registry/");
    }

    static Finding read(byte[] bytes, String path) throws UnreadFileException {
        SerializedValue root = SerializedReader.read(bytes);
        String name = root.first("name", "package")
                .orElse(SerializedValue.NOTHING)
                .content()
                .strip();
        SerializedValue version = root.member("version");
        String release = version.first("release").orElse(version).content().strip();
        if (!WORD.matcher(name).matches() || !WORD.matcher(release).matches()) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, "a registration without name and version");
        }
        String channel = root.member("channel").content();
        return new PackageFields()
                .put(PackageFields.NAME, name)
                .put(PackageFields.VERSION, release)
                .put(CHANNEL, WORD.matcher(channel).matches() ? channel : channelOf(path))
                .put(
                        PackageFields.LICENCES,
                        root.first("license", "release_license")
                                .orElse(SerializedValue.NOTHING)
                                .content())
                .put(PackageFields.SUPPLIER, lead(root))
                .put(PackageFields.REQUIRES, required(root))
                .finding(List.of(OwnedFiles.finding(files(root))));
    }

    /** Version 1.0 of package.xml names no channel; the registry's folder does. */
    private static String channelOf(String path) {
        int at = path.lastIndexOf(CHANNEL_FOLDER);
        String name = at < 0 ? "" : path.substring(at + CHANNEL_FOLDER.length()).split("/", 2)[0];
        return WORD.matcher(name).matches() ? name : DEFAULT_CHANNEL;
    }

    private static String lead(SerializedValue root) {
        SerializedValue leads = root.first("lead", "maintainers").orElse(SerializedValue.NOTHING);
        SerializedValue lead = leads.first("0").orElse(leads);
        String mail = lead.member("email").content();
        String name = lead.member("name").content();
        return mail.isEmpty() ? name : (name + " <" + mail + ">").strip();
    }

    /** Names with their channel, as the dependencies of package.xml 2.0 have them. */
    private static List<String> required(SerializedValue root) {
        SerializedValue needed = root.member("dependencies").member("required").member("package");
        var all = needed.members().containsKey("name")
                ? List.of(needed)
                : List.copyOf(needed.members().values());
        return all.stream()
                .map(one -> one.member("channel").content() + "/"
                        + one.member("name").content())
                .toList();
    }

    private static List<String> files(SerializedValue root) {
        var files = new TreeSet<String>();
        for (SerializedValue file : root.member("filelist").members().values()) {
            String path = file.member("installed_as").text();
            if (path.startsWith("/") && path.length() < 4096 && path.indexOf('\n') < 0) {
                files.add(path.substring(1));
            }
        }
        return new ArrayList<>(files);
    }
}
