package org.weijifen.access;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.weijifen.platform.KeyEncryption;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Writes;

/** Encrypts the secrets of second factors anew when another key has become the first, so that the old one can be taken away. */
@Singleton
final class SecondFactorRenewal {
    private static final Logger LOG = Logger.getLogger(SecondFactorRenewal.class);

    private final Snapshots snapshots;
    private final Writes writes;
    private final KeyEncryption encryption;

    SecondFactorRenewal(Snapshots snapshots, Writes writes, KeyEncryption encryption) {
        this.snapshots = snapshots;
        this.writes = writes;
        this.encryption = encryption;
    }

    private record Kept(UUID userId, byte[] secret) {}

    void start(@Observes StartupEvent event) {
        List<Kept> all = snapshots.lookUp(connection -> new SqlQuery(
                        "select id, second_factor_secret from access_user where second_factor_secret is not null")
                .list(connection, row -> new Kept(row.getObject(1, UUID.class), row.getBytes(2))));
        long lost =
                all.stream().filter(kept -> !encryption.opens(kept.secret())).count();
        if (lost > 0) {
            LOG.warnf(
                    "%d second factors were encrypted by a key that is not there: their users need a recovery code,"
                            + " or an admin who resets them",
                    lost);
        }
        all.stream().filter(kept -> encryption.opens(kept.secret())).forEach(this::renew);
    }

    private void renew(Kept kept) {
        encryption
                .renew(kept.secret(), SecondFactors.context(kept.userId()))
                .ifPresent(renewed -> writes.write(connection -> new SqlQuery(
                                "update access_user set second_factor_secret = ? where id = ? and second_factor_secret = ?",
                                renewed,
                                kept.userId(),
                                kept.secret())
                        .update(connection)));
    }
}
