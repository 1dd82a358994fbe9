package org.weijifen.platform;

/** An answer of something that can be edited: the ETag of the answer is that of what can. */
public interface Editable {
    /** What a PATCH or PUT of it may change, as it is. */
    Record editable();
}
