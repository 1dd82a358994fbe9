package org.weijifen.platform;

import java.util.Locale;

/**
 * The context of one request: who calls, under which idempotency key, and in which language to answer.
 *
 * @param caller opaque id of the user, client, member or job that acts; it scopes the idempotency key
 * @param actor the same for the books: {@code member/<id> by client/<id>} where somebody got the token for a member
 * @param idempotencyKey 1 to 255 printable ASCII characters, or null where none is needed
 * @param dryRun whether to only show what would happen, without changing anything
 * @param locale language of titles and details
 * @param path the path asked for
 * @param requestId id of this request, for support
 */
public record Call(
        String caller,
        String actor,
        String idempotencyKey,
        boolean dryRun,
        Locale locale,
        String path,
        String requestId) {

    /** A call of somebody who acts for themselves. */
    public Call(String caller, String idempotencyKey, boolean dryRun, Locale locale, String path, String requestId) {
        this(caller, caller, idempotencyKey, dryRun, locale, path, requestId);
    }

    /** A call by the service itself, such as a scheduled job. It has no key, because the decision is idempotent. */
    public static Call internal(String job) {
        return new Call("system:" + job, null, false, Locale.SIMPLIFIED_CHINESE, "/" + job, "-");
    }
}
