package org.weijifen.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.sheet.AFile.codes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.platform.ProblemException;

class CsvHabitsTest {
    private static final String TABLE = "会员号,活动名称,积分\r\n00012,安全隐患随手拍,5\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GBK", "GB18030"})
    void readsTextsWithoutAMarkInWhatTheyAreWrittenIn(String charset) {
        AFile file = AFile.csv(TABLE, Charset.forName(charset));

        assertThat(file.memberNumbers()).containsExactly("00012");
        assertThat(file.titles()).containsExactly("安全隐患随手拍");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void readsTextsWithAByteOrderMark(String charset) {
        AFile file = AFile.csv("\uFEFF" + TABLE.replace(',', '\t'), Charset.forName(charset));

        assertThat(file.titles()).containsExactly("安全隐患随手拍");
    }

    @Test
    void readsRareCharactersOfGb18030() {
        AFile file = AFile.csv("会员号,活动名称\n1,\uD840\uDC00䶮㑇\n", Charset.forName("GB18030"));

        assertThat(file.titles()).containsExactly("\uD840\uDC00䶮㑇");
    }

    @Test
    void takesAFileForUtf8OnlyWhenAllOfItIs() {
        String many = "会员号,活动名称\n" + "1,植树\n".repeat(20_000);
        byte[] gbk = (many + "2,巡逻\n").getBytes(Charset.forName("GBK"));
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        mixed.writeBytes(many.getBytes(StandardCharsets.UTF_8));
        mixed.write(0xFF);

        assertThat(AFile.of(gbk).titles()).hasSize(20_001).endsWith("巡逻");
        assertThat(AFile.of(mixed.toByteArray()).refusal().detailKey()).isEqualTo("validation_failed.sheet-encoding");
    }

    @Test
    void refusesWhatIsMarkedAsAnEncodingAndIsNotInIt() {
        byte[] marked = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, (byte) 0xC3, 0x28};
        byte[] halfAPair = {(byte) 0xFF, (byte) 0xFE, 0x00, (byte) 0xD8, 0x41, 0x00};

        assertThat(codes(AFile.of(marked).refusal())).containsExactly("unreadable");
        assertThat(codes(AFile.of(halfAPair).refusal())).containsExactly("unreadable");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void refusesWhatIsNoText(long seed) {
        byte[] bytes = new byte[10_000];
        new Random(seed).nextBytes(bytes);

        ProblemException refusal = AFile.of(bytes).refusal();

        assertThat(codes(refusal)).as("seed " + seed).containsExactly("unreadable");
    }

    @Test
    void refusesTextsWithZeros() {
        assertThat(codes(AFile.csv("会员号\n1\0\n").refusal())).containsExactly("unreadable");
        assertThat(codes(AFile.csv(TABLE, StandardCharsets.UTF_16LE).refusal())).containsExactly("unreadable");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void findsOutTheSeparator(String separator) {
        AFile file = AFile.csv(String.join(separator, "会员号", "活动名称", "积分") + "\n"
                + String.join(separator, "7", "\"a,b;c\td\"", "5") + "\n");

        assertThat(file.titles()).containsExactly("a,b;c d");
    }

    @Test
    void findsOutTheSeparatorBehindATitleWithOthers() {
        assertThat(AFile.csv("a,b,c,d,e\n会员号;活动名称\n7;植树\n").titles()).containsExactly("植树");
        assertThat(AFile.csv("sep=;\n会员号;活动名称\n7;植树\n").titles()).containsExactly("植树");
    }

    @Test
    void readsATableOfOneColumn() {
        assertThat(AFile.csv("会员号\n7\n8").memberNumbers()).containsExactly("7", "8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r"})
    void endsLinesInAnyWay(String end) {
        AFile file = AFile.csv("会员号,活动名称" + end + "7,\"a" + end + "b\"" + end + end + "8,c" + end);

        assertThat(file.titles()).containsExactly("a b", "c");
        assertThat(file.rows(SheetRow::line)).containsExactly(2, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r"})
    void countsLinesWithinLongCells(String end) {
        StringBuilder text = new StringBuilder("会员号,活动名称" + end);
        for (int i = 0; i < 500; i++) {
            text.append(i)
                    .append(",\"")
                    .append("x".repeat(i))
                    .append((end + "y").repeat(2000))
                    .append('"')
                    .append(end);
        }
        text.append("last,z").append(end);

        AFile file = AFile.csv(text.toString());

        assertThat(file.rows(SheetRow::line)).endsWith(1 + 500 * 2001 + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"a \"\"b\"\" c\"|a \"b\" c",
                "\"a,b\"|a,b",
                " \"a\" |a",
                "5\" pipe|5\" pipe",
                "\"\"\"a\"\"\"|\"a\"",
                "a\\n|a\\n"
            })
    void readsQuotedCells(String cell, String text) {
        assertThat(AFile.csv("会员号,活动名称\n7," + cell + "\n").titles()).containsExactly(text);
    }

    @Test
    void passesOverBlankRowsAndCells() {
        AFile file = AFile.csv("会员号,活动名称,,\n\n,,,\n7,植树,,,,\n , 　,\u00A0,\"\"\n,,x\n8\n\n");

        assertThat(file.memberNumbers()).containsExactly("7", "8");
        assertThat(file.rows(SheetRow::line)).containsExactly(4, 7);
    }

    @Test
    void takesTheGuardOfFormulasAway() {
        AFile file = AFile.csv("会员号,活动名称\n1,'=1+1\n2,'-5\n3,''@x\n4,'x\n5,'\n6,'＝a\n");

        assertThat(file.titles()).containsExactly("=1+1", "-5", "'@x", "'x", "'", "＝a");
    }

    @Test
    void namesTheLineWhereQuotationMarksGoWrong() {
        ProblemException open = AFile.csv("会员号,活动名称\n1,a\n2,\"b\n3,c\n").refusal();
        ProblemException behind = AFile.csv("会员号,活动名称\n1,\"a\nb\"\n2,\"b\"x\n").refusal();

        assertThat(codes(open)).containsExactly("unreadable");
        assertThat(open.detailKey()).isEqualTo("validation_failed.sheet-line");
        assertThat(open.arguments()).containsExactly(3);
        assertThat(behind.arguments()).containsExactly(4);
    }

    @Test
    void doesNotReadAWholeFileForAQuotationMarkThatIsLeftOpen() {
        ProblemException refusal =
                AFile.csv("会员号,活动名称\n1,\"" + "a\n".repeat(1_000_000)).refusal();

        assertThat(refusal.arguments()).containsExactly(2);
    }

    @Test
    void mindsNoColumnsBeyondTheLimit() {
        assertThat(AFile.csv("会员号,活动名称\n1,a" + ",x".repeat(100_000) + "\n2,b\n").titles())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", ",,,\n,,\n", "\uFEFF", "   \t \n　"})
    void refusesAFileWithoutAnything(String text) {
        assertThat(codes(AFile.csv(text).refusal())).containsExactly("empty");
    }

    @Test
    void refusesMoreRowsThanAllowed() {
        AFile file = AFile.csv("会员号\n1\n\n2\n\n3\n");

        assertThat(file.refusal(SheetLimits.DEFAULT.withRows(3))).isNull();
        assertThat(codes(file.refusal(SheetLimits.DEFAULT.withRows(2)))).containsExactly("too_many_rows");
    }
}
