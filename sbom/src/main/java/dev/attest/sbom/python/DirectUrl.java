package dev.attest.sbom.python;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.UnreadFileException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** direct_url.json (PEP 610): where a distribution came from that came from no index, as purl qualifiers. */
final class DirectUrl {
    static final int MAX_BYTES = 64 << 10;
    static final String VCS_URL = "vcs_url";
    static final String DOWNLOAD_URL = "download_url";

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._/-]{1,200}");
    private static final Pattern ADDRESS = Pattern.compile("(https?|ssh|git)://[!-~&&[^\"<>\\\\^`{|}]]{1,2000}");

    private DirectUrl() {}

    /** No finding for a folder of the machine that built the image. */
    static Optional<Finding> read(byte[] bytes) throws UnreadFileException {
        try {
            JsonObject json = StrictJson.parseObject(bytes, "direct_url.json", MAX_BYTES);
            String url = withoutUser(json.text("url"));
            Optional<JsonObject> vcs = json.optionalObject("vcs_info");
            if (!ADDRESS.matcher(url).matches()) {
                return Optional.empty();
            }
            if (vcs.isEmpty()) {
                return json.has("archive_info")
                        ? Optional.of(new Finding(Map.of(DOWNLOAD_URL, url)))
                        : Optional.empty();
            }
            String kind = vcs.get().text("vcs");
            String commit = vcs.get().text("commit_id");
            boolean plain = WORD.matcher(kind).matches() && WORD.matcher(commit).matches();
            return plain
                    ? Optional.of(new Finding(Map.of(VCS_URL, kind + "+" + url + "@" + commit)))
                    : Optional.empty();
        } catch (MalformedJsonException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    /** What stands before an {@code @} can be a password, and so can a query. */
    private static String withoutUser(String url) {
        int start = url.indexOf("://") + 3;
        int end = url.indexOf('/', start);
        String authority = url.substring(start, end < 0 ? url.length() : end);
        String path = end < 0 ? "" : url.substring(end).split("[?#]", 2)[0];
        return start < 3 ? "" : url.substring(0, start) + authority.substring(authority.lastIndexOf('@') + 1) + path;
    }
}
