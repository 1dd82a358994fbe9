package org.weijifen.tables.vocabulary;

import static org.weijifen.tables.sheet.Column.Holds.DAYS;
import static org.weijifen.tables.sheet.Column.Holds.FIGURES;
import static org.weijifen.tables.sheet.Column.optional;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.weijifen.tables.sheet.Column;

/**
 * The headings of table columns, in Chinese and English, for imports and reconciliations. Each of these decides which
 * columns are required.
 */
public final class ColumnVocabulary {
    private static final String[] TIMES_OR_HOURS = {
        "次", "人次", "件", "份", "个", "小时", "个小时", "时", "次或小时", "小时或次", "次/小时", "小时/次", "h", "hour", "hours", "times"
    };
    private static final String[] POINTS_EACH = {"分", "积分", "分/次", "分/小时", "points"};
    private static final String[] DAY_FORMS = {"年/月/日", "年-月-日", "年月日", "yyyy-mm-dd", "yyyy/mm/dd", "yyyymmdd"};

    // Who.

    /** A row number does not identify a member, and identity numbers of the state are not stored here. */
    public static final Column MEMBER_NO = optional(
                    "memberNo", "居民编号", "编号", "会员号", "会员编号", "成员编号", "Member no.", "Member number")
            .or("志愿者编号", "人员编号", "卡号", "会员卡号", "积分卡号", "工号")
            .notSurelyBy("序号", "身份证号", "身份证号码", "身份证", "证件号", "证件号码", "No.", "ID card");

    public static final Column DISPLAY_NAME = optional(
                    "displayName", "姓名", "名字", "居民姓名", "志愿者姓名", "成员姓名", "会员姓名", "Name")
            .or("名称", "称呼");

    /** A number or a name, whichever a table has. */
    public static final Column MEMBER = optional("member", "会员", "成员", "居民", "志愿者", "领取人", "Volunteer");

    public static final Column PHONE = optional(
                    "phone", "手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系手机", "移动电话", "Phone", "Mobile")
            .or("联系方式");

    public static final Column GROUP =
            optional("group", "类别", "人群", "人员类别", "人员类型", "群体", "Group").or("身份", "类型");

    /** A building or the number of a room alone is not a household. */
    public static final Column HOUSEHOLD = optional("household", "户号", "家庭", "住户", "Household")
            .or("住址", "家庭住址", "门牌号", "户名", "Address")
            .notSurelyBy("楼栋", "楼号", "单元", "房号", "房间号");

    // Tasks, and what was done.

    public static final Column TASK_CODE = optional("taskCode", "任务编号", "任务代码", "Task code");

    public static final Column TASK = optional("task", "任务", "任务名称", "taskTitle", "Task")
            .or("服务项目", "志愿项目", "志愿服务项目", "项目", "项目名称", "活动", "活动名称", "活动内容", "服务内容", "内容");

    public static final Column QUANTITY = optional(
                    "quantity",
                    "数量",
                    "次数",
                    "小时",
                    "小时数",
                    "时长",
                    "服务时长",
                    "活动时长",
                    "工时",
                    "件数",
                    "份数",
                    "个数",
                    "人次",
                    "服务次数",
                    "参加次数",
                    "参与次数",
                    "服务小时",
                    "服务小时数",
                    "志愿时长",
                    "志愿服务时长",
                    "时数",
                    "服务时数",
                    "Hours",
                    "Times")
            .or("服务时间", "活动时间", "时间")
            .noted(TIMES_OR_HOURS)
            .holding(FIGURES);

    public static final Column EFFECTIVE_ON = optional("effectiveOn", "日期", "活动日期", "服务日期", "发生日期", "Date")
            .or("登记日期", "时间", "服务时间", "活动时间")
            .noted(DAY_FORMS)
            .holding(DAYS);

    /** From when points that are brought along are valid. */
    public static final Column VALID_FROM =
            optional("effectiveOn", "日期", "生效日期", "Date").noted(DAY_FORMS).holding(DAYS);

    public static final Column OCCURRED_ON = optional("occurredOn", "实际发生日", "实际日期", "Happened on")
            .noted(DAY_FORMS)
            .holding(DAYS);

    public static final Column EARNED_POINTS = optional(
                    "points", "积分", "分值", "得分", "所得积分", "获得积分", "积分增减", "Points +/-", "Points")
            .or("应得积分", "本次积分", "奖励积分", "积分数", "所得分", "分数")
            .noted("分");

    public static final Column REASON = optional("reason", "事由", "原因", "说明");

    public static final Column UNIT =
            optional("per", "计量", "计量单位", "计分方式", "单位", "Unit").noted("次/小时", "小时/次", "次或小时", "小时或次");

    public static final Column TASK_TITLE =
            optional("title", "名称", "任务名称", "项目名称", "Title").or("任务", "项目", "活动", "活动名称", "服务项目");

    public static final Column TASK_POINTS =
            optional("points", "积分", "分值", "积分标准", "每次积分", "单位积分", "Points").noted(POINTS_EACH);

    // Rewards, and what was handed out.

    public static final Column REWARD_CODE =
            optional("rewardCode", "商品编号", "兑换品编号", "奖品编号", "物品编号", "商品代码", "兑换品代码", "奖品代码", "物品代码", "Reward code");

    public static final Column REWARD = optional(
            "rewardTitle",
            "兑换品",
            "商品",
            "奖品",
            "物品",
            "礼品",
            "兑换品名称",
            "商品名称",
            "奖品名称",
            "物品名称",
            "礼品名称",
            "兑换商品",
            "兑换物品",
            "兑换礼品",
            "Reward");

    public static final Column UNITS = optional(
                    "quantity", "数量", "件数", "份数", "个数", "兑换数量", "兑换份数", "兑换件数", "领取数量", "领取份数", "领取件数", "发放数量", "Units")
            .or("次数")
            .noted("件", "份", "个", "次", "瓶", "袋", "盒", "包", "只", "units")
            .holding(FIGURES);

    /** The day on which a redemption of the past takes effect. */
    public static final Column REDEEMED_ON = optional(
                    "requestedOn", "日期", "兑换日期", "申请日", "申请日期", "兑换时间", "Requested on", "Date")
            .or("领取日期", "领取日", "领取时间", "时间")
            .noted(DAY_FORMS)
            .holding(DAYS);

    public static final Column REQUESTED_ON = optional("requestedOn", "申请日", "申请日期", "兑换日期", "兑换时间", "Requested on")
            .noted(DAY_FORMS)
            .holding(DAYS);

    public static final Column COLLECTED_ON = optional("collectedOn", "领取日期", "领取日", "领取时间", "日期", "Date")
            .or("时间")
            .noted(DAY_FORMS)
            .holding(DAYS);

    public static final Column OUTCOME = optional("outcome", "结果", "状态", "兑换状态", "领取状态", "领取情况", "是否领取", "Status")
            .noted("已领取/已取消", "是/否");

    public static final Column PRICE = optional("points", "积分", "消费积分", "兑换积分", "所需积分", "扣分", "扣除积分", "Points")
            .or("所用积分", "使用积分", "花费积分", "扣减积分", "积分数")
            .noted("分");

    public static final Column REDEMPTION = optional("redemptionId", "兑换单号", "Redemption");

    public static final Column REWARD_TITLE = optional(
                    "title", "名称", "商品名称", "物品名称", "品名", "奖品名称", "兑换品名称", "礼品名称", "Title")
            .or("商品", "奖品", "兑换品", "物品", "礼品");

    public static final Column REWARD_KIND = optional("kind", "类型", "种类").or("类别", "商品类型", "商品类别");

    /** 单价 is what one unit costs: its price in points has a column of its own. */
    public static final Column REWARD_POINTS = optional("points", "积分", "所需积分", "兑换积分", "分值", "Points")
            .noted(POINTS_EACH)
            .notSurelyBy("价格", "单价");

    public static final Column STOCK = optional(
                    "stock", "库存", "库存数量", "库存量", "现有库存", "当前库存", "剩余库存", "初始库存", "入库数量", "数量", "Stock")
            .noted("件", "份", "个", "瓶", "袋", "盒", "包", "只");

    public static final Column STOCKED_ON =
            optional("stockedOn", "入库日期", "入库时间").noted(DAY_FORMS).holding(DAYS);

    /** What goods cost; what they are sold for is another price. */
    private static final Column COST = optional("cost", "成本", "成本价", "单位成本", "进价", "进货价", "采购价", "采购单价")
            .or("单价")
            .notSurelyBy("价格", "单位价格", "市场价");

    public static final Column COST_FEN =
            COST.as("costFen").noted("分", "分钱", "fen").onlyNoted();
    public static final Column COST_YUAN = COST.as("costYuan")
            .noted("元", "人民币", "元/件", "元/份", "元/个", "元/瓶", "元/袋", "元/盒", "元/包", "元/只", "¥", "rmb", "yuan");

    public static final Column MERCHANT = optional("merchant", "商户", "商家", "商户代码", "商户编号", "商家编号", "Merchant");

    // Balances and documents.

    /** All points that were ever earned are not those that are left. */
    public static final Column OPENING_POINTS = optional(
                    "points", "积分", "期初积分", "余额", "积分余额", "剩余积分", "结余", "积分结余", "当前积分", "现有积分", "可用积分", "Points")
            .noted("分")
            .notSurelyBy("累计积分", "总积分", "积分合计", "累计获得");

    public static final Column REFERENCE = optional("reference", "单号", "单据号", "凭证号", "编号（单据）", "Reference");

    /** Headings of figures that are never the one which a row is about. */
    private static final List<String> OTHER_FIGURES = List.of(
            "序号", "年龄", "电话", "手机", "证件", "身份证", "户号", "住址", "地址", "门牌", "楼", "单元号", "房号", "房间", "备注", "说明", "邮编", "日期",
            "单号", "编号", "编码", "代码", "卡号", "工号", "累计", "余额", "结余", "剩余", "限兑", "限购", "上限", "排序", "顺序", "户籍", "phone",
            "remark", "note");

    private static final List<String> OTHER_FIGURES_ALONE = List.of(
            "年", "月", "日", "年份", "年度", "月份", "no", "no.", "#", "id", "age", "year", "month", "row", "组", "组别", "班",
            "期");

    /** What figures count, where their heading says so. */
    public enum Unit {
        HOURS("hour", "小时", "每小时", "按小时"),
        TIMES("occurrence", "次", "每次", "按次");

        private final String code;
        private final List<String> words;

        Unit(String code, String... words) {
            this.code = code;
            this.words = List.of(words);
        }

        /** As in the API. */
        public String code() {
            return code;
        }

        /** What people write for it, the usual one first. */
        public List<String> words() {
            return words;
        }

        /** Whether a word says it. */
        public boolean isSaidBy(String word) {
            String plain = PlainNames.plain(word);
            return plain.equals(code) || words.contains(plain);
        }
    }

    private static final Pattern HOURS =
            Pattern.compile("(.*[^/次])?(小时数?|工时|时长|时数)|hours|.*[(/](单位:)?(个?小时|时|h|hours?)\\)?");
    /** One column for both. */
    private static final Pattern EITHER = Pattern.compile(".*(次[/或]个?(小时|时)|时[/或]次).*");

    private static final Pattern TIMES = Pattern.compile("(.*[^/时])?(次数|人次)|times|.*[(/](单位:)?(次|人次|times)\\)?");

    /** Words of figures that a row is about, whatever else its heading says. */
    private static final Pattern COUNTED = Pattern.compile(".*(小时|时长|工时|次数|库存).*");

    private ColumnVocabulary() {}

    /** The unit that a heading of quantities says, if it does. */
    public static Optional<Unit> unitOf(String heading) {
        String plain = PlainNames.plain(heading);
        if (EITHER.matcher(plain).matches()) {
            return Optional.empty();
        }
        if (HOURS.matcher(plain).matches()) {
            return Optional.of(Unit.HOURS);
        }
        return TIMES.matcher(plain).matches() ? Optional.of(Unit.TIMES) : Optional.empty();
    }

    /** Whether figures under a heading that names no column are known to be about something else. */
    public static boolean isOtherFigure(String heading) {
        String plain = PlainNames.plain(heading);
        return OTHER_FIGURES_ALONE.contains(plain)
                || !COUNTED.matcher(plain).matches() && OTHER_FIGURES.stream().anyMatch(plain::contains);
    }

    /** Whether it is one of a column's own headings, which mean it whatever else the table has. */
    public static boolean isOwn(Column column, String heading) {
        String plain = PlainNames.plain(heading);
        return Stream.concat(Stream.of(column.key()), column.headings().stream())
                .map(PlainNames::plain)
                .anyMatch(plain::equals);
    }

    /** All that may mean a column, as far as it is understood. */
    public static List<String> of(Column column) {
        return Stream.concat(column.headings().stream(), column.alternatives().stream())
                .toList();
    }
}
