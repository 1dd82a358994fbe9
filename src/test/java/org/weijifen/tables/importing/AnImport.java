package org.weijifen.tables.importing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;

/** Files as a committee sends them, and what becomes of them. */
final class AnImport {
    static final String CSV = "text/csv";
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Api api;
    private final String community;
    private final String query;

    private AnImport(Api api, String community, String query) {
        this.api = api;
        this.community = community;
        this.query = query;
    }

    /** Each row for itself. */
    static AnImport independent(Api api, String community, String kind) {
        return new AnImport(api, community, "?kind=" + kind + "&mode=independent");
    }

    /** All or nothing. */
    static AnImport atomic(Api api, String community, String kind) {
        return new AnImport(api, community, "?kind=" + kind + "&mode=atomic");
    }

    AnImport dryRun() {
        return new AnImport(api, community, query + "&dryRun=true");
    }

    Reply send(byte[] file, String mediaType) {
        return api.postFile("/v1/communities/" + community + "/imports" + query, file, mediaType);
    }

    Reply send(String csv) {
        return send(csv.getBytes(StandardCharsets.UTF_8), CSV);
    }

    /** Sends lines of a CSV file, and waits for the end. */
    Finished of(String... lines) {
        return of((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8), CSV);
    }

    Finished of(byte[] file, String mediaType) {
        Reply accepted = send(file, mediaType).expect(202);
        return finished(accepted.headers().firstValue("Location").orElseThrow());
    }

    Finished finished(String location) {
        JsonNode end = await().atMost(PATIENCE)
                .until(() -> api.get(location).expect(200).json(), AnImport::isOver);
        return new Finished(api, location, end);
    }

    private static boolean isOver(JsonNode view) {
        return List.of("done", "failed").contains(view.get("status").asText());
    }

    /** An import that is over. */
    record Finished(Api api, String location, JsonNode view) {
        String status() {
            return view.get("status").asText();
        }

        /** Accepted, refused and unchanged rows. */
        List<Long> counts() {
            JsonNode rows = view.get("rows");
            return List.of(
                    rows.get("accepted").asLong(),
                    rows.get("refused").asLong(),
                    rows.get("unchanged").asLong());
        }

        String problem() {
            return view.path("problem").path("code").asText();
        }

        /** What became of the rows with an outcome, from all pages. */
        List<JsonNode> rows(String outcome) {
            List<JsonNode> all = new ArrayList<>();
            String cursor = "";
            while (cursor != null) {
                JsonNode page = api.get(location + "/rows?limit=200&outcome=" + outcome + cursor)
                        .expect(200)
                        .json();
                page.get("items").forEach(all::add);
                cursor = page.hasNonNull("nextCursor")
                        ? "&cursor=" + page.get("nextCursor").asText()
                        : null;
            }
            return all;
        }

        /** Line, column and code of the rows with an outcome. */
        List<String> told(String outcome) {
            return rows(outcome).stream()
                    .map(row -> String.join(
                            " ",
                            row.get("line").asText(),
                            row.path("column").asText("-"),
                            row.get("code").asText()))
                    .toList();
        }
    }

    /** A file of the example data, its community renamed. */
    static String quarter(String name, String slug) {
        try (InputStream file = AnImport.class.getResourceAsStream("/quarter/" + name + ".csv")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^fuxi,", slug + ",");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cells of a CSV file without quotation marks. */
    static List<String[]> cells(String csv) {
        return csv.lines().map(line -> line.split(",", -1)).toList();
    }

    /** The same table as a workbook. */
    static byte[] workbook(String csv) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "Test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Sheet1");
            List<String[]> rows = cells(csv);
            for (int row = 0; row < rows.size(); row++) {
                for (int column = 0; column < rows.get(row).length; column++) {
                    put(sheet, row, column, rows.get(row)[column]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Numbers as numbers and days as days, as people type them. */
    private static void put(Worksheet sheet, int row, int column, String text) {
        if (text.matches("\\d{1,6}")) {
            sheet.value(row, column, Integer.valueOf(text));
        } else if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
            sheet.value(row, column, java.time.LocalDate.parse(text));
            sheet.style(row, column).format("yyyy-mm-dd").set();
        } else if (!text.isEmpty()) {
            sheet.value(row, column, text);
        }
    }
}
