package org.weijifen.community;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.weijifen.ledger.Edit;
import org.weijifen.ledger.Ledger;
import org.weijifen.platform.Conditions;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.UniqueRows;

/** The rows of communities. */
@Singleton
class CommunityRepository implements PanacheRepositoryBase<ListedCommunity, UUID> {

    /** Adds a community; {@code slug_taken} when its slug is taken. */
    void insert(Community community) {
        UniqueRows.insert(
                getEntityManager(),
                new ListedCommunity(community),
                "community_slug",
                ProblemException.of(ErrorCode.SLUG_TAKEN, community.slug()));
    }

    /** Opens the books in the same database transaction, so that no community is without books. */
    void openBooks(Edit<Community> opened, Ledger ledger) {
        getEntityManager().unwrap(Session.class).doWork(connection -> ledger.open(connection, opened));
    }

    Optional<Community> readIfThere(UUID id) {
        return findByIdOptional(id).map(ListedCommunity::row);
    }

    Community read(UUID id) {
        return findById(id).row();
    }

    /**
     * Communities in order of their slugs, one more than {@code limit} if there are.
     *
     * @param slugs slugs to choose from; null for all
     * @param after the slug before the first one; null to start at the first
     */
    List<Community> list(Collection<String> slugs, String after, int limit) {
        Conditions where =
                new Conditions().and("row.slug in :slugs", "slugs", slugs).and("row.slug > :after", "after", after);
        return find(where.text(), Sort.by("row.slug"), where.values()).range(0, limit).list().stream()
                .map(ListedCommunity::row)
                .toList();
    }
}
