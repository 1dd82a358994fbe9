package org.weijifen.points;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Problems;

/** Says in words what happened, and what it changed of a number of the balance. */
final class ExplanationWords {

    /**
     * What is known of a transaction.
     *
     * @param occurredOn the day it really happened, where it was told of late; else null
     * @param task title of the task it was credited for, as it is called today, or null
     * @param perHour whether that task is counted by hours
     * @param lines the first things of the redemption it is about, each with its quantity
     * @param moreLines how many more there are
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
            List<String> lines,
            long moreLines) {}

    private final Locale language;

    ExplanationWords(Locale language) {
        this.language = language;
    }

    String title(Figure figure) {
        return text("explanation.figure." + figure.code());
    }

    /** What happened, and what it changed of the figure. */
    String fact(Figure figure, Happening happening, long points) {
        String what = happening.occurredOn() == null
                ? what(happening)
                : text(
                        "explanation.late",
                        what(happening),
                        happening.occurredOn().toString());
        return text("explanation.fact", what, effect(figure, happening.kind(), points));
    }

    /** Points lapsed, and nobody has posted it yet. */
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
                happening.lines().isEmpty()
                        ? withReason(happening)
                        : reason(
                                text("explanation.what-with." + happening.kind().code(), things(happening)),
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

    private String things(Happening happening) {
        String things = happening.lines().get(0);
        for (String line : happening.lines().subList(1, happening.lines().size())) {
            things = text("explanation.things", things, line);
        }
        return happening.moreLines() == 0 ? things : text("explanation.more-things", things, happening.moreLines());
    }

    private String text(String key, Object... arguments) {
        return Problems.text(language, key, arguments);
    }
}
