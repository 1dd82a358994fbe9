package org.weijifen.community;

import jakarta.inject.Singleton;
import java.util.Collection;
import org.weijifen.access.SecondFactorPolicy;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/** Tells which communities ask for a second factor, at each sign-in of staff. */
@Singleton
final class CommunitySecondFactors implements SecondFactorPolicy {
    private final Snapshots snapshots;

    CommunitySecondFactors(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public boolean isRequiredInOneOf(Collection<String> communities) {
        return isAny(
                new SqlQuery("select 1 from community where second_factor_required and slug = any(?) limit 1", (Object)
                        communities.toArray(String[]::new)));
    }

    @Override
    public boolean isRequiredAnywhere() {
        return isAny(new SqlQuery("select 1 from community where second_factor_required limit 1"));
    }

    private boolean isAny(SqlQuery query) {
        return !snapshots
                .lookUp(connection -> query.list(connection, row -> true))
                .isEmpty();
    }
}
