package org.weijifen.access;

/**
 * A field before and after a change. In the security log a personal value becomes a keyed hash, by which equal values can be
 * told and nothing else.
 *
 * @param field its name in the API
 * @param before null when there was no value
 * @param after null when there is none
 * @param personal whether it says anything about a person, or is free text
 */
public record FieldChange(String field, Object before, Object after, boolean personal) {

    /** A field whose values are ids, codes, numbers, days or lists of codes. */
    public static FieldChange of(String field, Object before, Object after) {
        return new FieldChange(field, before, after, false);
    }

    /** A name, a telephone number, a free text and the like. */
    public static FieldChange personal(String field, Object before, Object after) {
        return new FieldChange(field, before, after, true);
    }

    /** A field whose values are secret, so that not even their hashes are written: only that it changed. */
    public static FieldChange secret(String field) {
        return new FieldChange(field, null, null, false);
    }
}
