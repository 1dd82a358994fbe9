package org.weijifen.access;

import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.UUID;

/**
 * A secret of a client.
 *
 * @param id the first secret has the id of its client
 * @param hash by bcrypt
 */
@Embeddable
record ClientSecret(UUID id, String hash, Instant createdAt) {}
