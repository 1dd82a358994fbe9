package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.tables.sheet.AFile.codes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memberNo,title\nsnow,扫雪\n",
                "memberNo,title\n1,毛\n",
                "memberNo,title\n1,美\n2,陆\n",
                "memberNo,title\n1,王芳\n2,李明\n3,璇\n",
                "memberNo,title\n1,张喆\n2,镕基\n",
            })
    void takesWhatIsChineseInGbkForGbk(String csv) {
        AFile file = AFile.csv(csv, Charset.forName("GB18030"));

        assertThat(file.titles()).containsExactlyElementsOf(AFile.csv(csv).titles());
    }

    @ParameterizedTest
    @ValueSource(strings = {"José", "Zoë Müller", "Иван Петров", "Γιώργος", "1·2", "37°C", "王芳é", "國華", "阿依古丽·买买提"})
    void takesWhatIsNotForUtf8(String name) {
        assertThat(AFile.csv("memberNo,title\n1,王芳\n2," + name + "\n").titles()).containsExactly("王芳", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"José", "Zoë Müller", "Иван Петров"})
    void takesEuropeanWordsForUtf8(String name) {
        assertThat(AFile.csv("memberNo,title\n2," + name + "\n").titles()).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource({"王芳, 张, 2", "王芳, 张, 1", "a, 张三, 4", "a, 赵云, 4", "a, 王小明, 8"})
    void refusesUtf8WithABrokenCharacter(String before, String broken, int bytes) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(("memberNo,title\n1," + before + "\n2,").getBytes(StandardCharsets.UTF_8));
        file.write(broken.getBytes(StandardCharsets.UTF_8), 0, bytes);
        file.write('\n');

        assertThat(AFile.of(file.toByteArray()).refusal().detailKey()).isEqualTo("validation_failed.sheet-encoding");
    }

    @ParameterizedTest
    @CsvSource({"王芳, 李明", "张三, 扫雪", "李小明, 张伟"})
    void refusesLinesInDifferentEncodings(String utf8, String gbk) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(("memberNo,title\n1," + utf8 + "\n2,").getBytes(StandardCharsets.UTF_8));
        file.writeBytes((gbk + "\n").getBytes(Charset.forName("GBK")));

        assertThat(AFile.of(file.toByteArray()).refusal().detailKey()).isEqualTo("validation_failed.sheet-encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"王小明", "陳志強", "林美玲", "張國華\n2,王芳", "鄭傑華", "楊艷偉"})
    void refusesBig5(String names) {
        AFile file = AFile.csv("memberNo,title\n1," + names + "\n", Charset.forName("Big5"));

        assertThat(file.refusal().detailKey()).isEqualTo("validation_failed.sheet-encoding");
    }

    /** A name or two in Big5 may be made of common characters in GBK, too: whose names those are is never guessed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void takesNoNamesInBig5ForOthers(long seed) {
        String surnames = "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓阮馬董溫唐藍石蔣田歐";
        String given = "志明俊傑建宏家豪冠宇承翰柏美玲淑芬雅婷怡君佩珊欣詩涵郁宗彥廷雯靜宜佳穎惠麗華秀英玉蘭金龍文雄國政憲慧敏素貞筱子軒品睿恩思語";
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            StringBuilder csv = new StringBuilder("memberNo,title\n");
            for (int row = 0; row <= i % 2; row++) {
                csv.append(row).append(',').append(one(random, surnames));
                csv.append(one(random, given))
                        .append(random.nextBoolean() ? one(random, given) : "")
                        .append('\n');
            }

            ProblemException refusal =
                    AFile.csv(csv.toString(), Charset.forName("Big5")).refusal();

            assertThat(refusal).as("seed %d: %s", seed, csv).isNotNull();
            assertThat(refusal.detailKey()).isEqualTo("validation_failed.sheet-encoding");
        }
    }

    private static char one(Random random, String characters) {
        return characters.charAt(random.nextInt(characters.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "李明", "陈刚", "黄海", "郭静", "高丹", "刘红", "马超", "李国华", "何建国", "金花", "江波", "单丽", "贾宝玉", "韩梅梅", "冯巩", "欧阳娜",
                "鸾宝", "鸾波", "甬宝", "皙宝", "瓠保", "鸢宝"
            })
    void readsASingleNameInGbk(String name) {
        assertThat(AFile.csv("memberNo,title\n1," + name + "\n", Charset.forName("GBK"))
                        .titles())
                .containsExactly(name);
    }

    /** Letters of another script in UTF-8 are rare hanzi in GBK, and the other way round. */
    @ParameterizedTest
    @CsvSource({"محمد, UTF-8", "ئا, UTF-8", "丨丿, GBK", "亻, GBK"})
    void refusesWhatIsRareInUtf8AndInGbk(String name, String charset) {
        AFile alone = AFile.csv("memberNo,title\n1," + name + "\n", Charset.forName(charset));
        AFile amongOthers = AFile.csv("memberNo,title\n1," + name + "\n2,王芳\n", Charset.forName(charset));

        assertThat(alone.refusal().detailKey()).isEqualTo("validation_failed.sheet-encoding");
        assertThat(amongOthers.titles()).containsExactly(name, "王芳");
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
        AFile file = AFile.csv("会员号,活动名称,,\n\n,,,\n7,植树,,,,\n , 　,\u00A0,\"\"\n8\n\n");

        assertThat(file.memberNumbers()).containsExactly("7", "8");
        assertThat(file.rows(SheetRow::line)).containsExactly(4, 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "会员号,积分\n7,1,200\n",
                "会员号,积分,\n7,1,200\n",
                "会员号,,积分\n7,1,200\n",
                ",会员号,积分\nx,7,1\n",
                "会员号,积分\n,,1\n",
            })
    void findsFaultWithCellsThatHaveNoHeading(String csv) {
        assertThat(AFile.csv(csv).rows(AFile::codes)).containsExactly(List.of("cell_without_heading"));
    }

    @Test
    void namesTheCellThatHasNoHeading() {
        SheetRow row = AFile.csv("会员号,积分\n\n7,1" + ",".repeat(25) + "x\n").onlyRow();

        assertThat(row.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.column()).isEqualTo("AA");
            assertThat(fault.message(Locale.ENGLISH)).contains("AA3");
        });
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

        assertThat(refusal.arguments()).startsWith(2);
    }

    @Test
    void saysThatACellIsTooLong() {
        ProblemException refusal =
                AFile.csv("会员号,活动名称\n1,a\n2," + "x".repeat(200_000) + "\n").refusal();

        assertThat(Problems.text(Locale.ENGLISH, refusal.detailKey(), refusal.arguments()))
                .contains("too long", "line 3", "100000");
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

    @Test
    void takesAsManyRowsAsAListOfATownHas() {
        String most = "会员号\n" + "7\n".repeat(200_000);

        assertThat(AFile.csv(most).refusal()).isNull();
        assertThat(codes(AFile.csv(most + "7\n").refusal())).containsExactly("too_many_rows");
    }
}
