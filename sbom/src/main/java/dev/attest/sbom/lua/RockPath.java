package dev.attest.sbom.lua;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where LuaRocks keeps what it installed: PREFIX/lib/luarocks/rocks-LUA/NAME/VERSION. {@code tree} is the folder rocks-LUA,
 * {@code prefix} ends with a slash or is empty, {@code lua} is the version of Lua, if the folder names one.
 */
record RockPath(String prefix, String lua, String tree, String name, String version, String file) {
    static final String MANIFEST = "rock_manifest";

    private static final String LUAROCKS = "/luarocks/rocks";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._+~-]{1,200}");

    static Optional<RockPath> of(String path) {
        int at = path.lastIndexOf(LUAROCKS);
        if (at < 0 || !(path.endsWith(".rockspec") || path.endsWith("/" + MANIFEST))) {
            return Optional.empty();
        }
        String[] parts = path.substring(at + 1).split("/", -1);
        if (parts.length != 5
                || !WORD.matcher(parts[2]).matches()
                || !WORD.matcher(parts[3]).matches()) {
            return Optional.empty();
        }
        String lua = parts[1].startsWith("rocks-") ? parts[1].substring("rocks-".length()) : "";
        String tree = path.substring(0, at) + "/" + parts[0] + "/" + parts[1];
        // The folder luarocks lies in is lib, or lib64.
        int library = path.lastIndexOf('/', at - 1);
        RockPath rock = new RockPath(path.substring(0, library + 1), lua, tree, parts[2], parts[3], parts[4]);
        boolean isSpec = rock.file().equals(rock.name() + "-" + rock.version() + ".rockspec");
        return Optional.of(rock).filter(found -> isSpec || found.isManifest());
    }

    boolean isManifest() {
        return file.equals(MANIFEST);
    }

    /** The folder of the rock. */
    String folder() {
        return tree + "/" + name + "/" + version;
    }
}
