package org.weijifen.export;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;
import org.weijifen.platform.Snapshots;
import org.weijifen.sheet.OutputColumn;
import org.weijifen.sheet.SheetWriter;

/** Reads exports out of one snapshot, and writes them as they are read. */
@Singleton
final class Exports {
    /** Rows of a long result that are in memory at once. */
    private static final int FETCH_SIZE = 1000;

    /** An export that is ready to be written. */
    interface Export {
        FileName name();

        /**
         * Writes it.
         *
         * @throws IOException when whoever takes it has gone
         * @throws ProblemException {@code overloaded} or {@code database_unavailable}
         */
        void writeTo(OutputStream out) throws IOException;
    }

    private final Communities communities;
    private final Snapshots snapshots;
    private final Clock clock;

    Exports(Communities communities, Snapshots snapshots, Clock clock) {
        this.communities = communities;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /**
     * Prepares an export.
     *
     * @param language of headings and words
     * @throws ProblemException {@code not_found}; {@code validation_failed} for a column that is not there
     */
    Export prepare(String community, ExportRequest request, Locale language) {
        List<Column> columns = request.what().extract().choose(request.columns());
        CommunityPolicy policy = communities.require(community);
        LocalDate today = policy.today(clock.instant());
        Scope scope = new Scope(
                policy.id(), policy.zone(), today, request.from(), request.to(), request.kind(), request.group());
        FileName name = name(policy, request, today, language);
        return new Export() {
            @Override
            public FileName name() {
                return name;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                write(request, columns, scope, language, out);
            }
        };
    }

    private static FileName name(CommunityPolicy policy, ExportRequest request, LocalDate today, Locale language) {
        String days = request.from() == null && request.to() == null
                ? today.toString()
                : (request.from() == null ? "" : request.from()) + "_" + (request.to() == null ? today : request.to());
        String called = request.title() == null
                ? Problems.text(language, "export.what." + request.what().code())
                : request.title();
        String ending = "-" + days + "." + request.format().extension();
        return new FileName(
                policy.slug() + "-" + request.what().code() + ending, policy.slug() + "-" + called + ending);
    }

    private void write(ExportRequest request, List<Column> columns, Scope scope, Locale language, OutputStream out)
            throws IOException {
        Words words = new Words(language);
        Extract extract = request.what().extract();
        int[] positions = columns.stream()
                .mapToInt(column -> extract.columns().indexOf(column) + 1)
                .toArray();
        snapshots.<Void, IOException>readWhole(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(extract.sql())) {
                statement.setFetchSize(FETCH_SIZE);
                set(statement, extract.parameters().apply(scope));
                try (ResultSet rows = statement.executeQuery();
                        SheetWriter<List<Object>> writer = SheetWriter.open(
                                request.format(), out, written(columns, request, words), language, scope.zone())) {
                    while (rows.next()) {
                        writer.write(cells(rows, columns, positions));
                    }
                    writer.finish();
                }
            }
            return null;
        });
    }

    private static List<OutputColumn<List<Object>>> written(List<Column> columns, ExportRequest request, Words words) {
        List<OutputColumn<List<Object>>> written = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            written.add(columns.get(i).written(i, request.format(), words));
        }
        return written;
    }

    private static void set(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    private static List<Object> cells(ResultSet row, List<Column> columns, int[] positions) throws SQLException {
        List<Object> cells = new ArrayList<>(positions.length);
        for (int i = 0; i < positions.length; i++) {
            cells.add(columns.get(i).read(row, positions[i]));
        }
        return cells;
    }
}
