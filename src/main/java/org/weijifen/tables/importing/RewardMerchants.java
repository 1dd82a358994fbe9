package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Needs;
import org.weijifen.merchant.MerchantProfile;
import org.weijifen.merchant.MerchantProfiles;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.ProblemException;
import org.weijifen.reward.RewardProfile;

/** The merchants that rows of rewards name, by code or title. A code that nobody has is a new merchant's. */
@Singleton
final class RewardMerchants {
    private static final Pattern CODE_FORM = Pattern.compile(MerchantProfile.CODE);

    private final MerchantProfiles profiles;

    RewardMerchants(MerchantProfiles profiles) {
        this.profiles = profiles;
    }

    /** Names what {@link #require} looks at. */
    void needs(Needs needs, Naming merchant, Directory directory) {
        if (CODE_FORM.matcher(merchant.text()).matches()) {
            needs.row(profiles, merchant.text());
        }
        if (directory.merchants().has(merchant)) {
            directory.merchants().code(merchant).ifPresent(code -> needs.row(profiles, code));
        }
    }

    /**
     * The merchant of a reward, made when its code is new.
     *
     * @param reward as it was, which a retired merchant keeps
     * @throws ProblemException {@code merchant_retired} for a retired merchant; {@code validation_failed} for a title that several
     *     have, or that nobody has and that is no code
     */
    UUID require(Books books, Naming merchant, Directory directory, Optional<RewardProfile> reward) {
        String code = directory.merchants().code(merchant).orElse(merchant.text());
        if (!CODE_FORM.matcher(code).matches()) {
            throw ProblemException.field(merchant.column(), "unknown_merchant");
        }
        Optional<MerchantProfile> known = books.row(profiles, code);
        if (known.isPresent()) {
            UUID id = known.get().id();
            boolean kept =
                    reward.map(RewardProfile::merchantId).filter(id::equals).isPresent();
            if (!kept && !known.get().active()) {
                throw ProblemException.of(ErrorCode.MERCHANT_RETIRED, code);
            }
            return id;
        }
        MerchantProfile added = new MerchantProfile(Ids.next(), code, code, true, books.now());
        books.put(profiles, code, added);
        return added.id();
    }
}
