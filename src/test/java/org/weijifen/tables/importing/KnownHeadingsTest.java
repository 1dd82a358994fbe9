package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.community.Communities;
import org.weijifen.fixture.Api;
import org.weijifen.platform.ProblemException;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.Sheet;
import org.weijifen.tables.sheet.SheetLimits;
import org.weijifen.tables.sheet.SheetRow;

/** Headings that committees use: each is understood, or refused by its name. None is passed over. */
@QuarkusTest
class KnownHeadingsTest {
    private static final int LEAST_UNDERSTOOD = 115;
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

    /** A table of each kind: its usual headings, and what stands below them. */
    private static final Map<String, Map<String, String>> TABLES = Map.of(
            "members", table("居民编号,姓名,手机,类别,户号", "a-1,张三,13800000000,resident,3-101"),
            "activities", table("居民编号,任务,数量,日期", "a-1,平安巡逻,2,2026-03-05"),
            "redemptions", table("居民编号,兑换品,数量,日期,状态", "a-1,洗手液,3,2026-03-20,已领取"),
            "rewards", table("商品编号,名称,类型,积分,库存,成本(元)", "soap,洗手液,实物,5,20,2.50"),
            "opening-balances", table("居民编号,余额", "a-1,100"),
            "tasks", table("任务编号,名称,积分,计量", "patrol,平安巡逻,3,小时"));

    @Inject
    MemberRows members;

    @Inject
    TaskRows tasks;

    @Inject
    RewardRows rewards;

    @Inject
    OpeningBalanceRows openingBalances;

    @Inject
    ActivityRows activities;

    @Inject
    RedemptionRows redemptions;

    @Inject
    Communities communities;

    @TempDir
    Path folder;

    private String slug;

    @BeforeEach
    void open() {
        slug = aCommittee(Api.asAdmin()).slug();
    }

    private static Map<String, String> table(String headings, String cells) {
        Map<String, String> table = new LinkedHashMap<>();
        List<String> values = List.of(cells.split(","));
        List<String> names = List.of(headings.split(","));
        for (int i = 0; i < names.size(); i++) {
            table.put(names.get(i), values.get(i));
        }
        return table;
    }

    private RowType type(String kind) {
        return Stream.of(members, tasks, rewards, openingBalances, activities, redemptions)
                .filter(type -> type.kind().code().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    /** What a table says, or the names of the rules for which it is refused. */
    private String read(String kind, List<String> headings, List<String> cells) {
        RowType type = type(kind);
        try {
            Path file = Files.createTempFile(folder, "table", ".csv");
            Files.writeString(file, String.join(",", headings) + "\n" + String.join(",", cells) + "\n");
            try (Sheet sheet = Sheet.open(file, type.choice(null), SheetLimits.DEFAULT)) {
                SheetRow row = sheet.next();
                return type.readIfSound(row, new Reading(communities.require(slug), TODAY, false))
                        .map(FileRow::content)
                        .orElseGet(() -> "refused row " + row.faults());
            } catch (ProblemException refusal) {
                return "refused " + refusal.violations();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The table with one of its headings written in another way. */
    private String read(String kind, String meaning, String heading) {
        Map<String, String> table = TABLES.get(kind);
        String usual = meaning.equals("成本") ? "成本(元)" : meaning;
        assertThat(table).containsKey(usual);
        List<String> headings = table.keySet().stream()
                .map(known -> known.equals(usual) ? heading : known)
                .toList();
        return read(kind, headings, List.copyOf(table.values()));
    }

    private static List<String[]> headings() throws IOException {
        try (InputStream file = KnownHeadingsTest.class.getResourceAsStream("/headings.csv")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .toList();
        }
    }

    @Test
    void areUnderstoodOrRefusedByName() throws IOException {
        List<String> silent = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int understood = 0;
        for (String[] line : headings()) {
            String usual = read(
                    line[0],
                    List.copyOf(TABLES.get(line[0]).keySet()),
                    List.copyOf(TABLES.get(line[0]).values()));
            String said = read(line[0], line[1], line[2]);
            if (said.equals(usual)) {
                understood++;
            } else if (said.startsWith("refused [") && said.contains(line[2])) {
                refused.add(line[0] + " " + line[2]);
            } else {
                silent.add(line[0] + " " + line[1] + " " + line[2] + ": " + said);
            }
        }

        assertThat(silent).isEmpty();
        assertThat(understood).as("refused: %s", refused).isGreaterThanOrEqualTo(LEAST_UNDERSTOOD);
        assertThat(refused)
                .containsExactly(
                        "members 身份证号",
                        "members 身份证号码",
                        "members 序号",
                        "members 楼栋",
                        "members 房号",
                        "rewards 单价",
                        "rewards 价格",
                        "opening-balances 累计积分");
    }

    @Test
    void mayBeBrokenIntoLinesAndSpaced() {
        assertThat(read("activities", "数量", "\"数 量\n（小时）\"")).isEqualTo(read("activities", "数量", "数量"));
        assertThat(read("activities", "数量", "小时：")).isEqualTo(read("activities", "数量", "数量"));
        assertThat(read("activities", "数量", "数量（单位：小时）")).isEqualTo(read("activities", "数量", "数量"));
        assertThat(read("members", "手机", "手机号(必填)")).isEqualTo(read("members", "手机", "手机"));
        assertThat(read("rewards", "成本", "成本/元")).isEqualTo(read("rewards", "成本", "成本(元)"));
    }

    @Test
    void haveUnitsThatChangeWhatTheyMean() {
        assertThat(read("activities", "数量", "时长(分钟)")).startsWith("refused [").contains("时长(分钟)");
        assertThat(read("activities", "数量", "累计时长")).startsWith("refused row").contains("累计时长");
        assertThat(read("rewards", "库存", "上月库存余额")).startsWith("refused row").contains("上月库存余额");
        assertThat(read("rewards", "成本", "成本(万元)")).startsWith("refused [").contains("成本(万元)");
        String yuan = read("rewards", List.of("商品编号", "名称", "类型", "积分", "成本"), List.of("a", "A", "服务", "5", "2"));
        String fen = read("rewards", List.of("商品编号", "名称", "类型", "积分", "成本（分）"), List.of("a", "A", "服务", "5", "200"));
        assertThat(fen).isEqualTo(yuan);
        assertThat(read(
                        "activities",
                        List.of("居民编号", "任务", "数量", "时长(分钟)", "日期"),
                        List.of("a-1", "平安巡逻", "2", "90", "2026-03-05")))
                .isEqualTo(read("activities", "数量", "数量"));
    }

    @Test
    void areToldApartByWhatStandsBelowThem() {
        String known = read("activities", "数量", "数量");

        assertThat(read("activities", List.of("居民编号", "任务", "服务时间", "时间"), List.of("a-1", "平安巡逻", "2", "2026-03-05")))
                .isEqualTo(known);
        assertThat(read("activities", List.of("居民编号", "任务", "服务时间", "时间"), List.of("a-1", "平安巡逻", "2026-03-05", "2")))
                .isEqualTo(known);
        assertThat(read("activities", List.of("居民编号", "任务", "时间", "数量"), List.of("a-1", "平安巡逻", "下午", "2")))
                .startsWith("refused row")
                .contains("not_a_day");
        assertThat(read(
                        "activities",
                        List.of("居民编号", "任务", "数量", "日期", "时间"),
                        List.of("a-1", "平安巡逻", "2", "2026-03-05", "9:00-11:00")))
                .isEqualTo(known);
        assertThat(read(
                        "activities",
                        List.of("居民编号", "任务", "服务时间", "活动时间"),
                        List.of("a-1", "平安巡逻", "2026-03-05", "2026-03-06")))
                .startsWith("refused [")
                .contains("服务时间, 活动时间");
    }

    @Test
    void meanCodeOrTitleByWhatElseIsThere() {
        String known = read("rewards", "名称", "名称");
        List<String> cells = List.copyOf(TABLES.get("rewards").values());

        assertThat(read("rewards", List.of("商品编号", "商品", "类型", "积分", "库存", "成本(元)"), cells))
                .isEqualTo(known);
        assertThat(read("rewards", List.of("商品", "名称", "类型", "积分", "库存", "成本(元)"), cells))
                .isEqualTo(known);
    }

    @Test
    void ofTwoColumnsWithOneMeaningAreRefused() {
        assertThat(read(
                        "activities",
                        List.of("居民编号", "任务", "数量", "小时", "日期"),
                        List.of("a-1", "平安巡逻", "2", "3", "2026-03-05")))
                .startsWith("refused [")
                .contains("duplicate_column")
                .contains("数量, 小时");
        assertThat(read("members", List.of("卡号", "工号"), List.of("a-1", "a-2")))
                .startsWith("refused [")
                .contains("duplicate_column");
    }

    /** A list of one's own rows, and numbers of identity cards, are passed over where there is a number of ours. */
    @Test
    void thatAreUnclearDoNotMatterWhereOthersAreClear() {
        assertThat(read(
                        "members",
                        List.of("序号", "居民编号", "身份证号", "姓名"),
                        List.of("1", "a-1", "110101199003071000", "张三")))
                .isEqualTo(read("members", List.of("居民编号", "姓名"), List.of("a-1", "张三")));
    }

    /** The document has each of them in both languages, with the kinds of tables that have the column. */
    @ParameterizedTest
    @ValueSource(strings = {"docs/importing.md", "docs/zh-CN/importing.md"})
    void standInTheDocument(String document) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(document));
        List<String> missing = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (RowType type : List.of(members, tasks, rewards, openingBalances, activities, redemptions)) {
            for (Column column : type.ownColumns()) {
                String kind = type.kind().code();
                String of = column.required() ? "**" + kind + "**" : column.incidental() ? "(" + kind + ")" : kind;
                String headings = " | " + String.join(", ", column.headings()) + " | "
                        + String.join(", ", column.alternatives()) + " |";
                if (lines.stream()
                        .noneMatch(line -> line.startsWith("| `" + column.key() + "` | ")
                                && List.of(line.split(" \\| ")[1].split(", ")).contains(of)
                                && line.endsWith(headings))) {
                    missing.add(column.key() + " " + of + headings);
                }
                written.add(column.key() + headings);
            }
        }

        assertThat(missing).isEmpty();
        assertThat(lines.stream().filter(line -> line.startsWith("| `")))
                .as("nothing that is not so")
                .hasSize((int) written.stream().distinct().count());
    }
}
