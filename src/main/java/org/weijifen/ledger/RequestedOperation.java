package org.weijifen.ledger;

import java.util.UUID;
import org.weijifen.platform.Call;

/** An operation that a request asks for: carries what every operation says of itself. */
public abstract class RequestedOperation<R> implements Operation<R> {
    private final UUID communityId;
    private final Call call;
    private final String requestHash;

    /**
     * @param requestHash see {@link RequestHash}; null for a call without a key
     */
    protected RequestedOperation(UUID communityId, Call call, String requestHash) {
        this.communityId = communityId;
        this.call = call;
        this.requestHash = requestHash;
    }

    @Override
    public final UUID communityId() {
        return communityId;
    }

    @Override
    public final Call call() {
        return call;
    }

    @Override
    public final String requestHash() {
        return requestHash;
    }

    /** The number of a transaction as it is answered: null in a dry run, since another one will get it. */
    protected final Long sequenceOf(Transaction transaction) {
        return call.dryRun() ? null : Long.valueOf(transaction.sequence());
    }
}
