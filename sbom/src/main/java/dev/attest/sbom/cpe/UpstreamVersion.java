package dev.attest.sbom.cpe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a distribution's version says of the upstream release: the release itself and, where it has one, its update. */
record UpstreamVersion(String release, String update) {
    private static final Pattern EPOCH = Pattern.compile("^[0-9]+:");
    private static final Pattern REPACKED = Pattern.compile("[.+~](dfsg|ds|repack|really|git|svn|deb|ubuntu)[^-]*$");
    private static final Pattern ALPINE = Pattern.compile("_(p|rc|alpha|beta|pre|git|svn|cvs|hg)([0-9]*).*$");
    private static final Pattern PATCH = Pattern.compile("([0-9][0-9.]*)(p[0-9]+)");
    private static final Pattern CANDIDATE = Pattern.compile("~((?:rc|alpha|beta|pre|a|b)[.]?[0-9]*).*$");

    static UpstreamVersion of(String purlType, String version) {
        String text = EPOCH.matcher(version).replaceFirst("");
        String update = "";
        if (purlType.equals("apk")) {
            text = text.replaceFirst("-r[0-9]+$", "");
            Matcher suffix = ALPINE.matcher(text);
            if (suffix.find()) {
                update = suffix.group(1) + suffix.group(2);
                text = text.substring(0, suffix.start());
            }
        } else {
            int dash = text.lastIndexOf('-');
            text = dash > 0 ? text.substring(0, dash) : text;
            text = REPACKED.matcher(text).replaceFirst("");
            Matcher candidate = CANDIDATE.matcher(text);
            if (candidate.find()) {
                update = candidate.group(1);
                text = text.substring(0, candidate.start());
            }
        }
        Matcher patch = PATCH.matcher(text);
        return patch.matches()
                ? new UpstreamVersion(patch.group(1), patch.group(2))
                : new UpstreamVersion(text, update);
    }
}
