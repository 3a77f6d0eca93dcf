package dev.attest.pipeline;

import java.util.Arrays;
import java.util.Optional;

/** What two builds of an image can differ in, from what no container ever sees to what it runs. */
public enum RebuildAspect {
    /** A layer's bytes as they are stored; its content is the same. */
    COMPRESSION("compression", Weight.ENCODING),
    /** The manifest: annotations, media types, how it is written. */
    MANIFEST("manifest", Weight.ENCODING),
    /** How the configuration is written; it says the same. */
    CONFIG_FORM("configuration's form", Weight.ENCODING),
    /** In which order a layer's tar has its entries, or how often. */
    ORDER("order of entries", Weight.FORM),
    /** How a layer's tar is written: owners' names, formats of headers, padding. */
    TAR_FORM("form of the tar", Weight.FORM),
    /** How files are spread over layers. */
    LAYERING("layering", Weight.FORM),
    /** When a file was changed last. */
    MTIME("mtime", Weight.CONTENT),
    /** When the image, or a step of its history, was made. */
    CREATED("created", Weight.CONTENT),
    /** How the image says that it was made. */
    HISTORY("history", Weight.CONTENT),
    ONLY_IN_A("only in A", Weight.CONTENT),
    ONLY_IN_B("only in B", Weight.CONTENT),
    TYPE("type", Weight.CONTENT),
    CONTENT("content", Weight.CONTENT),
    MODE("mode", Weight.CONTENT),
    OWNER("owner", Weight.CONTENT),
    LINK_TARGET("link target", Weight.CONTENT),
    DEVICE("device", Weight.CONTENT),
    /** Extended attributes, capabilities among them. */
    ATTRIBUTES("attributes", Weight.CONTENT),
    /** A setting of the configuration. */
    SETTING("setting", Weight.CONTENT),
    /** A member of the configuration that attest has no name for. */
    CONFIG_MEMBER("configuration", Weight.CONTENT),
    /** A platform that only one of the images is for. */
    PLATFORM("platform", Weight.CONTENT);

    /** How deep a difference goes. */
    enum Weight {
        ENCODING,
        FORM,
        CONTENT
    }

    private final String text;
    private final Weight weight;

    RebuildAspect(String text, Weight weight) {
        this.text = text;
        this.weight = weight;
    }

    /** As results name it. */
    public String text() {
        return text;
    }

    Weight weight() {
        return weight;
    }

    /** Whether a user may ask to ignore it: what only tells when or by which step something was made. */
    public boolean isIgnorable() {
        return this == MTIME || this == CREATED || this == HISTORY;
    }

    /** The aspect that may be ignored under this name. */
    public static Optional<RebuildAspect> ignorable(String name) {
        return Arrays.stream(values())
                .filter(one -> one.isIgnorable() && one.text.equals(name))
                .findFirst();
    }
}
