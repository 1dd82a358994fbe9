package org.weijifen.tables.importing;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.weijifen.ledger.Ledger;
import org.weijifen.platform.Call;
import org.weijifen.platform.DatabaseFaults;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Faults;
import org.weijifen.platform.Gate;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.http.Answers;
import org.weijifen.tables.sheet.Sheet;
import org.weijifen.tables.sheet.SheetLimits;
import org.weijifen.tables.sheet.Upload;

/**
 * The imports of this instance. One runs on its own thread, and a few wait; communities take turns. When the service
 * stops during an import, the import is marked as interrupted. Its completed pages stay, and sending the same file
 * again completes the rest.
 */
@Singleton
public class ImportQueue {
    private static final Logger LOG = Logger.getLogger(ImportQueue.class);
    /** The largest number of imports that arrive, wait or run. Each has a file on the disk. */
    private static final int MOST = 8;
    /** Before the lanes of the ledger stop. */
    private static final int STOP_EARLY = 2_000;

    private static final int STOP_SECONDS = 20;

    private final ImportRun.Tools tools;
    private final Imports imports;
    private final Clock clock;
    private final Gate places = new Gate(MOST);
    private final List<Arrived> arrived = new LinkedList<>();
    private final Map<UUID, UUID> communitiesByImport = new ConcurrentHashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "importing"));
    private UUID last;
    private volatile boolean stopping;

    ImportQueue(
            Ledger ledger,
            Answers answers,
            Directory.Directories directories,
            Imports imports,
            ImportRows rows,
            EarlierRows earlier,
            Clock clock) {
        this.tools = new ImportRun.Tools(ledger, answers, directories, imports, rows, earlier);
        this.imports = imports;
        this.clock = clock;
    }

    /** A file that waits for its turn. */
    private record Arrived(Import subject, RowType type, Reading reading, Call call, Upload upload, Gate.Place place) {}

    /** A place for one file, from before it arrives until it is imported. Whoever has it gives it back once. */
    final class Place implements AutoCloseable {
        private final Gate.Place place;
        private boolean handedOn;

        private Place(Gate.Place place) {
            this.place = place;
        }

        /**
         * Hands a file in; the place, and the file, are given back when it is through.
         *
         * @throws ProblemException {@code overloaded} when the service has begun to stop; place and file stay the caller's
         */
        void run(Import subject, RowType type, Reading reading, Call call, Upload upload) {
            communitiesByImport.put(subject.id(), subject.communityId());
            try {
                add(new Arrived(subject, type, reading, call, upload, place));
                handedOn = true;
            } catch (RejectedExecutionException e) {
                communitiesByImport.remove(subject.id());
                imports.finish(subject.communityId(), subject.id(), Import.Failure.INTERRUPTED, clock.instant());
                throw ProblemException.of(ErrorCode.OVERLOADED);
            }
        }

        @Override
        public void close() {
            if (!handedOn) {
                place.close();
            }
        }
    }

    /**
     * Takes a place for a community.
     *
     * @throws ProblemException {@code overloaded} when all are taken or the community has its share, or the service is stopping
     */
    Place enter(UUID communityId) {
        if (stopping) {
            throw ProblemException.of(ErrorCode.OVERLOADED);
        }
        return new Place(places.enter(communityId));
    }

    private synchronized void add(Arrived one) {
        thread.execute(this::takeNext);
        arrived.add(one);
    }

    /** The first import of another community than the last one, so that no community waits for all imports of another. */
    private synchronized Arrived next() {
        Arrived next = arrived.stream()
                .filter(one -> !one.subject().communityId().equals(last))
                .findFirst()
                .orElse(arrived.get(0));
        arrived.remove(next);
        last = next.subject().communityId();
        return next;
    }

    private void takeNext() {
        Arrived one = next();
        take(one, one.subject());
    }

    private void take(Arrived one, Import subject) {
        try (Upload upload = one.upload()) {
            Retries.of(() -> imports.start(subject.communityId(), subject.id(), clock.instant()));
            finish(subject, one.type(), one.reading(), one.call(), upload);
        } catch (RuntimeException e) {
            LOG.errorf("import %s was left as it is: %s", subject.id(), Faults.describe(e));
        } finally {
            communitiesByImport.remove(subject.id());
            one.place().close();
        }
    }

    private void finish(Import subject, RowType type, Reading reading, Call call, Upload upload) {
        Import.Failure failure = null;
        ImportRun run = new ImportRun(tools, subject, type, reading, call, () -> stopping);
        try {
            if (run.looksFirst()) {
                read(upload, subject, type, run::look);
            }
            read(upload, subject, type, run::run);
        } catch (ImportRun.InterruptedImportException e) {
            failure = Import.Failure.INTERRUPTED;
        } catch (ProblemException e) {
            failure = failureOf(e);
        } catch (RuntimeException | Error e) {
            LOG.errorf("import %s failed: %s", subject.id(), Faults.describe(e));
            failure = failureOf(ProblemException.of(DatabaseFaults.codeOf(e)));
        }
        Import.Failure end = failure;
        Retries.of(() -> imports.finish(subject.communityId(), subject.id(), end, clock.instant()));
    }

    private static void read(Upload upload, Import subject, RowType type, Consumer<Sheet> reading) {
        try (Sheet sheet = Sheet.open(upload.file(), type.choice(subject.sheet()), SheetLimits.DEFAULT)) {
            reading.accept(sheet);
        }
    }

    private static Import.Failure failureOf(ProblemException problem) {
        RowReport told = RowReport.of(1, problem);
        return problem.detailKey().equals("validation_failed.detail")
                ? new Import.Failure(told.code(), told.message(), told.arguments())
                : new Import.Failure(problem.code().code(), problem.detailKey(), List.of(problem.arguments()));
    }

    void start(@Observes StartupEvent event) {
        try {
            Upload.deleteLeftovers();
        } catch (UncheckedIOException e) {
            LOG.warnf("there is no folder for files that arrive: %s", Faults.describe(e));
        }
        try {
            imports.failSilent(clock.instant());
        } catch (ProblemException e) {
            // The next beat does it: a lost server of a distributed database must not keep an instance from starting.
            LOG.warnf("imports of instances that are gone stay as they are: %s", Faults.describe(e));
        }
    }

    /** Reports the running imports of this instance, and marks those of instances that are gone. */
    @Scheduled(identity = "imports-alive", every = "{weijifen.importing.beat}")
    public void beat() {
        Map.copyOf(communitiesByImport).entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
                .forEach(this::seen);
        imports.failSilent(clock.instant());
    }

    /** A community that can't be reached must not keep the imports of others from being seen. */
    private void seen(UUID communityId, List<UUID> ids) {
        try {
            imports.seen(communityId, ids);
        } catch (ProblemException e) {
            LOG.warnf("imports of one community could not report: %s", Faults.describe(e));
        }
    }

    void stop(@Observes @Priority(STOP_EARLY) ShutdownEvent event) {
        stopping = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("an import did not end in time, and will be marked as interrupted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
