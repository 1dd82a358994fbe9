package org.weijifen.access;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The users. */
@Singleton
class Users implements PanacheRepositoryBase<User, UUID> {

    /**
     * The user with an id.
     *
     * @throws ProblemException {@code not_found}
     */
    User get(UUID id) {
        return findByIdOptional(id)
                .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "user", id.toString()));
    }

    Optional<User> named(String username) {
        return find("username", username).firstResultOptional();
    }

    /**
     * As {@link #get}, kept from other edits until the transaction ends.
     *
     * @throws ProblemException {@code not_found}
     */
    User getForChange(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "user", id.toString()));
    }

    /** Users in the order they were made, after one of them or from the first. */
    List<User> after(UUID last, int count) {
        return (last == null ? find("order by id") : find("id > ?1 order by id", last))
                .range(0, count - 1)
                .list();
    }
}
