package org.weijifen.community;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.weijifen.ledger.Edit;
import org.weijifen.ledger.RowTable;
import org.weijifen.platform.Call;
import org.weijifen.platform.ProblemException;

/** The rows of communities, for operations to edit. Each row belongs to the books of its own community. */
@Singleton
final class CommunityRows extends RowTable<UUID, Community> {
    private static final String TABLE = "community";

    CommunityRows() {
        super(Community.class, TABLE, "slug");
    }

    /** The opening of a community, for whoever follows edits. */
    Edit<Community> opened(Community community, Call call) {
        return new Edit<>(community.id(), TABLE, community.id(), call, community.createdAt(), null, community);
    }

    @Override
    protected ProblemException absent(UUID id) {
        return Communities.notFound(id.toString());
    }
}
