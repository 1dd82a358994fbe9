package org.weijifen.merchant;

import jakarta.inject.Singleton;
import org.weijifen.ledger.RowTable;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MerchantId;

/** The merchants, for operations to read and edit. */
@Singleton
public final class Merchants extends RowTable<MerchantId, Merchant> {
    Merchants() {
        super(Merchant.class, "merchant", "code", ErrorCode.CODE_TAKEN);
    }

    /** The refusal when the community has no such merchant. */
    public static ProblemException notFound(MerchantId merchantId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "merchant", merchantId.toString());
    }

    @Override
    protected ProblemException absent(MerchantId merchantId) {
        return notFound(merchantId);
    }
}
