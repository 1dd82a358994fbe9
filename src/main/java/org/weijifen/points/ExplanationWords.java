package org.weijifen.points;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Problems;
import org.weijifen.platform.id.RedemptionId;

/** Describes in words what a transaction changed of a number of the balance. */
final class ExplanationWords {

    /**
     * The data of a transaction.
     *
     * @param occurredOn the day it happened, if it was recorded late; else null
     * @param task current title of the task it was credited for, or null
     * @param perHour whether that task is counted by hours
     * @param redemption the redemption it is about, or null
     */
    record Happening(
            long sequence,
            TransactionKind kind,
            LocalDate effectiveOn,
            LocalDate occurredOn,
            String subject,
            Long quantity,
            String reason,
            Long reverses,
            String task,
            boolean perHour,
            RedemptionId redemption) {}

    private final Locale language;
    private final Map<RedemptionId, RedeemedThings.Things> redeemed;

    ExplanationWords(Locale language, Map<RedemptionId, RedeemedThings.Things> redeemed) {
        this.language = language;
        this.redeemed = redeemed;
    }

    String title(Figure figure) {
        return text("explanation.figure." + figure.code());
    }

    /** Describes a transaction and its change of the figure. */
    String fact(Figure figure, Happening happening, long points) {
        String what = happening.occurredOn() == null
                ? what(happening)
                : text(
                        "explanation.late",
                        what(happening),
                        happening.occurredOn().toString());
        return text("explanation.fact", what, effect(figure, happening.kind(), points));
    }

    /** Describes lapsed points whose expiry is not posted yet. */
    String lapse(LocalDate expiresOn, long points) {
        return text(
                "explanation.fact",
                text("explanation.lapsed", expiresOn.toString()),
                effect(Figure.EXPIRED, TransactionKind.POINTS_EXPIRY, points));
    }

    String older(long facts) {
        return text("explanation.older", facts);
    }

    private String effect(Figure figure, TransactionKind kind, long points) {
        boolean earned = points > 0
                && figure == Figure.AVAILABLE
                && (kind == TransactionKind.CREDIT || kind == TransactionKind.OPENING_BALANCE);
        String which = earned ? Figure.EARNED.code() : figure.code();
        return text("explanation.effect." + which + (points > 0 ? ".plus" : ".minus"), Math.abs(points));
    }

    private String what(Happening happening) {
        return switch (happening.kind()) {
            case CREDIT -> happening.task() == null ? withReason(happening) : task(happening);
            case REVERSAL ->
                reason(
                        happening.reverses() == null
                                ? text(
                                        "explanation.what.other",
                                        happening.kind().code())
                                : text("explanation.what.reversal", happening.reverses()),
                        happening.reason());
            case OPENING_BALANCE, DEDUCTION, POINTS_EXPIRY -> withReason(happening);
            case RESERVATION, COLLECTION, CANCELLATION, PICKUP_EXPIRY, RETURN ->
                happening.redemption() == null || !redeemed.containsKey(happening.redemption())
                        ? withReason(happening)
                        : reason(
                                text(
                                        "explanation.what-with."
                                                + happening.kind().code(),
                                        things(redeemed.get(happening.redemption()))),
                                happening.reason());
            case STOCK_RECEIPT, STOCK_ADJUSTMENT, STOCK_TRANSFER, SETTLEMENT ->
                text("explanation.what.other", happening.kind().code());
        };
    }

    private String task(Happening happening) {
        String unit = happening.perHour() ? "hours" : "times";
        return reason(
                text(
                        "explanation.task." + unit,
                        happening.task(),
                        happening.quantity() == null ? 1L : happening.quantity()),
                happening.reason());
    }

    private String withReason(Happening happening) {
        return reason(text("explanation.what." + happening.kind().code()), happening.reason());
    }

    private String reason(String what, String reason) {
        return reason == null ? what : text("explanation.reason", what, reason);
    }

    private String things(RedeemedThings.Things redeemed) {
        String things = redeemed.named().get(0);
        for (String line : redeemed.named().subList(1, redeemed.named().size())) {
            things = text("explanation.things", things, line);
        }
        return redeemed.more() == 0 ? things : text("explanation.more-things", things, redeemed.more());
    }

    private String text(String key, Object... arguments) {
        return Problems.text(language, key, arguments);
    }
}
