package org.weijifen.platform;

/**
 * An HTTP answer as it is kept under an idempotency key, so that a retry gets the first one again to the byte.
 *
 * @param status HTTP status
 * @param location path of the created resource, or null
 * @param json the body
 */
public record Answer(int status, String location, String json) {

    /** The same of a dry run: nothing was created. */
    public Answer ofTrial() {
        return new Answer(status == 201 ? 200 : status, null, json);
    }

    /** Whether this is a problem document. */
    public boolean isProblem() {
        return status >= 400;
    }
}
