package dev.attest.sbom.lua;

import java.util.List;
import java.util.Map;

/** A literal of Lua: a text, or a table with its fields; elements without a name are named by their position from 1. */
record LuaValue(String text, Map<String, LuaValue> fields) {
    static final LuaValue NOTHING = new LuaValue("", Map.of());

    LuaValue field(String name) {
        return fields.getOrDefault(name, NOTHING);
    }

    /** The texts of a table, or the one that this is. */
    List<String> texts() {
        return fields.isEmpty()
                ? List.of(text)
                : fields.values().stream().map(LuaValue::text).toList();
    }
}
