package org.weijifen.platform;

import java.util.Locale;

/**
 * What the service knows of one request beyond its body: who calls, under which idempotency key, and how to word the
 * answer.
 *
 * @param caller opaque id of the user, client, member or job that acts; it also scopes the idempotency key
 * @param idempotencyKey 1 to 255 printable ASCII characters, or null where none is needed
 * @param dryRun whether to answer what would happen and leave nothing
 * @param locale language of titles and details
 * @param path the path asked for
 * @param requestId id of this request, for support
 */
public record Call(String caller, String idempotencyKey, boolean dryRun, Locale locale, String path, String requestId) {

    /** A call by the service itself, such as a scheduled job: no key, since the decision is idempotent by nature. */
    public static Call internal(String job) {
        return new Call("system:" + job, null, false, Locale.SIMPLIFIED_CHINESE, "/" + job, "-");
    }
}
