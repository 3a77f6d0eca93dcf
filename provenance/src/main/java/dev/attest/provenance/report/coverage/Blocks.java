package dev.attest.provenance.report.coverage;

import java.util.HashMap;
import java.util.Map;

/** The blocks of statements of one Go file; the same block, told by the tests of several packages, is one. */
final class Blocks implements Measured {
    /** Statements of a block, negative where it was not run through. */
    private final Map<Block, Long> statements = new HashMap<>();

    /** Where a block begins and ends, by line and column. */
    record Block(long startLine, long startColumn, long endLine, long endColumn) {}

    /** Adds a block; one that is told again has to have as many statements as before. */
    boolean add(Block block, long count, boolean covered) {
        Long told = statements.get(block);
        if (told != null && Math.abs(told) != count) {
            return false;
        }
        if (told == null || covered) {
            statements.put(block, covered ? count : -count);
        }
        return true;
    }

    @Override
    public Measured with(Measured other) throws UnmergeableException {
        if (!(other instanceof Blocks that)) {
            throw new UnmergeableException("blocks and lines");
        }
        var both = new Blocks();
        both.statements.putAll(statements);
        for (var entry : that.statements.entrySet()) {
            if (!both.add(entry.getKey(), Math.abs(entry.getValue()), entry.getValue() > 0)) {
                throw new UnmergeableException("blocks of different sizes at one place");
            }
        }
        return both;
    }

    @Override
    public boolean isSameSourceAs(Measured other) {
        return other instanceof Blocks that && statements.keySet().equals(that.statements.keySet());
    }

    @Override
    public Tally tally() {
        long covered = 0;
        long total = 0;
        for (long count : statements.values()) {
            total += Math.abs(count);
            covered += Math.max(count, 0);
        }
        return new Tally(Map.of(Unit.STATEMENT, new Counter(covered, total)), true);
    }
}
