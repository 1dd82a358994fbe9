package org.weijifen.audit;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.weijifen.access.SecurityEvent;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.access.SecurityLog;
import org.weijifen.ledger.Edit;
import org.weijifen.ledger.Projection;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Transaction;

/**
 * Writes a line for each row that was edited in the order of the books, in the transaction that saves it. It is the last of the
 * projections: others that append to the chain wait for its head, and hold what the other projections may want.
 */
@Singleton
@Priority(EditFollower.LAST)
final class EditFollower implements Projection {
    /** Those without a priority have 0, and higher ones come first. */
    static final int LAST = -1;

    private final SecurityLog log;

    EditFollower(SecurityLog log) {
        this.log = log;
    }

    /** What moves is in the books. */
    @Override
    public void posted(List<Transaction> transactions, Script script) {}

    @Override
    public void edited(Connection connection, List<Edit<?>> edits) throws SQLException {
        List<SecurityEvent> events = edits.stream()
                .map(EditFollower::event)
                .filter(event -> !event.changes().isEmpty())
                .toList();
        log.append(connection, events);
    }

    private static SecurityEvent event(Edit<?> edit) {
        return SecurityEvent.of(kind(edit), edit.call())
                .in(edit.communityId())
                .about(edit.what(), edit.id())
                .with(RecordChanges.between(edit.before(), edit.after()));
    }

    private static SecurityEventKind kind(Edit<?> edit) {
        if (edit.before() == null) {
            return SecurityEventKind.ADD;
        }
        return edit.after() == null ? SecurityEventKind.REMOVE : SecurityEventKind.CHANGE;
    }
}
