package org.weijifen.community;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.DerivedTable;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/**
 * The communities, for other features to read. As a {@link Table} of operations, keyed by the community's own id, it
 * gives the policies at the time an operation is decided.
 */
@Singleton
public final class Communities implements DerivedTable<UUID, CommunityPolicy> {
    /** The name of a community in paths: 2 to 40 lower-case letters, digits and hyphens, a letter first. */
    static final String SLUG = "^[a-z][a-z0-9-]{1,39}$";

    private static final Pattern SLUG_FORM = Pattern.compile(SLUG);
    private static final int CACHED_SLUGS = 10_000;

    private final CommunityRows rows;
    private final Snapshots snapshots;
    private final ExecutorService workers;

    /** A community keeps its slug for ever, so cached ids are always valid. */
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

    /** Like {@link #idOf}, for threads that must not block. An id that is not cached is looked up by another thread. */
    public CompletableFuture<UUID> resolve(String slug) {
        UUID known = ids.getIfPresent(slug);
        return known != null
                ? CompletableFuture.completedFuture(known)
                : CompletableFuture.supplyAsync(() -> require(slug).id(), workers);
    }

    /** The current day in the community of these books. The operation must have named its row. */
    public LocalDate today(Books books) {
        return books.row(this, books.communityId()).orElseThrow().today(books.now());
    }

    /**
     * The current state of the community with this slug.
     *
     * @throws ProblemException {@code not_found}
     */
    public CommunityPolicy require(String slug) {
        // A text that is not a slug is refused without a query. PostgreSQL cannot even store some characters.
        List<CommunityPolicy> found = isSlug(slug) ? read(new SqlQuery("r.slug = ?", slug)) : List.of();
        if (found.isEmpty()) {
            throw notFound(slug);
        }
        ids.put(slug, found.get(0).id());
        return found.get(0);
    }

    /** Whether the text is a valid slug. */
    public static boolean isSlug(String text) {
        return SLUG_FORM.matcher(text).matches();
    }

    /** The refusal when no community has this slug. */
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

    private List<CommunityPolicy> read(SqlQuery which) {
        return snapshots.lookUp(connection -> rows.read(connection, which)).stream()
                .map(Community::policy)
                .toList();
    }
}
