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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;

/**
 * Refuses query parameters that an operation doesn't have. With a misspelt filter the answer would otherwise show all
 * data as if it were filtered. It also refuses duplicate parameters (one would be ignored), empty ones (JAX-RS treats
 * them as absent), and parameters within the path.
 *
 * <p>An operation takes the {@link QueryParam}s of its resource method; none of them is a list. This filter runs after
 * the filters of {@code access}, so that it reveals nothing to callers without permission.
 */
@Provider
public final class QueryParameters implements ContainerRequestFilter {
    private final RoutingContext request;
    private final Map<Method, Map<String, Class<?>>> types = new ConcurrentHashMap<>();

    @Context
    ResourceInfo resource;

    QueryParameters(RoutingContext request) {
        this.request = request;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        refuseMatrixParameters(request.request().path());
        if (request.request().query() == null) {
            return;
        }
        Map<String, Class<?>> known = types.computeIfAbsent(resource.getResourceMethod(), QueryParameters::typesOf);
        List<Violation> violations = new ArrayList<>();
        context.getUriInfo().getQueryParameters().forEach((name, values) -> {
            if (!known.containsKey(name)) {
                violations.add(
                        Violation.of(name, "unknown_parameter", known.size(), String.join(", ", known.keySet())));
            } else if (values.size() > 1) {
                violations.add(Violation.of(name, "duplicate"));
            } else if (values.contains("")) {
                violations.add(Violation.of(name, known.get(name) == boolean.class ? "invalid_type" : "required"));
            }
        });
        if (!violations.isEmpty()) {
            throw ProblemException.fields(violations);
        }
    }

    /** JAX-RS drops matrix parameters, and no operation has any. */
    private static void refuseMatrixParameters(String path) {
        int start = path.indexOf(';');
        if (start >= 0) {
            throw ProblemException.field(path.substring(start + 1).split("[=;/]", 2)[0], "matrix_parameter");
        }
    }

    private static Map<String, Class<?>> typesOf(Method method) {
        Map<String, Class<?>> types = new TreeMap<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                throw new IllegalStateException("name the query parameters of " + method + " one by one");
            }
            if (parameter.isAnnotationPresent(QueryParam.class)) {
                types.put(parameter.getAnnotation(QueryParam.class).value(), parameter.getType());
            }
        }
        return types;
    }
}
