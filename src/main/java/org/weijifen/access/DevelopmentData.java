package org.weijifen.access;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.database.StartRefusal;

/**
 * Keeps production away from data that development mode has filled: active accounts there have passwords that everybody can read.
 * That signing keys are encrypted by the published key tells as much, see {@link SigningKeys}.
 */
@Singleton
final class DevelopmentData {
    private final Snapshots snapshots;

    DevelopmentData(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /**
     * Refuses the start where somebody can sign in with a published secret.
     *
     * @param isUnknown whether no start of this version has used the database yet. Former versions hashed a published password
     *     each time anew, which takes long to compare and can't come about any more.
     */
    void refuse(boolean isUnknown) {
        if (snapshots.lookUp(connection -> hasPublishedSecret(connection)
                || isUnknown
                        && hashes(connection).stream()
                                .anyMatch(hash -> Secrets.matches(PasswordRule.PUBLISHED, hash)))) {
            throw StartRefusal.PUBLISHED_PASSWORDS.with().andStop();
        }
    }

    private static boolean hasPublishedSecret(Connection connection) throws SQLException {
        return !new SqlQuery("""
                        select 1 from access_user where password_hash = ? and status = 'active'
                        union all select 1 from access_client where ? in (secret_hash, previous_secret_hash) and status = 'active'
                        """, Published.PASSWORD_HASH, Published.CLIENT_SECRET_HASH)
                .list(connection, row -> row.getInt(1))
                .isEmpty();
    }

    private static List<String> hashes(Connection connection) throws SQLException {
        return new SqlQuery("select password_hash from access_user where status = 'active'")
                .list(connection, row -> row.getString(1));
    }
}
