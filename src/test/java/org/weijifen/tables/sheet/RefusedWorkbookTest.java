package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.tables.sheet.AFile.codes;
import static org.weijifen.tables.sheet.AWorkbook.cell;
import static org.weijifen.tables.sheet.AWorkbook.headings;
import static org.weijifen.tables.sheet.AWorkbook.withRows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;

class RefusedWorkbookTest {
    private static final String SHEET = "xl/worksheets/sheet1.xml";
    private static final AWorkbook SOUND = withRows(headings() + "<row r=\"2\">" + cell("A2", "7") + "</row>");

    @Test
    void tellsHowToSaveAnOldWorkbook() {
        byte[] old = Arrays.copyOf(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1}, 4096);

        ProblemException refusal = AFile.of(old).refusal();

        assertThat(codes(refusal)).containsExactly("unreadable");
        assertThat(Problems.text(Locale.SIMPLIFIED_CHINESE, refusal.detailKey()))
                .contains(".xls", "另存为", ".xlsx");
        assertThat(Problems.text(Locale.ENGLISH, refusal.detailKey())).contains("save it as");
    }

    @Test
    void saysThatAWorkbookHasAPassword() {
        ProblemException refusal = AFile.resource("password.xlsx").refusal();

        assertThat(codes(refusal)).containsExactly("unreadable");
        assertThat(Problems.text(Locale.SIMPLIFIED_CHINESE, refusal.detailKey()))
                .contains("密码")
                .doesNotContain("旧");
        assertThat(Problems.text(Locale.ENGLISH, refusal.detailKey())).contains("has a password");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "<html><body><table><tr><td>会员号</td></tr></table></body></html>|markup",
                " <!DOCTYPE html>|markup",
                "<\0t\0a\0b\0l\0e\0>\0|markup",
                "<table border=1 style='a:b;c:d' x=1,2><tr><td>会员号|markup",
                "MIME-Version: 1.0|markup",
                "<?xml version=\"1.0\"?><Workbook/>|markup",
                "%PDF-1.7|pdf"
            })
    void saysWhatAFileIsThatIsNoTable(String text, String kind) {
        for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"))) {
            ProblemException refusal = AFile.csv(text, charset).refusal();

            assertThat(refusal.detailKey()).isEqualTo("validation_failed.sheet-" + kind);
            assertThat(refusal.arguments()).isEmpty();
        }
    }

    @Test
    void knowsMarkupBehindAByteOrderMark() {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(AFile.csv("\uFEFF<html>", charset).refusal().detailKey())
                    .isEqualTo("validation_failed.sheet-markup");
        }
    }

    @Test
    void takesNoSignForMarkup() {
        assertThat(AFile.csv("<18岁,会员号\nx,7\n").memberNumbers()).containsExactly("7");
    }

    @Test
    void refusesWorkbooksThatWereCutOff() {
        byte[] sound = SOUND.bytes();

        assertThat(SOUND.file().refusal()).isNull();
        for (int length = 4; length < sound.length; length += 17) {
            assertUnreadable(AFile.of(Arrays.copyOf(sound, length)));
        }
    }

    @Test
    void refusesWorkbooksThatAreDamagedOrReadsThem() {
        byte[] sound = SOUND.bytes();
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = sound.clone();
            for (int i = random.nextInt(5); i >= 0; i--) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt(256);
            }

            ProblemException refusal = AFile.of(damaged).refusal();

            assertThat(refusal == null
                            || refusal.code() == ErrorCode.VALIDATION_FAILED
                            || refusal.code() == ErrorCode.PAYLOAD_TOO_LARGE)
                    .as("seed " + seed)
                    .isTrue();
        }
    }

    @Test
    void refusesEncryptedZipFiles() {
        byte[] bytes = SOUND.bytes();
        for (int i = 0; i < bytes.length - 10; i++) {
            if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2) {
                bytes[i + 8] |= 1;
            }
        }

        assertUnreadable(AFile.of(bytes));
    }

    @Test
    void refusesZipFilesThatAreNoWorkbooks() {
        assertUnreadable(zip("a.txt", "x".getBytes(StandardCharsets.UTF_8)));
        assertUnreadable(zip("xl/workbook.xml", SOUND.bytes()));
        assertUnreadable(zip("book.xlsx", SOUND.bytes()));
        assertUnreadable(SOUND.copy().without("_rels/.rels").file());
        assertUnreadable(SOUND.copy().without("xl/workbook.xml").file());
        assertUnreadable(SOUND.copy().without(SHEET).file());
        assertUnreadable(SOUND.copy().book("", "").file());
        assertUnreadable(SOUND.copy().part(SHEET, SOUND.bytes()).file());
        assertUnreadable(AFile.of(new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<row r=\"1\"><c r=\"A1\"><v>1</v></row>",
                "<row r=\"x\"/>",
                "<row r=\"0\"/>",
                "<row r=\"2\"/><row r=\"2\"/>",
                "<row r=\"3\"/><row r=\"2\"/>",
                "<row r=\"1048577\"/>",
                "<row r=\"99999999999999999999\"/>",
                "<row r=\"1\"><c r=\"1\"/></row>",
                "<row r=\"1\"><c r=\"XFE1\"/></row>",
                "<row r=\"1\"><c r=\"ZZZZZZZZZZ1\"/></row>",
                "<row r=\"1\"><c t=\"s\"><v>0</v></c></row>",
                "<row r=\"1\"><c t=\"s\"><v>-1</v></c></row>",
                "<row r=\"1\"><c t=\"s\"><v>x</v></c></row>",
                "<row r=\"1\"><c t=\"?\"><v>1</v></c></row>",
                "<row r=\"1\"><c><v>x</v></c></row>",
                "<row r=\"1\"><c s=\"x\"><v>1</v></c></row>",
                "<row r=\"1\"><c t=\"str\"><v>\u0001</v></c></row>",
                "<row r=\"1\"><c t=\"str\"><v>&nothing;</v></c></row>",
                "<row r=\"1\">"
            })
    void refusesWhatExcelWouldNotOpen(String rows) {
        assertUnreadable(withRows(rows).file());
    }

    @Test
    void refusesDocumentTypes() {
        for (String declared : new String[] {
            "<!DOCTYPE worksheet SYSTEM \"file:///secret\">",
            "<!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file:///secret\">]>",
            "<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>"
        }) {
            String sheet = "<?xml version=\"1.0\"?>" + declared + "<worksheet><sheetData><row r=\"1\">"
                    + cell("A1", "会员号") + cell("B1", "&x;") + "</row></sheetData></worksheet>";

            assertUnreadable(SOUND.copy().part(SHEET, sheet).file());
        }
    }

    @Test
    void refusesXmlInEncodingsThatWorkbooksDoNotUse() {
        assertUnreadable(SOUND.copy()
                .part(SHEET, "\uFEFF<worksheet><sheetData/></worksheet>".getBytes(StandardCharsets.UTF_16LE))
                .file());
    }

    static String[] endless() {
        String half = "x".repeat(3 << 19);
        return new String[] {
            "<row r=\"1\"><" + half + "/></row>",
            "<row r=\"1\" a=\"" + half + "\"/>",
            "<row r=\"1\" a=\"" + "> ".repeat(3 << 19) + "\"/>",
            "<row r=\"1\"><!--" + " < >".repeat(3 << 19) + "--></row>",
            "<row r=\"1\"><?x " + " < >".repeat(3 << 19) + "?></row>",
            "<row r=\"1\"><![CDATA[" + " < >".repeat(3 << 19) + "]]></row>",
            "<row r=\"1\"><c t=\"str\"><v>" + half + "</v></c></row>",
            "<" + "x".repeat(201) + "/>",
            "<a>".repeat(101) + "</a>".repeat(101),
            IntStream.range(0, 1001).mapToObj(i -> "<a" + i + "/>").collect(Collectors.joining()),
            IntStream.range(0, 1001).mapToObj(i -> "<a b" + i + "=\"\"/>").collect(Collectors.joining()),
            IntStream.range(0, 1001).mapToObj(i -> "<?a" + i + "?>").collect(Collectors.joining())
        };
    }

    @ParameterizedTest
    @MethodSource("endless")
    void refusesXmlThatAParserWouldHoldInMemory(String rows) {
        assertUnreadable(withRows(rows).file(), new SheetLimits(10, 10, 10, 100, 1 << 30, 2000));
    }

    @Test
    void refusesReferencesThatNobodyWouldWrite() {
        String part = "xl/_rels/workbook.xml.rels";
        String target = "worksheets/sheet1.xml";

        assertUnreadable(SOUND.copy()
                .part(part, SOUND.text(part).replace(target, "x/../".repeat(400) + target))
                .file());
        assertThat(SOUND.copy()
                        .part(part, SOUND.text(part).replace(target, "x/../".repeat(10) + target))
                        .file()
                        .refusal())
                .isNull();
    }

    @Test
    void refusesPartsThatArePackedTooTightly() {
        String blanks = " ".repeat(1 << 10);

        assertTooLarge(withRows(blanks.repeat(2 << 10)).file(), SheetLimits.DEFAULT);
        assertTooLarge(
                withRows(headings())
                        .strings(("<si>" + blanks + "</si>").repeat(2 << 10))
                        .file(),
                SheetLimits.DEFAULT);
        assertThat(withRows(headings() + blanks.repeat(1 << 9)).file().refusal())
                .isNull();
    }

    @Test
    void refusesPartsThatAreTooLargeUnpacked() {
        SheetLimits limits = new SheetLimits(10, 10, 10, 100, 150_000, 200);
        String noise = noise(60_000);

        assertThat(withRows(headings() + "<!--" + noise + "-->").file().refusal(limits))
                .isNull();
        assertTooLarge(withRows(headings() + "<!--" + noise + noise + "-->").file(), limits);
        assertTooLarge(
                withRows(headings() + "<!--" + noise + "-->")
                        .strings("<!--" + noise + "-->")
                        .part("xl/styles.xml", "<a><!--" + noise + "--></a>")
                        .file(),
                limits);
    }

    @Test
    void refusesMoreTextsThanItCanHold() {
        AWorkbook workbook = withRows(headings());
        int most = 100_000;

        assertThat(workbook.strings(texts(most)).file().refusal()).isNull();
        assertThat(workbook.strings(texts(3 * most)).file().refusal().detailKey())
                .isEqualTo("payload_too_large.sheet-texts");
    }

    private static String texts(int count) {
        Random random = new Random(1);
        return IntStream.range(0, count)
                .mapToObj(i -> "<si><t>居民楼道巡查记录 " + Long.toHexString(random.nextLong()) + "</t></si>")
                .collect(Collectors.joining());
    }

    @Test
    void refusesTooManyEntries() {
        AWorkbook workbook = SOUND.copy();
        IntStream.range(0, 1001).forEach(i -> workbook.part("x/" + i, "x"));

        assertTooLarge(workbook.file(), SheetLimits.DEFAULT);
    }

    @Test
    void refusesALargeDirectoryBeforeItIsLoaded() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 40; i++) {
                ZipEntry entry = new ZipEntry("x/" + i);
                entry.setComment("x".repeat(60_000));
                zip.putNextEntry(entry);
            }
        }

        assertTooLarge(AFile.of(bytes.toByteArray()), SheetLimits.DEFAULT);
    }

    @Test
    void refusesZipFilesWithSomethingBehindThem() {
        byte[] sound = SOUND.bytes();

        assertUnreadable(AFile.of(Arrays.copyOf(sound, sound.length + 1)));
    }

    @Test
    void refusesMoreRowsThanAllowed() {
        String rows = IntStream.range(2, 5)
                .mapToObj(i -> "<row r=\"%d\">%s</row>".formatted(i, cell("A" + i, "7")))
                .collect(Collectors.joining());

        assertThat(withRows(headings() + rows).file().refusal(SheetLimits.DEFAULT.withRows(3)))
                .isNull();
        assertThat(codes(withRows(headings() + rows).file().refusal(SheetLimits.DEFAULT.withRows(2))))
                .containsExactly("too_many_rows");
    }

    @Test
    void refusesASheetWithoutAnything() {
        assertThat(codes(withRows("").file().refusal())).containsExactly("empty");
        assertThat(codes(withRows("<row r=\"1\"><c r=\"A1\"/></row>").file().refusal()))
                .containsExactly("empty");
        assertThat(codes(SOUND.copy().part(SHEET, "<worksheet/>").file().refusal()))
                .containsExactly("empty");
    }

    @Test
    void namesMissingColumns() {
        assertThat(codes(withRows("<row r=\"1\">" + cell("A1", "x") + "</row>")
                        .file()
                        .refusal()))
                .containsExactly("missing_column");
    }

    private static void assertUnreadable(AFile file) {
        assertUnreadable(file, SheetLimits.DEFAULT);
    }

    private static void assertUnreadable(AFile file, SheetLimits limits) {
        ProblemException refusal = file.refusal(limits);

        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(codes(refusal)).containsExactly("unreadable");
    }

    private static void assertTooLarge(AFile file, SheetLimits limits) {
        ProblemException refusal = file.refusal(limits);

        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
        assertThat(refusal.detailKey()).isEqualTo("payload_too_large.sheet");
    }

    private static AFile zip(String name, byte[] content) {
        return withRows("").onlyPart(name, content).file();
    }

    private static String noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return Base64.getEncoder().encodeToString(noise).substring(0, bytes);
    }
}
