package org.weijifen.community;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.weijifen.ledger.RowTable;
import org.weijifen.platform.ProblemException;

/** The rows of communities, for operations to edit. Each row belongs to the books of its own community. */
@Singleton
final class CommunityRows extends RowTable<UUID, Community> {
    CommunityRows() {
        super(Community.class, "community", "slug");
    }

    @Override
    protected ProblemException absent(UUID id) {
        return Communities.notFound(id.toString());
    }
}
