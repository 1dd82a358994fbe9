package org.weijifen.tables.exporting;

import jakarta.inject.Singleton;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;
import org.weijifen.platform.Snapshots;
import org.weijifen.tables.sheet.OutputColumn;
import org.weijifen.tables.sheet.SheetWriter;

/** Reads exports from one snapshot, and writes rows while it reads. */
@Singleton
final class Exports {
    /** An export that is ready to be written. */
    interface Export {
        FileName name();

        /**
         * Writes it.
         *
         * @throws IOException when the client is gone
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
     * @throws ProblemException {@code not_found}; {@code validation_failed} for an unknown column
     */
    Export prepare(String community, ExportRequest request, Locale language) {
        List<ExportColumn> columns = request.what().source().choose(request.columns());
        CommunityPolicy policy = communities.require(community);
        LocalDate today = policy.today(clock.instant());
        if (request.month() != null && request.month().atDay(1).isAfter(today)) {
            throw ProblemException.field("month", "in_future", today.toString());
        }
        Scope scope = new Scope(
                policy, today, request.from(), request.to(), request.kind(), request.group(), request.month());
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
        String days = days(request, today);
        String called = request.title() == null
                ? Problems.text(language, "export.what." + request.what().code())
                : request.title();
        String ending = "-" + days + "." + request.format().extension();
        return new FileName(
                policy.slug() + "-" + request.what().code() + ending, policy.slug() + "-" + called + ending);
    }

    private static String days(ExportRequest request, LocalDate today) {
        if (request.month() != null) {
            return request.month().toString();
        }
        return request.from() == null && request.to() == null
                ? today.toString()
                : (request.from() == null ? "" : request.from()) + "_" + (request.to() == null ? today : request.to());
    }

    private void write(
            ExportRequest request, List<ExportColumn> columns, Scope scope, Locale language, OutputStream out)
            throws IOException {
        Source source = request.what().source();
        Words words = new Words(language);
        List<OutputColumn<List<Object>>> written = columns.stream()
                .map(column -> column.written(source.columns().indexOf(column), request.format(), words))
                .toList();
        snapshots.<Void, IOException>readWhole(scope.community().id(), connection -> {
            try (Writing writing = new Writing(() -> SheetWriter.open(
                    request.format(), out, written, language, scope.community().zone()))) {
                source.read(connection, scope, writing);
                writing.finish();
            }
            return null;
        });
    }

    /** Begins a table. */
    private interface Beginning {
        SheetWriter<List<Object>> begin() throws IOException;
    }

    /** A table that starts the output with its first row. Until then a refusal can still be a problem document. */
    private static final class Writing implements Source.Taker, Closeable {
        private final Beginning beginning;
        private SheetWriter<List<Object>> writer;

        Writing(Beginning beginning) {
            this.beginning = beginning;
        }

        @Override
        public void take(List<Object> row) throws IOException {
            begun().write(row);
        }

        void finish() throws IOException {
            begun().finish();
        }

        private SheetWriter<List<Object>> begun() throws IOException {
            if (writer == null) {
                writer = beginning.begin();
            }
            return writer;
        }

        @Override
        public void close() throws IOException {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
