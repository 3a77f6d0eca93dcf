package dev.attest.pipeline;

import java.util.Set;
import java.util.TreeSet;

/** How strictly two builds have to agree to count as the same. */
public record RebuildTolerance(Strictness strictness, Set<RebuildAspect> ignored) {
    /** Each takes what the one before it takes. */
    public enum Strictness {
        /** The same manifest, to the last bit. */
        bits,
        /** The same configuration and the same layers, however they are compressed. */
        contents,
        /** The same configuration and the same files, however tars and layers hold them. */
        files
    }

    public RebuildTolerance {
        ignored = Set.copyOf(ignored);
        if (!ignored.stream().allMatch(RebuildAspect::isIgnorable)) {
            throw new IllegalArgumentException("what makes images different cannot be ignored");
        }
        if (!ignored.isEmpty() && strictness != Strictness.files) {
            // Of a layer with other times nobody can tell whether its tar is otherwise the same.
            throw new IllegalArgumentException("where something is ignored, files are compared");
        }
    }

    /** Whether images that differ in this are different. */
    public boolean counts(RebuildAspect aspect) {
        if (ignored.contains(aspect)) {
            return false;
        }
        return switch (aspect.weight()) {
            case ENCODING -> strictness == Strictness.bits;
            case FORM -> strictness != Strictness.files;
            case CONTENT -> true;
        };
    }

    /** The ignored aspects' names, sorted. */
    public Set<String> ignoredNames() {
        var names = new TreeSet<String>();
        ignored.forEach(one -> names.add(one.text()));
        return names;
    }
}
