package dev.attest.pipeline;

import dev.attest.policy.Case;
import dev.attest.policy.Verdict;

/** What was judged, and the verdict with every reason. */
public record VerifyReport(VerifyQuestion question, Case subject, Verdict verdict) {}
