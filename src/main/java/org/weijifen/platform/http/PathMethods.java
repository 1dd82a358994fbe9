package org.weijifen.platform.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The methods of each path of the API. JAX-RS searches only one resource class, so it answers 404 to a wrong method
 * when several classes share a path prefix. It never lists the allowed methods.
 */
@Singleton
final class PathMethods {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");

    private final BeanManager beans;
    private volatile List<Route> routes;

    PathMethods(BeanManager beans) {
        this.beans = beans;
    }

    private record Route(Pattern path, String method) {}

    /** The methods of a path, sorted by name; empty when there is no such path. */
    Set<String> of(String path) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes()) {
            if (route.path().matcher(path).matches()) {
                methods.add(route.method());
            }
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return methods;
    }

    /** Collected at the first use, to keep the start short. Collecting twice does no harm. */
    private List<Route> routes() {
        if (routes == null) {
            List<Route> found = new ArrayList<>();
            for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
                Path path = bean.getBeanClass().getAnnotation(Path.class);
                if (path != null) {
                    for (Method method : bean.getBeanClass().getMethods()) {
                        addRoutes(path.value(), method, found);
                    }
                }
            }
            routes = List.copyOf(found);
        }
        return routes;
    }

    private static void addRoutes(String base, Method method, List<Route> found) {
        Path path = method.getAnnotation(Path.class);
        String whole = path == null ? base : base + path.value();
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (http != null) {
                found.add(new Route(pattern(whole), http.value()));
            }
        }
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(PLACEHOLDER.matcher(template).replaceAll("[^/]+") + "/?");
    }
}
