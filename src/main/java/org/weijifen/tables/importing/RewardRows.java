package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.RewardUnits;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.merchant.MerchantDetails;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.reward.Reward;
import org.weijifen.reward.RewardDetails;
import org.weijifen.reward.RewardKind;
import org.weijifen.reward.RewardStatus;
import org.weijifen.reward.Rewards;
import org.weijifen.tables.importing.Choices.Choice;
import org.weijifen.tables.importing.RowReport.Taken;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.ColumnVocabulary;

/**
 * Rewards. New codes are added, known ones are updated; their kind can't change. The first stock of goods is a receipt
 * with a reference derived from the reward, so that it is posted only once. An empty merchant changes nothing.
 */
@Singleton
final class RewardRows extends RowType {
    private static final Column CODE =
            ColumnVocabulary.REWARD_CODE.or("商品", "编号", "代码").needed();
    private static final Column TITLE = ColumnVocabulary.REWARD_TITLE.needed();
    private static final Column KIND = ColumnVocabulary.REWARD_KIND.needed();
    private static final Column POINTS = ColumnVocabulary.REWARD_POINTS.needed();
    private static final Column STOCK = ColumnVocabulary.STOCK;
    private static final Column STOCKED_ON = ColumnVocabulary.STOCKED_ON;
    private static final Column COST_FEN = ColumnVocabulary.COST_FEN;
    private static final Column COST_YUAN = ColumnVocabulary.COST_YUAN;
    private static final Column MERCHANT = ColumnVocabulary.MERCHANT;
    private static final Choices<RewardKind> KINDS = Choices.of(List.of(
            Choice.of(RewardKind.GOODS, "goods", "实物", "商品"),
            Choice.of(RewardKind.SERVICE, "service", "服务"),
            Choice.of(RewardKind.MERCHANT_PACKAGE, "merchant-package", "商家套餐", "商户套餐", "套餐")));
    static final Pattern CODE_FORM = Pattern.compile(Reward.CODE);
    private static final long MAX_STOCK = 1_000_000;
    private static final int MAX_YUAN = 20;
    private static final Pattern YUAN =
            Pattern.compile("[¥￥]?((?:\\d{1,10}|[1-9]\\d{0,2}(?:[,，]\\d{3}){1,3})(?:\\.\\d{1,2}0*)?)元?");
    private static final int FEN_DIGITS = 2;

    private final Communities communities;
    private final Rewards rewards;
    private final RewardMerchants merchants;
    private final KnownTransactions facts;

    RewardRows(Communities communities, Rewards rewards, RewardMerchants merchants, KnownTransactions facts) {
        this.communities = communities;
        this.rewards = rewards;
        this.merchants = merchants;
        this.facts = facts;
    }

    @Override
    ImportKind kind() {
        return ImportKind.REWARDS;
    }

    @Override
    List<Column> ownColumns() {
        return List.of(CODE, TITLE, KIND, POINTS, STOCK, STOCKED_ON, COST_FEN, COST_YUAN, MERCHANT);
    }

    @Override
    Column identified() {
        return CODE;
    }

    @Override
    List<Column> figuresLeftOut(SheetRow row) {
        return Stream.of(row.has(STOCK) ? null : STOCK, row.has(COST_FEN) || row.has(COST_YUAN) ? null : COST_YUAN)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    FileRow read(SheetRow row, Reading reading) {
        String code = code(row, CODE, MAX_CODE, CODE_FORM);
        String title = row.text(TITLE, RewardDetails.MAX_TITLE);
        RewardKind kind = KINDS.read(row, KIND);
        Long points = row.wholeNumber(POINTS, 1, RewardDetails.MAX_POINTS);
        Long stock = row.wholeNumber(STOCK, 0, MAX_STOCK);
        if (stock != null && stock > 0 && kind != null && !kind.isStocked()) {
            row.fault(STOCK, "no_stock");
        }
        LocalDate stockedOn = row.day(STOCKED_ON, EarliestDay.DAY, reading.today());
        Long fen = row.wholeNumber(COST_FEN, 0, RewardDetails.MAX_COST_FEN);
        Long yuan = yuan(row);
        if (fen != null && yuan != null && !fen.equals(yuan)) {
            row.fault(COST_YUAN, "both_given", COST_FEN.key());
        }
        String merchant = row.text(MERCHANT, MerchantDetails.MAX_TITLE);
        if (merchant != null && kind != null && kind.isStocked()) {
            row.fault(MERCHANT, "not_for_goods");
        }
        return row.isFaulty()
                ? null
                : new Row(code, title, kind, points, stock, stockedOn, fen == null ? yuan : fen, merchant);
    }

    /** Money in yuan, as fen. */
    private static Long yuan(SheetRow row) {
        String text = row.number(COST_YUAN, MAX_YUAN);
        if (text == null) {
            return null;
        }
        var matcher = YUAN.matcher(text.replace(" ", ""));
        if (!matcher.matches()) {
            row.fault(COST_YUAN, "not_money");
            return null;
        }
        return new BigDecimal(matcher.group(1).replaceAll("[,，]", ""))
                .movePointRight(FEN_DIGITS)
                .longValueExact();
    }

    private final class Row implements FileRow {
        private final String code;
        private final String title;
        private final RewardKind kind;
        private final long points;
        private final long stock;
        private final LocalDate stockedOn;
        private final Long costFen;
        /** Code or title; null when the row names none. */
        private final Naming merchant;
        /** The reward's, if there is none yet. */
        private final RewardId newId = RewardId.next();

        Row(
                String code,
                String title,
                RewardKind kind,
                long points,
                Long stock,
                LocalDate stockedOn,
                Long costFen,
                String merchant) {
            this.code = code;
            this.title = title;
            this.kind = kind;
            this.points = points;
            this.stock = stock == null ? 0 : stock;
            this.stockedOn = stockedOn;
            this.costFen = costFen;
            this.merchant = merchant == null ? null : Naming.ofCodeOrTitle(MERCHANT, merchant);
        }

        @Override
        public void names(Directory.Names names) {
            names.rewards().add(Naming.ofCode(CODE, code));
            if (merchant != null) {
                names.merchants().add(merchant);
            }
        }

        @Override
        public void needs(Needs needs, Directory directory, Call call) {
            needs.row(communities, needs.communityId());
            needs.row(rewards.byCode(), code);
            UUID known = directory.rewards().ids().get(code);
            if (known != null) {
                needs.accountsOf(new RewardId(known));
            }
            if (merchant != null) {
                merchants.needs(needs, merchant, directory);
            }
            needs.accountsOf(newId);
            needs.row(facts, receipt());
            needs.reference(TransactionKind.STOCK_RECEIPT, receipt().reference());
        }

        @Override
        public Taken decide(Books books, Directory directory, Call call) {
            Optional<Reward> known = books.row(rewards.byCode(), code);
            if (known.isPresent() && known.get().kind() != kind) {
                throw ProblemException.field(KIND.key(), "stands_for_ever");
            }
            Reward base = known.orElseGet(() -> Reward.of(newId, code, kind, asNew(), books.now()));
            MerchantId merchantId =
                    merchant == null ? base.merchantId() : merchants.require(books, merchant, directory, known, call);
            Reward after = base.with(
                    base.details().with(title, points, costFen == null ? base.costFen() : costFen, merchantId));
            Long receipt = stock == 0 ? null : receive(books, after.id(), call);
            boolean same = known.filter(after::equals).isPresent();
            if (!same) {
                rewards.put(books, known.orElse(null), after, call);
            }
            if (known.isEmpty()) {
                return new Taken(
                        RowReport.RowStatus.ACCEPTED, "created", after.id().value(), receipt);
            }
            return same && receipt == null
                    ? Taken.alreadyThere(after.id(), null)
                    : Taken.updated(after.id(), receipt, changed(known.get(), after, receipt));
        }

        /** A new reward has no limit and is open to everybody. */
        private RewardDetails asNew() {
            return new RewardDetails(title, points, costFen, null, null, List.of(), null, RewardStatus.ACTIVE);
        }

        private List<String> changed(Reward before, Reward after, Long receipt) {
            Changes changes = new Changes();
            changes.add(TITLE, before.title(), after.title());
            changes.add(POINTS, before.points(), after.points());
            changes.add(STOCK, null, receipt);
            changes.add(COST_YUAN, before.costFen(), after.costFen());
            changes.add(MERCHANT, before.merchantId(), after.merchantId());
            return changes.names();
        }

        /** Puts the first stock on the shelf, unless it came already; answers the number of the receipt, or null. */
        private Long receive(Books books, RewardId rewardId, Call call) {
            Optional<KnownTransactions.KnownTransaction> before = facts.find(books, receipt());
            if (before.isPresent()) {
                if (!Objects.equals(before.get().amount(rewardId), stock)) {
                    throw ProblemException.of(
                                    ErrorCode.DUPLICATE_REFERENCE, receipt().reference())
                            .with(List.of(Violation.of(STOCK.key(), "duplicate")));
                }
                return null;
            }
            LocalDate today = communities.today(books);
            Entry entry = books.begin(TransactionKind.STOCK_RECEIPT, stockedOn == null ? today : stockedOn, call)
                    .about(new Cause.Reward(rewardId))
                    .quantity(stock)
                    .unitCostFen(costFen)
                    .reference(receipt().reference());
            new RewardUnits(books, rewardId, null).receive(entry, stock);
            long sequence = entry.post().sequence();
            books.put(
                    facts,
                    receipt(),
                    new KnownTransactions.KnownTransaction(
                            sequence, null, null, null, null, stock, Map.of(rewardId.value(), stock)));
            return sequence;
        }

        private KnownTransactions.Key receipt() {
            return new KnownTransactions.Key(TransactionKind.STOCK_RECEIPT, "opening-stock/" + code);
        }

        @Override
        public String identity() {
            return code;
        }

        @Override
        public String content() {
            return String.join(
                    "\n",
                    code,
                    title,
                    kind.name(),
                    points + " " + stock + " " + stockedOn + " " + costFen + " " + merchant);
        }
    }
}
