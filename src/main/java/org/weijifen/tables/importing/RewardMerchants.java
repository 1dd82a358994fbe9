package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Needs;
import org.weijifen.merchant.Merchant;
import org.weijifen.merchant.Merchants;
import org.weijifen.platform.Call;
import org.weijifen.platform.Formats;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.reward.Reward;

/** The merchants that rows of rewards name, by code or title. An unknown code makes a new merchant. */
@Singleton
final class RewardMerchants {
    private static final Pattern CODE_FORM = Pattern.compile(Merchant.CODE);

    private final Merchants merchants;

    RewardMerchants(Merchants merchants) {
        this.merchants = merchants;
    }

    /** Names what {@link #require} looks at. */
    void needs(Needs needs, Naming merchant, Directory directory) {
        if (CODE_FORM.matcher(merchant.text()).matches()) {
            needs.row(merchants.byCode(), merchant.text());
        }
        if (directory.merchants().has(merchant)) {
            directory.merchants().code(merchant).ifPresent(code -> needs.row(merchants.byCode(), code));
        }
    }

    /**
     * The merchant of a reward, made when its code is new.
     *
     * @param reward as it was, which a retired merchant keeps
     * @throws ProblemException {@code merchant_retired} for a retired merchant; {@code validation_failed} for a title that several
     *     have, or that nobody has and that is no code, and for an id
     */
    MerchantId require(Books books, Naming merchant, Directory directory, Optional<Reward> reward, Call call) {
        String code = directory.merchants().code(merchant).orElse(merchant.text());
        if (!CODE_FORM.matcher(code).matches()) {
            throw ProblemException.field(merchant.column(), "unknown_merchant");
        }
        Optional<Merchant> known = books.row(merchants.byCode(), code);
        if (known.isPresent()) {
            MerchantId id = known.get().id();
            boolean kept = reward.map(Reward::merchantId).filter(id::equals).isPresent();
            if (!kept) {
                known.get().requireActive();
            }
            return id;
        }
        if (Formats.isUuid(code)) {
            // The id of something, which is nobody's code.
            throw ProblemException.field(merchant.column(), "unknown_merchant");
        }
        Merchant added = Merchant.named(MerchantId.next(), code, books.now());
        return merchants.put(books, null, added, call).id();
    }
}
