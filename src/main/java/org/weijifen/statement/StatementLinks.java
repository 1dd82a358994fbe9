package org.weijifen.statement;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.TaskId;

/** The links from the lines of a statement to their transactions and stocktakes. */
final class StatementLinks {
    private final String statement;
    private final String transactions;
    private final String stocktakes;

    StatementLinks(String community, YearMonth month) {
        String days = "from=" + month.atDay(1) + "&to=" + month.atEndOfMonth();
        this.statement = Paths.of(community, "statements", month, "lines/");
        this.transactions = Paths.of(community, "transactions?" + days + "&kind=");
        this.stocktakes = Paths.of(community, "stocktakes?status=completed&" + days);
    }

    Map<String, String> ofPoints() {
        return of(Map.of(
                "broughtForward", StatementLine.BROUGHT_FORWARD,
                "issued", StatementLine.ISSUED,
                "deducted", StatementLine.DEDUCTED,
                "redeemed", StatementLine.REDEEMED,
                "returned", StatementLine.RETURNED,
                "expired", StatementLine.EXPIRED,
                "reversed", StatementLine.REVERSED));
    }

    Map<String, String> ofTask(TaskId taskId) {
        return Map.of("points", path(StatementLine.ISSUED_BY_TASK) + "?taskId=" + taskId);
    }

    Map<String, String> ofReason(String reason) {
        String query = reason == null ? "" : "?reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8);
        return Map.of("points", path(StatementLine.ISSUED_FOR_REASON) + query);
    }

    Map<String, String> ofOtherReasons() {
        return Map.of("points", path(StatementLine.ISSUED_FOR_OTHER_REASONS));
    }

    /**
     * The links of one reward.
     *
     * @param stocked whether it is kept in stock
     * @param counted whether it was counted in the month
     */
    Map<String, String> ofReward(RewardId rewardId, boolean stocked, boolean counted) {
        Map<String, StatementLine> lines = new LinkedHashMap<>(Map.of(
                "handedOut", StatementLine.GOODS_HANDED_OUT,
                "returned", StatementLine.GOODS_RETURNED));
        if (stocked) {
            lines.put("received", StatementLine.GOODS_RECEIVED);
            lines.put("adjusted", StatementLine.GOODS_ADJUSTED);
            lines.put("reversed", StatementLine.GOODS_REVERSED);
            lines.put("transferred", StatementLine.GOODS_TRANSFERRED);
        }
        Map<String, String> links = with(lines, "?rewardId=" + rewardId);
        if (counted) {
            links.put("counted", stocktakes);
        }
        return links;
    }

    Map<String, String> ofMerchant(MerchantId merchantId) {
        return with(
                Map.of(
                        "earned", StatementLine.DUES_EARNED,
                        "returned", StatementLine.DUES_RETURNED,
                        "settled", StatementLine.DUES_SETTLED),
                "?merchantId=" + merchantId);
    }

    /** The people are found by the transactions of the month, because each names its member. */
    Map<String, String> ofPeople() {
        return new TreeMap<>(Map.of(
                "membersCredited", transactions + TransactionKind.CREDIT.code(),
                "membersServed", transactions + TransactionKind.COLLECTION.code()));
    }

    /** The links of lines that need no other value. */
    Map<String, String> of(Map<String, StatementLine> lines) {
        return with(lines, "");
    }

    private Map<String, String> with(Map<String, StatementLine> lines, String query) {
        Map<String, String> links = new TreeMap<>();
        lines.forEach((field, line) -> links.put(field, path(line) + query));
        return links;
    }

    private String path(StatementLine line) {
        return statement + line.code() + "/transactions";
    }
}
