package org.weijifen.ledger;

/**
 * The JSON of a transaction in the hash chain and the export. The keys are in alphabetical order, as RFC 8785 requires.
 * Null values are left out.
 */
final class TransactionJson {
    private static final byte[] ACTOR = CanonicalJson.ascii("{\"actor\":");
    private static final byte[] COMMUNITY = CanonicalJson.ascii(",\"community\":");
    private static final byte[] COST_FEN = CanonicalJson.ascii(",\"costFen\":");
    private static final byte[] EFFECTIVE_ON = CanonicalJson.ascii(",\"effectiveOn\":");
    private static final byte[] HASH = CanonicalJson.ascii(",\"hash\":");
    private static final byte[] KIND = CanonicalJson.ascii(",\"kind\":");
    private static final byte[] OCCURRED_ON = CanonicalJson.ascii(",\"occurredOn\":");
    private static final byte[] POSTINGS = CanonicalJson.ascii(",\"postings\":[");
    private static final byte[] QUANTITY = CanonicalJson.ascii(",\"quantity\":");
    private static final byte[] REASON = CanonicalJson.ascii(",\"reason\":");
    private static final byte[] RECORDED_AT = CanonicalJson.ascii(",\"recordedAt\":");
    private static final byte[] REFERENCE = CanonicalJson.ascii(",\"reference\":");
    private static final byte[] REVERSES = CanonicalJson.ascii(",\"reverses\":");
    private static final byte[] SEQUENCE = CanonicalJson.ascii(",\"sequence\":");
    private static final byte[] SUBJECT = CanonicalJson.ascii(",\"subject\":");
    private static final byte[] UNIT_COST_FEN = CanonicalJson.ascii(",\"unitCostFen\":");

    private static final byte[] AMOUNT = CanonicalJson.ascii("{\"amount\":");
    private static final byte[] ASSET = CanonicalJson.ascii(",\"asset\":");
    private static final byte[] FROM = CanonicalJson.ascii(",\"from\":");
    private static final byte[] TO = CanonicalJson.ascii(",\"to\":");

    private static final byte[] ACCOUNT = CanonicalJson.ascii("{\"account\":");
    private static final byte[] BALANCE = CanonicalJson.ascii(",\"balance\":");
    private static final byte[] EXPIRES_ON = CanonicalJson.ascii(",\"expiresOn\":");
    private static final byte[] OWNER = CanonicalJson.ascii(",\"owner\":");
    private static final byte[] STATION = CanonicalJson.ascii(",\"station\":");
    private static final byte[] TYPE = CanonicalJson.ascii(",\"type\":");

    private TransactionJson() {}

    /** Writes a transaction, with its hash unless that is null. */
    static void write(CanonicalJson json, Transaction transaction, String hash) {
        json.raw(ACTOR).text(transaction.actor());
        json.raw(COMMUNITY).uuid(transaction.communityId());
        number(json, COST_FEN, transaction.costFen());
        json.raw(EFFECTIVE_ON).day(transaction.effectiveOn());
        text(json, HASH, hash);
        json.raw(KIND).text(transaction.kind().code());
        if (transaction.occurredOn() != null) {
            json.raw(OCCURRED_ON).day(transaction.occurredOn());
        }
        json.raw(POSTINGS);
        for (int i = 0; i < transaction.postings().size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            write(json, transaction.postings().get(i));
        }
        json.raw(']');
        number(json, QUANTITY, transaction.quantity());
        text(json, REASON, transaction.reason());
        json.raw(RECORDED_AT).instant(transaction.recordedAt());
        text(json, REFERENCE, transaction.reference());
        number(json, REVERSES, transaction.reverses());
        json.raw(SEQUENCE).number(transaction.sequence());
        text(json, SUBJECT, transaction.subject());
        number(json, UNIT_COST_FEN, transaction.unitCostFen());
        json.raw('}');
    }

    private static void write(CanonicalJson json, Posting posting) {
        json.raw(AMOUNT).number(posting.amount());
        json.raw(ASSET).text(posting.from().asset());
        json.raw(FROM);
        write(json, posting.from(), posting.fromNumber(), posting.fromBalance());
        json.raw(TO);
        write(json, posting.to(), posting.toNumber(), posting.toBalance());
        json.raw('}');
    }

    private static void write(CanonicalJson json, AccountKey key, long number, long balance) {
        json.raw(ACCOUNT).number(number);
        json.raw(BALANCE).number(balance);
        if (key.expiresOn() != null) {
            json.raw(EXPIRES_ON).day(key.expiresOn());
        }
        json.raw(OWNER).uuid(key.owner().value());
        if (key.station() != null) {
            json.raw(STATION).uuid(key.station().value());
        }
        json.raw(TYPE).text(key.type().code());
        json.raw('}');
    }

    private static void text(CanonicalJson json, byte[] key, String value) {
        if (value != null) {
            json.raw(key).text(value);
        }
    }

    private static void number(CanonicalJson json, byte[] key, Long value) {
        if (value != null) {
            json.raw(key).number(value);
        }
    }
}
