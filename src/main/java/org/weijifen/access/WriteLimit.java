package org.weijifen.access;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.weijifen.platform.Attempts;

/**
 * Limits how much each caller writes, and says so in the fields {@code RateLimit-Policy} and {@code RateLimit} of
 * draft-ietf-httpapi-ratelimit-headers. A first answer that is given again is not counted, so a phone with a bad
 * network may retry as often as it has to.
 */
@Provider
@Priority(Priorities.AUTHORIZATION - 1)
public final class WriteLimit implements ContainerRequestFilter, ContainerResponseFilter {
    static final String POLICY_HEADER = "RateLimit-Policy";
    static final String HEADER = "RateLimit";
    /** Of an answer that is given again. */
    private static final String REPLAYED = "Idempotent-Replayed";

    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final String COUNTED = WriteLimit.class.getName();

    /** What was counted of a request. */
    private record Counted(Attempts attempts, String caller, Attempts.AttemptState account) {}

    private final Caller caller;
    private final Instance<WriteQuotas> quotas;

    @Context
    ResourceInfo resource;

    /** Takes the quotas later: providers are made while the service is being built, and settings come when it runs. */
    WriteLimit(Caller caller, Instance<WriteQuotas> quotas) {
        this.caller = caller;
        this.quotas = quotas;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!WRITES.contains(request.getMethod()) || TokenScope.isForAnybody(resource)) {
            return;
        }
        String id = caller.id();
        Attempts attempts = quotas.get().of(caller);
        Attempts.AttemptState account = attempts.tryAttempt(id);
        request.setProperty(COUNTED, new Counted(attempts, id, account));
        account.require();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(COUNTED) instanceof Counted counted)) {
            return;
        }
        Attempts.AttemptState account = counted.account();
        long left = account.left();
        if (account.granted() && response.getHeaders().containsKey(REPLAYED)) {
            counted.attempts().succeeded(counted.caller());
            left++;
        }
        response.getHeaders()
                .putSingle(POLICY_HEADER, "\"writes\";q=" + counted.attempts().perMinute() + ";w=60");
        response.getHeaders().putSingle(HEADER, "\"writes\";r=" + left + ";t=" + account.seconds());
    }
}
