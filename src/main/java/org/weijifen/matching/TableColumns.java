package org.weijifen.matching;

import java.util.List;
import java.util.stream.Stream;
import org.weijifen.sheet.Column;

/** The columns that somebody's table may have. A table that was exported here has them under the same headings. */
final class TableColumns {
    static final Column MEMBER_NO = Column.optional("memberNo", "会员号", "会员编号", "成员编号", "居民编号", "编号", "Member no.");
    static final Column DISPLAY_NAME = Column.optional("displayName", "姓名", "名字", "会员姓名", "成员姓名", "居民姓名", "Name");
    static final Column MEMBER = Column.optional("member", "会员", "成员", "居民", "志愿者", "领取人", "Volunteer");
    static final Column QUANTITY = Column.optional("quantity", "数量", "次数", "小时", "时长", "件数", "份数");
    static final Column DAY =
            Column.optional("day", "日期", "时间", "活动日期", "服务日期", "领取日期", "领取日", "effectiveOn", "collectedOn", "Date");
    static final Column REFERENCE =
            Column.optional("reference", "单据号", "凭证号", "单号", "兑换单号", "redemptionId", "Redemption");

    private static final Column CREDITED = Column.optional("points", "积分", "分值", "得分", "积分增减", "Points +/-");
    private static final Column PRICE = Column.optional("points", "积分", "消费积分", "兑换积分", "扣分");
    private static final Column TASK_CODE = Column.optional("taskCode", "任务代码", "任务编号", "Task code");
    private static final Column TASK = Column.optional("task", "任务", "活动", "项目", "服务内容", "内容", "taskTitle");
    private static final Column REASON = Column.optional("reason", "事由", "原因", "说明");
    private static final Column REWARD_CODE =
            Column.optional("rewardCode", "兑换品代码", "奖品代码", "商品代码", "物品代码", "Reward code");
    private static final Column REWARD = Column.optional("reward", "兑换品", "奖品", "商品", "物品", "礼品", "名称", "rewardTitle");

    private static final Column OCCURRED_ON = Column.optional("occurredOn", "实际发生日", "Happened on");
    private static final Column REQUESTED_ON = Column.optional("requestedOn", "申请日", "Requested on");

    private final MatchingKind kind;
    private final RowsThatCount rowsThatCount;

    TableColumns(MatchingKind kind) {
        this.kind = kind;
        this.rowsThatCount = new RowsThatCount(kind);
    }

    /** All there are. */
    List<Column> all() {
        Stream<Column> common = Stream.of(MEMBER_NO, DISPLAY_NAME, MEMBER, QUANTITY, DAY, REFERENCE);
        Stream<Column> own =
                switch (kind) {
                    case CREDITS -> Stream.of(CREDITED, TASK_CODE, TASK, REASON, OCCURRED_ON);
                    case REDEMPTIONS -> Stream.of(PRICE, REWARD_CODE, REWARD, REQUESTED_ON);
                };
        return Stream.of(common, own, rowsThatCount.columns().stream())
                .flatMap(columns -> columns)
                .toList();
    }

    /** Of each of these a table has one. */
    List<List<Column>> oneOf() {
        return List.of(List.of(MEMBER_NO, DISPLAY_NAME, MEMBER), List.of(QUANTITY, points()), List.of(DAY));
    }

    /**
     * Where the day of a row stands, in the order in which it is looked for: of what was told of late, the day it happened;
     * of goods that still wait, the day they were requested.
     */
    List<Column> days() {
        return switch (kind) {
            case CREDITS -> List.of(OCCURRED_ON, DAY);
            case REDEMPTIONS -> List.of(DAY, REQUESTED_ON);
        };
    }

    /** Which rows count. */
    RowsThatCount rowsThatCount() {
        return rowsThatCount;
    }

    /** Points earned, or the price of all units together. */
    Column points() {
        return switch (kind) {
            case CREDITS -> CREDITED;
            case REDEMPTIONS -> PRICE;
        };
    }

    /** Code of a task or reward. */
    Column itemCode() {
        return switch (kind) {
            case CREDITS -> TASK_CODE;
            case REDEMPTIONS -> REWARD_CODE;
        };
    }

    /** Title of a task or reward, or its code. */
    Column item() {
        return switch (kind) {
            case CREDITS -> TASK;
            case REDEMPTIONS -> REWARD;
        };
    }

    /** The same in words where it is no task; null where there is no such thing. */
    Column words() {
        return switch (kind) {
            case CREDITS -> REASON;
            case REDEMPTIONS -> null;
        };
    }
}
