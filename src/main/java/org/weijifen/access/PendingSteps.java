package org.weijifen.access;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** What users have to do before their tokens are good for everything. */
@Singleton
class PendingSteps {
    private final SecondFactorPolicy policy;

    PendingSteps(SecondFactorPolicy policy) {
        this.policy = policy;
    }

    /** The steps that a user who signs in now has before them, in their order. */
    List<PendingStep> of(User user) {
        List<PendingStep> steps = new ArrayList<>();
        if (user.isPasswordChangeRequired()) {
            steps.add(PendingStep.PASSWORD_CHANGE);
        }
        if (!user.hasSecondFactor() && needsSecondFactor(user)) {
            steps.add(PendingStep.SECOND_FACTOR);
        }
        return steps;
    }

    /** An admin can do everything everywhere, so one community is enough. */
    private boolean needsSecondFactor(User user) {
        return user.role() == StaffRole.ADMIN
                ? policy.isRequiredAnywhere()
                : policy.isRequiredInOneOf(user.approvesIn());
    }
}
