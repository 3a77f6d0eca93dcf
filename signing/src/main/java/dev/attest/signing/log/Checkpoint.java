package dev.attest.signing.log;

import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.trust.TransparencyLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A log's signed statement of its size and root hash (C2SP tlog-checkpoint in a signed-note). */
final class Checkpoint {
    private static final int MAX_CHARACTERS = 1 << 16;
    private static final int MAX_SIGNATURES = 64;
    private static final Pattern SIGNATURE = Pattern.compile("\u2014 ([^\\s+]{1,255}) ([A-Za-z0-9+/]{8,8192}={0,2})");

    private final byte[] signed;
    private final String origin;
    private final long treeSize;
    private final byte[] rootHash;
    private final List<Line> signatures;

    private static final class Line {
        private final String name;
        private final byte[] blob;

        Line(String name, byte[] blob) {
            this.name = name;
            this.blob = blob;
        }

        byte[] hint() {
            return Arrays.copyOf(blob, 4);
        }

        byte[] signature() {
            return Arrays.copyOfRange(blob, 4, blob.length);
        }
    }

    private Checkpoint(String envelope) throws RefusedException {
        int split = envelope.lastIndexOf("\n\n");
        if (envelope.length() > MAX_CHARACTERS
                || split < 0
                || split + 2 >= envelope.length()
                || !envelope.endsWith("\n")) {
            throw malformed();
        }
        String text = envelope.substring(0, split + 1);
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() < 4 || lines.get(0).isBlank() || !lines.get(1).matches("0|[1-9][0-9]{0,17}")) {
            throw malformed();
        }
        signed = text.getBytes(StandardCharsets.UTF_8);
        origin = lines.get(0);
        treeSize = Long.parseLong(lines.get(1));
        rootHash = decoded(lines.get(2));
        signatures = new ArrayList<>();
        for (String line : envelope.substring(split + 2, envelope.length() - 1).split("\n", -1)) {
            signatures.add(signature(line));
        }
        if (signatures.size() > MAX_SIGNATURES || rootHash.length != 32) {
            throw malformed();
        }
    }

    static Checkpoint parse(String envelope) throws RefusedException {
        return new Checkpoint(envelope);
    }

    /** Whose checkpoint it is. */
    String origin() {
        return origin;
    }

    /** Requires that it is about the tree of this proof. */
    void requireTree(InclusionProof proof) throws RefusedException {
        if (treeSize != proof.treeSize() || !Arrays.equals(rootHash, proof.rootHash())) {
            throw new RefusedException(Reason.LOG_PROOF, "the checkpoint is about another tree than the proof");
        }
    }

    /**
     * Requires a signature of the log, and that none that claims to be its is wrong (C2SP signed-note). Lines of others
     * (witnesses, the log's keys of other kinds) are passed over; a line is the log's by name and key hint.
     */
    void requireSignature(TransparencyLog log) throws RefusedException {
        List<Line> own = signatures.stream()
                .filter(line -> isOfOrigin(line.name) && log.hasKeyHint(line.hint()))
                .toList();
        if (own.isEmpty() || !own.stream().allMatch(line -> log.signed(signed, line.signature()))) {
            throw new RefusedException(Reason.LOG_SIGNATURE, "the checkpoint bears no valid signature of the log");
        }
    }

    /** Rekor v1 appends its tree's number to its name in the origin. */
    private boolean isOfOrigin(String name) {
        return origin.equals(name) || origin.startsWith(name + " - ");
    }

    private static Line signature(String text) throws RefusedException {
        Matcher parts = SIGNATURE.matcher(text);
        if (!parts.matches()) {
            throw malformed();
        }
        byte[] blob = decoded(parts.group(2));
        if (blob.length < 5) {
            throw malformed();
        }
        return new Line(parts.group(1), blob);
    }

    private static byte[] decoded(String base64) throws RefusedException {
        try {
            byte[] decoded = Base64.getDecoder().decode(base64);
            // Spare bits would let two texts stand for the same bytes.
            if (Base64.getEncoder().encodeToString(decoded).equals(base64)) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    private static RefusedException malformed() {
        return new RefusedException(Reason.LOG_SIGNATURE, "the checkpoint is not a signed note of a log");
    }
}
