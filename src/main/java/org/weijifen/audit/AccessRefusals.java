package org.weijifen.audit;

import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.weijifen.access.Caller;
import org.weijifen.access.SecurityEvent;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.access.SecurityLog;
import org.weijifen.community.Communities;

/** Counts the requests that are refused because the caller's token does not permit them (403), by operation and community. */
@Provider
public class AccessRefusals implements ContainerResponseFilter {
    private static final String COMMUNITY = "community";

    private final Instance<SecurityLog> log;
    private final Caller caller;
    private final Instance<Communities> communities;

    @Context
    ResourceInfo resource;

    /** Takes the log later: providers are made while the service is being built, and settings come when it runs. */
    AccessRefusals(Instance<SecurityLog> log, Caller caller, Instance<Communities> communities) {
        this.log = log;
        this.caller = caller;
        this.communities = communities;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() != Response.Status.FORBIDDEN.getStatusCode()) {
            return;
        }
        SecurityEvent event = SecurityEvent.of(SecurityEventKind.ACCESS, caller.read())
                .about("operation", operation())
                .refuse();
        String community = request.getUriInfo().getPathParameters().getFirst(COMMUNITY);
        if (community == null) {
            log.get().count(event);
        } else {
            // Of a community that is not there, the service itself is told.
            communities.get().resolve(community).exceptionally(absent -> null).thenAccept(id -> log.get()
                    .count(event.in(id)));
        }
    }

    /** Its name in the OpenAPI document. */
    private String operation() {
        Method method = resource.getResourceMethod();
        Operation named = method == null ? null : method.getAnnotation(Operation.class);
        return named == null ? null : named.operationId();
    }
}
