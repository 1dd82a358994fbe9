package org.weijifen.ledger;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Notes the edits of one community. */
@Singleton
public class FollowedEdits implements Projection {
    static final String TABLE =
            "create table followed_edit (community_id uuid, number bigint generated always as identity, what text, id uuid, actor text, change text)";

    private volatile UUID followed;

    void follow(UUID communityId) {
        followed = communityId;
    }

    @Override
    public void posted(List<Transaction> transactions, Script script) {
        // The books are not looked at here.
    }

    @Override
    public void edited(Connection connection, List<Edit<?>> edits) throws SQLException {
        List<Edit<?>> own = edits.stream()
                .filter(edit -> edit.communityId().equals(followed))
                .toList();
        if (own.isEmpty()) {
            return;
        }
        Script script = new Script();
        script.add(
                "insert into followed_edit (community_id, what, id, actor, change)"
                        + " select * from unnest(?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::text[])",
                columns -> {
                    columns.uuids(own.stream().map(Edit::communityId));
                    columns.texts(own.stream().map(Edit::what));
                    columns.uuids(own.stream().map(Edit::id));
                    columns.texts(own.stream().map(edit -> edit.call().actor()));
                    columns.texts(own.stream().map(edit -> edit.before() + " -> " + edit.after()));
                });
        script.execute(connection);
    }
}
