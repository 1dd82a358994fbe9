package org.weijifen.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One page of a list.
 *
 * @param items at most as many as were asked for
 * @param nextCursor where the next page begins; null on the last
 */
public record Page<T>(
        List<T> items,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Pass it as `cursor` to get the next page; absent on the last", nullable = true)
        String nextCursor) {

    /**
     * Cuts a page out of rows of which one more than {@code limit} was asked for.
     *
     * @param position writes where the page after a row begins
     */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> position) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(
                List.copyOf(items), position.apply(items.get(limit - 1)).encode());
    }

    /** The same page with its items converted. */
    public <S> Page<S> map(Function<T, S> view) {
        return new Page<>(items.stream().map(view).toList(), nextCursor);
    }
}
