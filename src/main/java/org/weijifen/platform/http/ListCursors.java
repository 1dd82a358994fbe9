package org.weijifen.platform.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Page;
import org.weijifen.platform.ProblemException;

/**
 * Binds each cursor to its list: to the path and to all parameters except the number of items. In another list the same
 * position would mean something else, and rows would be skipped silently.
 */
@Provider
public final class ListCursors implements ContainerResponseFilter {
    static final String PARAMETER = "cursor";
    /** A character that no position contains. */
    private static final String SEPARATOR = ".";

    private final RoutingContext request;

    ListCursors(RoutingContext request) {
        this.request = request;
    }

    @Override
    public void filter(ContainerRequestContext asked, ContainerResponseContext response) {
        if (response.getEntity() instanceof Page<?> page && page.nextCursor() != null) {
            response.setEntity(new Page<>(page.items(), page.nextCursor() + SEPARATOR + mark(request)));
        }
    }

    /**
     * The position that a cursor of this list stands for.
     *
     * @throws ProblemException {@code invalid_cursor} for a cursor of another list
     */
    static String position(String cursor, RoutingContext request) {
        int end = cursor.lastIndexOf(SEPARATOR);
        if (end < 0 || !cursor.substring(end + 1).equals(mark(request))) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR);
        }
        return cursor.substring(0, end);
    }

    /** Identifies a list. It is not a secret. */
    private static String mark(RoutingContext request) {
        TreeMap<String, Object> list = new TreeMap<>();
        MultiMap parameters = request.queryParams();
        parameters.names().forEach(name -> list.put(name, parameters.getAll(name)));
        list.remove(PARAMETER);
        list.remove(Parameters.LIMIT);
        String text = request.normalizedPath().replaceFirst("/$", "") + list;
        long bits =
                UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
        return Long.toUnsignedString(bits, Character.MAX_RADIX);
    }
}
