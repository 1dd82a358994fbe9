package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.platform.Attempts;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.id.MerchantId;

/** Finds and collects redemptions by the pickup code that a member shows. */
@Singleton
final class Pickups {
    /** The number of wrong pickup codes that a merchant's user may enter in a minute. */
    private static final int GUESSES_PER_MINUTE = 20;

    private final Communities communities;
    private final Redemptions redemptions;
    private final Transitions transitions;
    private final Attempts merchantsGuesses = new Attempts(GUESSES_PER_MINUTE);

    Pickups(Communities communities, Redemptions redemptions, Transitions transitions) {
        this.communities = communities;
        this.redemptions = redemptions;
        this.transitions = transitions;
    }

    /**
     * Collects the redemption with this code.
     *
     * @param merchantId the merchant of the caller, if the caller is a merchant's user; null for the counter
     * @param occurredOn the day it was handed out, if that is before today; else null
     */
    Outcome<Redemption> collect(
            String community, String pickupCode, MerchantId merchantId, LocalDate occurredOn, Call call) {
        UUID communityId = communities.idOf(community);
        Redemption redemption = withCode(communityId, pickupCode, merchantId, call);
        String hash = RequestHash.of("collect-by-code", "pickupCode", pickupCode, "occurredOn", occurredOn);
        return transitions.collect(communityId, redemption, merchantId, occurredOn, hash, call);
    }

    /**
     * The redemption with this code, as the caller may see it, whether or not it can be collected.
     *
     * @param merchantId as in {@link #collect}
     */
    RedemptionView lookUp(String community, String pickupCode, MerchantId merchantId, Call call) {
        return RedemptionView.to(merchantId, withCode(communities.idOf(community), pickupCode, merchantId, call));
    }

    /**
     * A merchant finds a redemption only if all its lines are the merchant's, because a redemption is always collected
     * as a whole. A merchant earns by collecting, so a merchant's user may enter only a few wrong codes a minute.
     */
    private Redemption withCode(UUID communityId, String pickupCode, MerchantId merchantId, Call call) {
        if (merchantId != null) {
            merchantsGuesses.attempt(call.caller());
        }
        Redemption found = redemptions
                .withCode(communityId, pickupCode)
                .filter(redemption -> merchantId == null || redemption.isOf(merchantId))
                .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "pickup-code"));
        if (merchantId != null) {
            merchantsGuesses.succeeded(call.caller());
        }
        return found;
    }
}
