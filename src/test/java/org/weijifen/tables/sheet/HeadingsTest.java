package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.weijifen.tables.sheet.AFile.MEMBER_NO;
import static org.weijifen.tables.sheet.AFile.TITLE;
import static org.weijifen.tables.sheet.AFile.codes;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

class HeadingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memberNo",
                "MEMBERNO",
                "Member No",
                "会员号",
                " 会 员 号　",
                "*会员号",
                "会员号*",
                "编号",
                "ｍｅｍｂｅｒＮｏ",
                "\"会员\n号\""
            })
    void areKnownByAnyNameHoweverItIsWritten(String heading) {
        assertThat(AFile.csv(heading + ",活动名称\n7,x\n").memberNumbers()).containsExactly("7");
    }

    @Test
    void mayStandInAnyOrder() {
        AFile file = AFile.csv("日期,活动名称,编号\n2025-10-01,植树,7\n");

        assertThat(file.memberNumbers()).containsExactly("7");
        assertThat(file.titles()).containsExactly("植树");
    }

    @Test
    void mayStandBelowLinesOfTitles() {
        AFile file = AFile.csv("2025年10月志愿服务积分表,,\n制表：社区,,\n\n会员号,活动名称,积分\n7,植树,5\n");

        assertThat(file.titles()).containsExactly("植树");
        assertThat(file.rows(SheetRow::line)).containsExactly(5);
    }

    @Test
    void thatNobodyAskedForAreIgnoredAndReported() {
        try (Sheet sheet = AFile.csv("会员号,备注,,\"签 名\"\n7,x,y,z\n").open()) {
            assertThat(sheet.ignoredHeadings()).containsExactly("备注", "签 名");
            assertThat(sheet.has(MEMBER_NO)).isTrue();
            assertThat(sheet.has(TITLE)).isFalse();
        }
    }

    @Test
    void thatAreMissingRefuseTheFileAndAreNamed() {
        ProblemException refusal = AFile.csv("活动名称,备注\n植树,x\n").refusal();

        assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(refusal.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo("file");
            assertThat(violation.code()).isEqualTo("missing_column");
            assertThat(violation.arguments()).containsExactly("会员号 / memberNo", "活动名称, 备注");
        });
    }

    @Test
    void thatMeanTheSameColumnRefuseTheFile() {
        ProblemException refusal = AFile.csv("会员号,编号,活动名称\n7,8,植树\n").refusal();

        assertThat(refusal.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.code()).isEqualTo("duplicate_column");
            assertThat(violation.arguments()).containsExactly("会员号 / memberNo", "会员号, 编号");
        });
    }

    @Test
    void thatNobodyAskedForMayBeThereTwice() {
        assertThat(AFile.csv("会员号,备注,备注\n7,x,y\n").refusal()).isNull();
    }

    @Test
    void aloneAreATableWithoutRows() {
        assertThat(AFile.csv("会员号,活动名称\n").titles()).isEmpty();
    }

    @Test
    void areLimitedInNumber() {
        SheetLimits limits = new SheetLimits(10, 20, 100, 100, 1 << 20, 100);

        assertThat(wide(20).refusal(limits)).isNull();
        assertThat(codes(wide(21).refusal(limits))).containsExactly("too_many_columns");
    }

    @Test
    void beyondTheLimitMayBeBlank() {
        assertThat(AFile.csv("会员号" + ",".repeat(5000) + "\n7" + ",x".repeat(5000) + "\n")
                        .refusal())
                .isNull();
    }

    @Test
    void maySayWhatIsWrongInALongList() {
        String headings =
                IntStream.range(0, 100).mapToObj(i -> "列".repeat(100) + i).collect(Collectors.joining(","));

        ProblemException refusal = AFile.csv(headings + "\n").refusal();

        assertThat(refusal.violations().get(0).arguments().get(1).toString()).hasSizeLessThan(700);
    }

    @Test
    void cannotNameTwoColumnsAtOnce() {
        List<Column> columns = List.of(MEMBER_NO, Column.optional("other", "编 号"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sheet.open(AFile.csv("会员号\n7\n").path(), columns))
                .withMessageContaining("other");
    }

    private static AFile wide(int columns) {
        String others = IntStream.range(1, columns).mapToObj(i -> "列" + i).collect(Collectors.joining(","));
        return AFile.csv("会员号," + others + "\n7\n");
    }
}
