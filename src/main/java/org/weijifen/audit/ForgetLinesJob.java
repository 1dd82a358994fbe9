package org.weijifen.audit;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.weijifen.access.FieldChange;
import org.weijifen.access.SecurityEvent;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.community.EachCommunity;
import org.weijifen.platform.Call;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Writes;

/**
 * Forgets lines whose time is over, by whole days, from the oldest on. The head then says where the chain begins, and a new line how
 * far it was forgotten. Lines that don't follow each other are kept: they show that somebody else was there.
 */
@Singleton
public class ForgetLinesJob {
    private static final Logger LOG = Logger.getLogger(ForgetLinesJob.class);
    private static final String NAME = "forget-security-log";
    private static final int PAGE = 5_000;

    private final EachCommunity eachCommunity;
    private final Writes writes;
    private final Chain chain;
    private final AuditConfig config;
    private final Clock clock;

    ForgetLinesJob(EachCommunity eachCommunity, Writes writes, Chain chain, AuditConfig config, Clock clock) {
        this.eachCommunity = eachCommunity;
        this.writes = writes;
        this.chain = chain;
        this.config = config;
        this.clock = clock;
    }

    /** Looks through all chains. */
    @Scheduled(
            identity = NAME,
            every = "{weijifen.jobs.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void run() {
        eachCommunity.run(NAME, (community, today) -> forget(community.id()));
        eachCommunity.runShared(NAME, Chain.SERVICE, () -> forget(Chain.SERVICE));
    }

    void forget(UUID id) {
        Instant before = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .minus(config.retention())
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        int forgotten = PAGE;
        while (forgotten == PAGE) {
            forgotten = writes.write(connection -> forget(connection, id, before));
        }
    }

    private int forget(Connection connection, UUID id, Instant before) throws SQLException {
        if (lines(connection, id, before, 1).isEmpty()) {
            return 0;
        }
        Head head = Head.lock(connection, id);
        List<Line> old = lines(connection, id, before, PAGE);
        if (old.isEmpty()) {
            return 0;
        }
        ChainCheck check = new ChainCheck(head);
        old.forEach(check::accept);
        if (!check.isValid()) {
            LOG.errorf("old lines of a security log are kept, because it does not verify: %s", id);
            return 0;
        }
        Line last = old.get(old.size() - 1);
        new SqlQuery("delete from security_log where community_id = ? and sequence <= ?", id, last.sequence())
                .update(connection);
        Head left = head.without(last);
        left.save(connection);
        chain.append(connection, List.of(event(id, head, left)));
        return old.size();
    }

    private static SecurityEvent event(UUID id, Head before, Head after) {
        return SecurityEvent.of(SecurityEventKind.FORGET, Call.internal(NAME))
                .in(id)
                .times(after.first() - before.first())
                .about("security-log", null)
                .with(FieldChange.of("firstSequence", before.first(), after.first()));
    }

    private static List<Line> lines(Connection connection, UUID id, Instant before, int limit) throws SQLException {
        return Lines.oldest(id, before, limit).list(connection, row -> Line.COLUMNS.read(row, 1));
    }
}
