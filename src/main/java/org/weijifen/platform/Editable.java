package org.weijifen.platform;

/** An answer about something that can be edited. Its ETag is computed from the part that can be edited. */
public interface Editable {
    /** The current state of what a PATCH or PUT may change. */
    Record editable();
}
