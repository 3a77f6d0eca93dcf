package dev.attest.sbom.conda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.ImagePath;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The record of an installed package, PREFIX/conda-meta/NAME-VERSION-BUILD.json. */
final class CondaMeta {
    /** Larger ones stay unread: 64 MiB, some 200,000 files. */
    static final int MAX_BYTES = StrictJson.MAX_BYTES;

    static final String CHANNEL = "channel";
    static final String KIND = "kind";

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._!+~-]{1,200}");

    private CondaMeta() {}

    /** {@code prefix} is the environment's folder, to which the record's files are relative. */
    static Finding read(byte[] bytes, String prefix) throws UnreadFileException {
        JsonNode json;
        try {
            json = JsonObject.of(StrictJson.parse(bytes, MAX_BYTES), "record").node();
        } catch (MalformedJsonException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
        String name = text(json, "name");
        String version = text(json, "version");
        String build = text(json, json.has("build") ? "build" : "build_string");
        if (!WORD.matcher(name).matches() || !WORD.matcher(version).matches()) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, "a record without name and version");
        }
        String subdir = text(json, "subdir");
        String file = text(json, "fn");
        String url = text(json, "url");
        return new PackageFields()
                .put(PackageFields.NAME, name)
                .put(PackageFields.VERSION, version)
                .put(PackageFields.ARCH, subdir)
                .put("build", build)
                .put(KIND, file.endsWith(".conda") ? "conda" : file.endsWith(".tar.bz2") ? "tar.bz2" : "")
                .put(CHANNEL, channel(text(json, "channel"), subdir))
                .put(PackageFields.LICENCES, text(json, "license"))
                .put(PackageFields.REQUIRES, names(json.path("depends")))
                .reference(PackageFields.DISTRIBUTION, isPrivate(url) ? "" : url)
                .finding(List.of(OwnedFiles.finding(files(json.path("files"), prefix))));
    }

    /** The last part of the channel's address, which is its name; a token in the address is not to be shown. */
    private static String channel(String channel, String subdir) {
        String address = channel.endsWith("/") ? channel.substring(0, channel.length() - 1) : channel;
        String name = ImagePath.name(address);
        String known = name.equals(subdir) || name.equals("noarch") ? ImagePath.name(ImagePath.folder(address)) : name;
        return WORD.matcher(known).matches() ? known : "";
    }

    private static boolean isPrivate(String url) {
        return url.contains("/t/") || url.indexOf('@') >= 0 || url.indexOf('?') >= 0;
    }

    private static List<String> names(JsonNode depends) {
        var names = new ArrayList<String>();
        depends.forEach(relation -> names.add(relation.asText().strip().split("[\\s<>=!\\[]", 2)[0]));
        return names;
    }

    private static List<String> files(JsonNode files, String prefix) {
        var paths = new ArrayList<String>();
        for (JsonNode file : files) {
            // A package accounts for nothing outside its environment.
            if (file.isTextual()
                    && file.textValue().indexOf('\n') < 0
                    && !("/" + file.textValue() + "/").contains("/../")) {
                paths.add(prefix.isEmpty() ? file.textValue() : prefix + "/" + file.textValue());
            }
        }
        return paths;
    }

    private static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() ? value.textValue() : "";
    }
}
