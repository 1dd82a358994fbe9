package org.weijifen.audit;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Parameter;
import java.util.Optional;
import org.weijifen.access.Caller;
import org.weijifen.access.Logged;
import org.weijifen.access.Role;
import org.weijifen.access.SecurityEvent;
import org.weijifen.access.SecurityLog;
import org.weijifen.community.Communities;
import org.weijifen.platform.Page;
import org.weijifen.platform.http.Outcomes;

/** Writes the line of an operation that is {@link Logged}, after it was done and before it answers. */
@Logged
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class LoggedInterceptor {
    private static final String COMMUNITY = "community";

    private final SecurityLog log;
    private final Caller caller;
    private final Communities communities;

    LoggedInterceptor(SecurityLog log, Caller caller, Communities communities) {
        this.log = log;
        this.caller = caller;
        this.communities = communities;
    }

    @AroundInvoke
    Object write(InvocationContext call) throws Exception {
        Object answer = call.proceed();
        if (!caller.hasRole(Role.MEMBER) && !caller.hasRole(Role.MERCHANT) && tells(answer)) {
            log.require(event(call, answer));
        }
        return answer;
    }

    /**
     * Whether an answer tells anything: a refusal does not, and who adds a row knows what is in it, while a repetition shows what
     * has become of it.
     */
    private static boolean tells(Object answer) {
        if (!(answer instanceof Response response)) {
            return true;
        }
        int status = response.getStatus();
        boolean isNew = status == Response.Status.CREATED.getStatusCode() && !Outcomes.isReplayed(response);
        return status < Response.Status.BAD_REQUEST.getStatusCode() && !isNew;
    }

    private SecurityEvent event(InvocationContext call, Object answer) {
        Logged logged = call.getMethod().getAnnotation(Logged.class);
        SecurityEvent event = SecurityEvent.of(logged.value(), caller.read())
                .about(logged.what(), pathParameter(call, logged.id()).orElse(null));
        Optional<Object> community = pathParameter(call, COMMUNITY);
        if (community.isPresent()) {
            event = event.in(communities.idOf((String) community.get()));
        }
        return answer instanceof Page<?> page ? event.times(page.items().size()) : event;
    }

    private static Optional<Object> pathParameter(InvocationContext call, String name) {
        Parameter[] parameters = call.getMethod().getParameters();
        for (int i = 0; i < parameters.length; i++) {
            PathParam path = parameters[i].getAnnotation(PathParam.class);
            if (path != null && path.value().equals(name)) {
                return Optional.ofNullable(call.getParameters()[i]);
            }
        }
        return Optional.empty();
    }
}
