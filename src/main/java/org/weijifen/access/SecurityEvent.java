package org.weijifen.access;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.weijifen.platform.Call;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.Formats;
import org.weijifen.platform.id.Id;

/**
 * What becomes a line of the {@link SecurityLog}. It carries ids, never a name, a telephone number, a user name or a token.
 *
 * @param communityId the community whose chain it stands in; null for that of the service itself
 * @param actor opaque id of who did it; null when nobody is known
 * @param subjectKind what it is about, such as {@code member}, or null
 * @param subjectId its id, or null for several or none
 * @param changes field by field; empty when nothing was changed
 * @param occurrences how often it happened, or of how many rows it was; 0 for an empty list
 * @param refused whether it was refused
 * @param requestId of the request; null for none, and for one that the caller has made up
 */
public record SecurityEvent(
        SecurityEventKind kind,
        UUID communityId,
        String actor,
        String subjectKind,
        String subjectId,
        List<FieldChange> changes,
        long occurrences,
        boolean refused,
        String requestId) {

    /** An event that somebody has brought about. */
    public static SecurityEvent of(SecurityEventKind kind, String actor, String requestId) {
        return new SecurityEvent(kind, null, actor, null, null, List.of(), 1, false, ownId(requestId));
    }

    /** Callers may name their requests, by any text: only an id like those that the service gives says nothing of anybody. */
    private static String ownId(String requestId) {
        try {
            return requestId == null ? null : Formats.uuid(requestId).toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** An event of a request. */
    public static SecurityEvent of(SecurityEventKind kind, Call call) {
        return of(kind, call.actor(), call.requestId());
    }

    /** The same in a community. */
    public SecurityEvent in(UUID community) {
        return new SecurityEvent(
                kind, community, actor, subjectKind, subjectId, changes, occurrences, refused, requestId);
    }

    /**
     * The same about something.
     *
     * @param id an {@link Id}, a UUID or a code that names nobody; null for several or none
     */
    public SecurityEvent about(String what, Object id) {
        String itsId = id == null ? null : id instanceof Enum<?> code ? EnumNames.code(code) : id.toString();
        return new SecurityEvent(kind, communityId, actor, what, itsId, changes, occurrences, refused, requestId);
    }

    /** The same with further changes of fields. */
    public SecurityEvent with(FieldChange... further) {
        return with(List.of(further));
    }

    /** The same with further changes of fields. */
    public SecurityEvent with(List<FieldChange> further) {
        List<FieldChange> all =
                Stream.concat(changes.stream(), further.stream()).toList();
        return new SecurityEvent(
                kind, communityId, actor, subjectKind, subjectId, all, occurrences, refused, requestId);
    }

    /** The same, so many times. */
    public SecurityEvent times(long count) {
        return new SecurityEvent(kind, communityId, actor, subjectKind, subjectId, changes, count, refused, requestId);
    }

    /** The same, refused. */
    public SecurityEvent refuse() {
        return new SecurityEvent(
                kind, communityId, actor, subjectKind, subjectId, changes, occurrences, true, requestId);
    }
}
