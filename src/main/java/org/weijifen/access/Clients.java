package org.weijifen.access;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The clients. */
@Singleton
class Clients implements PanacheRepositoryBase<Client, UUID> {

    /**
     * The client with an id.
     *
     * @throws ProblemException {@code not_found}
     */
    Client get(UUID id) {
        return findByIdOptional(id)
                .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "client", id.toString()));
    }

    /**
     * As {@link #get}, kept from other edits until the transaction ends.
     *
     * @throws ProblemException {@code not_found}
     */
    Client getForChange(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "client", id.toString()));
    }

    /** Clients in the order they were made, after one of them or from the first. */
    List<Client> after(UUID last, int count) {
        return (last == null ? find("order by id") : find("id > ?1 order by id", last))
                .range(0, count - 1)
                .list();
    }
}
