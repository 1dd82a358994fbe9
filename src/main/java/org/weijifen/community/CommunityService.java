package org.weijifen.community;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.platform.Call;
import org.weijifen.platform.CreationKeys;
import org.weijifen.platform.CreationKeys.Created;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;

/** Opens communities and edits their policies. */
@Singleton
class CommunityService {
    private final Communities communities;
    private final CommunityRows rows;
    private final CommunityRepository repository;
    private final Ledger ledger;
    private final MergePatch mergePatch;
    private final Clock clock;

    CommunityService(
            Communities communities,
            CommunityRows rows,
            CommunityRepository repository,
            Ledger ledger,
            MergePatch mergePatch,
            Clock clock) {
        this.communities = communities;
        this.rows = rows;
        this.repository = repository;
        this.ledger = ledger;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /**
     * Opens a community together with its books. If it was opened under the same key before, its current state is
     * returned.
     */
    @Transactional
    Created<Community> open(String slug, String timeZone, CommunityDetails details, Call call) {
        requireTimeZone(timeZone);
        UUID id = CreationKeys.take(
                repository.getEntityManager(),
                call,
                RequestHash.of("open-community", "slug", slug, "timeZone", timeZone, "details", details));
        Optional<Community> before = repository.readIfThere(id);
        if (before.isPresent()) {
            return new Created<>(before.get(), true);
        }
        Community community =
                Community.of(id, slug, timeZone, details, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        repository.insert(community);
        repository.openBooks(rows.opened(community, call), ledger);
        return new Created<>(community, false);
    }

    /** One community. */
    @Transactional
    Community find(String slug) {
        return repository.read(communities.idOf(slug));
    }

    /** Communities in order of their slugs, one more than {@code limit} if there are. */
    @Transactional
    List<Community> list(Collection<String> slugs, String after, int limit) {
        return repository.list(slugs, after, limit);
    }

    /** Edits a community by a merge patch of its details. Later operations use the new policies. */
    Community change(String slug, JsonNode patch, IfMatch ifMatch, Call call) {
        UUID communityId = communities.idOf(slug);
        Decision<Community> editing = rows.editing(
                communityId,
                (books, before) -> {
                    mergePatch.require(before.details(), ifMatch);
                    Community after = before.with(mergePatch.apply(baseOf(before.details(), patch), patch));
                    books.put(communities, communityId, after.policy());
                    return after;
                },
                call);
        return ledger.execute(new Operation<>(communityId, call, editing))
                .result()
                .orElseThrow();
    }

    /**
     * The state into which the patch is merged. A patch with another type of expiry policy replaces the whole policy.
     * Otherwise a field such as the months of the old policy would stay in the new one.
     */
    private static CommunityDetails baseOf(CommunityDetails details, JsonNode patch) {
        return patch.path("expiryPolicy").has("type")
                ? new CommunityDetails(details.name(), null, details.pickupDays(), details.secondFactorRequired())
                : details;
    }

    private static void requireTimeZone(String timeZone) {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw ProblemException.field("timeZone", "invalid_value");
        }
    }
}
