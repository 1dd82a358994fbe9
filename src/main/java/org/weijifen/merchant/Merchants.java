package org.weijifen.merchant;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.weijifen.ledger.Columns;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The merchants as other features and operations see them: as a {@link Table} it tells which there are, by their codes. */
@Singleton
public final class Merchants implements Table<UUID, String> {
    private final MerchantRepository rows;

    Merchants(MerchantRepository rows) {
        this.rows = rows;
    }

    /** The refusal where there is no such merchant in the community. */
    public static ProblemException notFound(UUID merchantId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "merchant", merchantId.toString());
    }

    /**
     * Refuses unless a community has this merchant and still works with it. The merchant stays as it is until the caller's
     * database transaction ends.
     *
     * @throws ProblemException {@code not_found}, or {@code conflict} for a retired one
     */
    public void requireActive(UUID communityId, UUID merchantId) {
        Merchant merchant = rows.requireForChange(communityId, merchantId);
        if (merchant.details().status() != MerchantStatus.ACTIVE) {
            throw ProblemException.variant(ErrorCode.CONFLICT, "merchant-retired", merchant.code());
        }
    }

    @Override
    public Map<RowKey<UUID>, String> load(Connection connection, Set<RowKey<UUID>> keys) throws SQLException {
        Map<RowKey<UUID>, String> codes = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select m.community_id, m.id, m.code from unnest(?::uuid[], ?::uuid[]) as n(community_id, id)
                join merchant m on m.community_id = n.community_id and m.id = n.id
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(keys.stream().map(RowKey::communityId));
            columns.uuids(keys.stream().map(RowKey::key));
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    codes.put(
                            new RowKey<>(found.getObject(1, UUID.class), found.getObject(2, UUID.class)),
                            found.getString(3));
                }
            }
        }
        return codes;
    }
}
