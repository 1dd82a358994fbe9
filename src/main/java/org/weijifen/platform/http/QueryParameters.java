package org.weijifen.platform.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;

/**
 * Refuses query parameters that an operation doesn't take: a misspelt filter would otherwise answer the figures of
 * everything as those that were asked for. So are those given twice, since one of both would be ignored, and empty ones,
 * which JAX-RS takes for absent.
 *
 * <p>An operation takes the {@link QueryParam}s of its resource method; none of them is a list. Comes after the filters of
 * {@code access}, so that nobody learns here what they may not use.
 */
@Provider
public final class QueryParameters implements ContainerRequestFilter {
    private final RoutingContext request;
    private final Map<Method, Set<String>> names = new ConcurrentHashMap<>();

    @Context
    ResourceInfo resource;

    QueryParameters(RoutingContext request) {
        this.request = request;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        if (request.request().query() == null) {
            return;
        }
        Set<String> known = names.computeIfAbsent(resource.getResourceMethod(), QueryParameters::namesOf);
        List<Violation> violations = new ArrayList<>();
        context.getUriInfo().getQueryParameters().forEach((name, values) -> {
            if (!known.contains(name)) {
                violations.add(Violation.of(name, "unknown_parameter", known.size(), String.join(", ", known)));
            } else if (values.size() > 1) {
                violations.add(Violation.of(name, "duplicate"));
            } else if (values.contains("")) {
                violations.add(Violation.of(name, "required"));
            }
        });
        if (!violations.isEmpty()) {
            throw ProblemException.fields(violations);
        }
    }

    private static Set<String> namesOf(Method method) {
        Set<String> names = new TreeSet<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                throw new IllegalStateException("name the query parameters of " + method + " one by one");
            }
            if (parameter.isAnnotationPresent(QueryParam.class)) {
                names.add(parameter.getAnnotation(QueryParam.class).value());
            }
        }
        return names;
    }
}
