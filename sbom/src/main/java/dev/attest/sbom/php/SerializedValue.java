package dev.attest.sbom.php;

import java.util.Map;
import java.util.Optional;

/** A value of PHP's serialize(): a text (numbers are theirs), or an array with its members by key. */
record SerializedValue(String text, Map<String, SerializedValue> members) {
    static final SerializedValue NOTHING = new SerializedValue("", Map.of());

    /** The member, or nothing. */
    SerializedValue member(String key) {
        return members.getOrDefault(key, NOTHING);
    }

    /** The text of a value, or of the element that has attributes beside its text. */
    String content() {
        return members.isEmpty() ? text : member("_content").text();
    }

    /** The first of these members that is there. */
    Optional<SerializedValue> first(String... keys) {
        for (String key : keys) {
            if (members.containsKey(key)) {
                return Optional.of(member(key));
            }
        }
        return Optional.empty();
    }
}
