package dev.attest.policy;

import java.util.List;

/** One question of a policy. A rule that finds nothing to say of a case says so: no findings is a fault, not a pass. */
public interface Rule {
    /** The stable name that findings carry. */
    String id();

    List<Finding> judge(Case subject);
}
