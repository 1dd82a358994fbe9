package org.weijifen.community;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/**
 * The communities as other features read them. As a {@link Table} of operations, keyed by the community's own id, it
 * gives the policies as they stand when an operation is decided.
 */
@Singleton
public final class Communities implements Table<UUID, CommunityPolicy> {
    /** How a community is called in paths: 2 to 40 lower-case letters, digits and hyphens, a letter first. */
    static final String SLUG = "^[a-z][a-z0-9-]{1,39}$";

    private static final Pattern SLUG_FORM = Pattern.compile(SLUG);
    private static final int CACHED_SLUGS = 10_000;

    private final CommunityRows rows;
    private final Snapshots snapshots;
    private final ExecutorService workers;

    /** A community keeps its slug for ever, so what is in here never goes stale. */
    private final Cache<String, UUID> ids =
            Caffeine.newBuilder().maximumSize(CACHED_SLUGS).build();

    Communities(CommunityRows rows, Snapshots snapshots, ExecutorService workers) {
        this.rows = rows;
        this.snapshots = snapshots;
        this.workers = workers;
    }

    /**
     * The id of the community with this slug.
     *
     * @throws ProblemException {@code not_found}
     */
    public UUID idOf(String slug) {
        UUID known = ids.getIfPresent(slug);
        return known != null ? known : require(slug).id();
    }

    /** As {@link #idOf}, for threads that must not wait: what is not known yet is looked up by another one. */
    public CompletableFuture<UUID> resolve(String slug) {
        UUID known = ids.getIfPresent(slug);
        return known != null
                ? CompletableFuture.completedFuture(known)
                : CompletableFuture.supplyAsync(() -> require(slug).id(), workers);
    }

    /** The day it is in the community whose books these are; its row must have been named. */
    public LocalDate today(Books books) {
        return books.row(this, books.communityId()).orElseThrow().today(books.now());
    }

    /**
     * The community with this slug, as it stands now.
     *
     * @throws ProblemException {@code not_found}
     */
    public CommunityPolicy require(String slug) {
        // What is no slug never reaches the database, which can't even hold some of it.
        List<CommunityPolicy> found = isSlug(slug) ? read(new SqlQuery("r.slug = ?", slug)) : List.of();
        if (found.isEmpty()) {
            throw notFound(slug);
        }
        ids.put(slug, found.get(0).id());
        return found.get(0);
    }

    /** Whether a community could have this slug. */
    public static boolean isSlug(String text) {
        return SLUG_FORM.matcher(text).matches();
    }

    /** There is no community with this slug. */
    public static ProblemException notFound(String slug) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "community", slug);
    }

    /** All communities, for jobs. */
    public List<CommunityPolicy> all() {
        return read(new SqlQuery("true order by r.id"));
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<UUID>> keys, BiConsumer<RowKey<UUID>, CommunityPolicy> found) {
        rows.load(lookups, keys, (key, row) -> found.accept(key, row.policy()));
    }

    /** They are saved as the rows that they are part of. */
    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<UUID>, CommunityPolicy>> changed) {}

    private List<CommunityPolicy> read(SqlQuery which) {
        return snapshots.lookUp(connection -> rows.read(connection, which)).stream()
                .map(Community::policy)
                .toList();
    }
}
