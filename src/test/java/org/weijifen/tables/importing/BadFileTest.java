package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.RawHttp;
import org.weijifen.tables.importing.AnImport.Finished;

/** What can't be imported is refused clearly, and leaves nothing: no import, no rows, no file. */
@QuarkusTest
class BadFileTest {
    private static final int MEGABYTE = 1 << 20;

    private final Api api = Api.asAdmin();
    private Committee community;
    private List<Path> before;

    @TestHTTPResource
    URI server;

    @BeforeEach
    void open() throws IOException {
        community = aCommittee(api);
        before = temporaryFiles();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        // Whoever hangs up is noticed a moment later; and other processes have files of their own, for a moment too.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(before).containsAll(temporaryFiles()));
        assertThat(community.get("/members").json().get("items")).isEmpty();
        assertThat(community.get("/books").json().get("sequence").asLong()).isZero();
    }

    private static List<Path> temporaryFiles() throws IOException {
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "weijifen-uploads-*")) {
            List<Path> found = new ArrayList<>();
            for (Path folder : folders) {
                if (Files.isReadable(folder)) {
                    addUploads(folder, found);
                }
            }
            return found;
        }
    }

    private static void addUploads(Path folder, List<Path> found) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "upload-*")) {
            files.forEach(found::add);
        }
    }

    private Reply send(byte[] file) {
        return AnImport.independent(api, community.slug(), "members").send(file, "application/octet-stream");
    }

    private void assertNoImport() {
        assertThat(community.get("/imports").json().get("items")).isEmpty();
    }

    @Test
    void refusesTextInAnUnknownEncoding() {
        Reply refused = send(new byte[] {'m', 'e', 'm', 'b', 'e', 'r', 'N', 'o', '\n', (byte) 0xff, (byte) 0xff, '\n'});

        assertThat(refused.expect(400).code()).isEqualTo("validation_failed");
        assertThat(refused.json().get("errors").get(0).get("code").asText()).isEqualTo("unreadable");
        assertThat(refused.json().get("detail").asText()).contains("GB18030");
        assertNoImport();
    }

    @ParameterizedTest
    @CsvSource({
        "members, '姓名,手机', missing_column",
        "members, 'memberNo,居民编号', duplicate_column",
        "tasks, 'taskCode,title,points', missing_column",
        "rewards, 'rewardCode,title,points', missing_column",
        "opening-balances, 'memberNo', missing_column",
        "activities, 'memberNo,taskCode,quantity', missing_column",
        "redemptions, 'memberNo,rewardCode,requestedOn', missing_column"
    })
    void refusesTablesWithoutTheColumnsOfTheirKind(String kind, String headings, String code) {
        Reply refused = AnImport.atomic(api, community.slug(), kind).send(headings + "\na,b,c\n");

        assertThat(refused.expect(400).code()).isEqualTo("validation_failed");
        assertThat(refused.json().get("errors").get(0).get("code").asText()).isEqualTo(code);
        assertNoImport();
    }

    @Test
    void refusesAnEmptyFile() {
        assertThat(send(new byte[0])
                        .expect(400)
                        .json()
                        .get("errors")
                        .get(0)
                        .get("code")
                        .asText())
                .isEqualTo("empty");
        assertNoImport();
    }

    @Test
    void refusesAWorkbookInTheOldFormat() {
        byte[] old = Arrays.copyOf(
                new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1},
                4096);

        assertThat(send(old).expect(400).code()).isEqualTo("validation_failed");
        assertNoImport();
    }

    /** Rows without end in a file of some kilobytes. */
    @Test
    void refusesAWorkbookThatIsABomb() throws IOException {
        byte[] bomb = withSheetOf(400);

        assertThat(bomb).hasSizeLessThan(MEGABYTE);
        Reply answer = send(bomb);

        if (answer.status() == 202) {
            Finished failed = AnImport.independent(api, community.slug(), "members")
                    .finished(answer.headers().firstValue("Location").orElseThrow());
            assertThat(failed.status()).isEqualTo("failed");
            assertThat(failed.problem()).isEqualTo("payload_too_large");
        } else {
            assertThat(answer.expect(413).code()).isEqualTo("payload_too_large");
            assertNoImport();
        }
    }

    /** A workbook whose only sheet has so many megabytes of empty rows. */
    private static byte[] withSheetOf(int megabytes) throws IOException {
        String office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        String relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + "<Relationship Id=\"rId1\" Type=\"" + office + "/%s\" Target=\"%s\"/></Relationships>";
        String main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            part(zip, "_rels/.rels", relations.formatted("officeDocument", "xl/workbook.xml"), 0);
            part(zip, "xl/_rels/workbook.xml.rels", relations.formatted("worksheet", "worksheets/sheet1.xml"), 0);
            part(
                    zip,
                    "xl/workbook.xml",
                    "<workbook " + main + " xmlns:r=\"" + office
                            + "\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
                    0);
            part(
                    zip,
                    "xl/worksheets/sheet1.xml",
                    "<worksheet " + main
                            + "><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>memberNo</t></is></c>"
                            + "</row>",
                    megabytes);
        }
        return out.toByteArray();
    }

    private static void part(ZipOutputStream zip, String name, String content, int megabytesOfRows) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        byte[] rows = "<row/>".repeat(MEGABYTE / 6).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < megabytesOfRows; i++) {
            zip.write(rows);
        }
        zip.closeEntry();
    }

    @Test
    void refusesTwoHundredMegabytesThatSayHowManyTheyAre() throws IOException {
        String answer =
                RawHttp.sendWithoutEnd(server, head("Content-Length: " + 200L * MEGABYTE), " ".repeat(MEGABYTE / 4));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"payload_too_large\"");
        assertNoImport();
    }

    @Test
    void refusesTwoHundredMegabytesInChunks() throws IOException {
        String answer = RawHttp.sendWithoutEnd(
                server, head("Transfer-Encoding: chunked"), "40000\r\n" + " ".repeat(0x40000) + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"payload_too_large\"");
        assertNoImport();
    }

    @Test
    void hangsUpOnWhoeverSendsALongFileWithoutAToken() throws IOException {
        String answer = RawHttp.sendWithoutEnd(
                server,
                head("Transfer-Encoding: chunked").replaceAll("Authorization: [^\r]*", "Accept-Language: en"),
                "40000\r\n" + " ".repeat(0x40000) + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401");
        assertNoImport();
    }

    @Test
    void leavesNothingOfAFileThatBreaksOff() throws IOException {
        RawHttp.sendAndHangUp(server, head("Content-Length: 5000000") + "memberNo\na-1\n");

        assertNoImport();
    }

    @Test
    void leavesOtherRoutesTheirLimit() throws IOException {
        String longerThanTheirs = ("40000\r\n" + " ".repeat(0x40000) + "\r\n").repeat(8);

        String answer = RawHttp.send(
                server,
                head("Transfer-Encoding: chunked")
                                .replaceFirst("/imports\\?[^ ]*", "/members")
                                .replace("text/csv", "application/json")
                        + longerThanTheirs);

        assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"payload_too_large\"");
    }

    @Test
    void takesFilesLongerThanOtherBodies() {
        byte[] file = Arrays.copyOf("memberNo,备注\nb 2,".getBytes(StandardCharsets.UTF_8), 6 * MEGABYTE);
        for (int i = 20; i < file.length; i++) {
            file[i] = (byte) (i % 1000 == 0 ? '\n' : 'x');
        }
        JsonNode view = AnImport.independent(api, community.slug(), "members")
                .dryRun()
                .of(file, AnImport.CSV)
                .view();

        assertThat(view.get("status").asText()).isEqualTo("done");
        assertThat(view.get("fileSize").asLong()).isEqualTo(6L * MEGABYTE);
    }

    @Test
    void refusesOtherMediaTypes() {
        assertThat(AnImport.atomic(api, community.slug(), "members")
                        .send("{}".getBytes(StandardCharsets.UTF_8), "application/json")
                        .expect(415)
                        .code())
                .isEqualTo("unsupported_media_type");
    }

    private String head(String length) {
        return "POST " + community.path("/imports?kind=members&mode=independent") + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: text/csv\r\nAuthorization: Bearer "
                + Api.asAdmin().token() + "\r\n" + length + "\r\n\r\n";
    }
}
