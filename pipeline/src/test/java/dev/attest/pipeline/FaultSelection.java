package dev.attest.pipeline;

import dev.attest.testvectors.Fault;
import dev.attest.testvectors.Injection;
import dev.attest.testvectors.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which faults strike, as {@code -Dattest.faults} says: without it those that have ever found something and one of each
 * other sort, with {@code all} each sort at each kind of request, with {@code every} all of them at every single request.
 */
enum FaultSelection {
    TYPICAL,
    ALL,
    EVERY;

    private static final Set<Fault> LOSING =
            EnumSet.of(Fault.NOT_FOUND, Fault.STALE, Fault.SERVER_ERROR, Fault.RESET, Fault.ANSWER_LOST);
    private static final Set<Fault> ALIKE =
            EnumSet.of(Fault.NOT_ACCEPTABLE, Fault.RANGE_NOT_SATISFIABLE, Fault.BUSY_SECONDS);
    private static final Set<Fault> PASSING = EnumSet.of(Fault.SLOW, Fault.TRUNCATED, Fault.BUSY_DATE, Fault.SHORTENED);

    private static final Set<Fault> GUARDED = EnumSet.of(Fault.NOT_FOUND, Fault.STALE, Fault.ANSWER_LOST);

    static FaultSelection ofProperty() {
        return switch (System.getProperty("attest.faults", "")) {
            case "" -> TYPICAL;
            case "all" -> ALL;
            case "every" -> EVERY;
            default -> throw new IllegalArgumentException("attest.faults is all, every, or not given");
        };
    }

    List<Injection> ofSigning(List<Step> asked, FaultMatrixTest.Kind kind) {
        return injections(asked).stream()
                .filter(injection -> this == EVERY || (kind.differsAt(injection.step()) && isTold(injection)))
                .filter(injection -> this != TYPICAL || isTypicalOfSigning(injection, kind))
                .toList();
    }

    List<Injection> ofVerifying(List<Step> asked, FaultMatrixTest.Kind kind) {
        return injections(asked).stream()
                .filter(injection -> this != TYPICAL || isTypicalOfVerifying(injection, kind))
                .toList();
    }

    /** Each fault once at the first request of each kind, at every one where lists are read and written, and for good. */
    private List<Injection> injections(List<Step> asked) {
        var injections = new ArrayList<Injection>();
        for (Step step : EnumSet.copyOf(asked)) {
            boolean isEach = this == EVERY || step.isFallback() || step.isListing();
            int last = isEach ? Collections.frequency(asked, step) : 1;
            for (Fault fault : Fault.values()) {
                for (int occurrence = 1; fault.befalls(step) && occurrence <= last; occurrence++) {
                    if (occurrence == 1 || fault != Fault.STALLED) {
                        injections.add(Injection.at(fault, step, occurrence));
                    }
                }
                if (fault.befalls(step) && fault != Fault.STALLED) {
                    injections.add(Injection.every(fault, step));
                }
            }
        }
        return injections;
    }

    /** One of each sort of refusal, as they are told apart nowhere; later lists fail in the ways that lose entries. */
    private static boolean isTold(Injection injection) {
        if (injection.isForGood()) {
            return !ALIKE.contains(injection.fault()) && !PASSING.contains(injection.fault());
        }
        return injection.first() == 1
                ? injection.step().isListing() || !ALIKE.contains(injection.fault())
                : LOSING.contains(injection.fault());
    }

    /** What may lose entries wherever lists are read and written; elsewhere one refusal, one reset and one lost answer. */
    private static boolean isTypicalOfSigning(Injection injection, FaultMatrixTest.Kind kind) {
        Step step = injection.step();
        boolean isList = step.isListing() || step.isFallback();
        boolean isFirst = injection.first() == 1 && !injection.isForGood();
        if (kind == FaultMatrixTest.Kind.WITH_ETAG) {
            return injection.first() <= 4 && !injection.isForGood() && GUARDED.contains(injection.fault());
        }
        return switch (injection.fault()) {
            case NOT_FOUND, STALE -> isList && (step != Step.REFERRERS || kind == FaultMatrixTest.Kind.WITH_API);
            case ANSWER_LOST -> isFirst || isList;
            case UNAUTHORIZED -> injection.isForGood();
            case SERVER_ERROR -> injection.isForGood() && isList;
            case RESET -> isFirst && (isList || !step.isRead());
            case NOT_ACCEPTABLE -> isFirst && step.isListing();
            default -> false;
        };
    }

    /** Waiting takes time, so that it is done once for a document and once for a blob; what is not tried again fails once. */
    private static boolean isTypicalOfVerifying(Injection injection, FaultMatrixTest.Kind kind) {
        Step step = injection.step();
        if (kind == FaultMatrixTest.Kind.WITH_API) {
            return step.isListing() && injection.fault() != Fault.STALLED;
        }
        return switch (injection.fault()) {
            case STALLED, BUSY_DATE -> step == Step.MANIFEST || step == Step.BLOB;
            case UNAUTHORIZED, NOT_FOUND, NOT_ACCEPTABLE, RANGE_NOT_SATISFIABLE ->
                step.isListing() || injection.isForGood();
            default -> true;
        };
    }
}
