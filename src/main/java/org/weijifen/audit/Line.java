package org.weijifen.audit;

import java.time.Instant;
import java.util.UUID;
import org.weijifen.ledger.CanonicalJson;
import org.weijifen.ledger.HashChain;
import org.weijifen.ledger.RecordColumns;

/**
 * A line of the security log, as it is stored.
 *
 * @param communityId {@link Chain#SERVICE} in the chain of the service itself
 * @param changes canonical JSON: a list of objects with {@code field} and, where there are values, {@code before} and {@code
 *     after}
 * @param outcome {@code done} or {@code refused}
 * @param hash of the line, see {@link #hashAfter}
 */
record Line(
        UUID communityId,
        long sequence,
        Instant recordedAt,
        String kind,
        String actor,
        String subjectKind,
        String subjectId,
        String changes,
        long occurrences,
        String outcome,
        String requestId,
        String hash) {
    static final RecordColumns<Line> COLUMNS = new RecordColumns<>(Line.class);

    static final String DONE = "done";
    static final String REFUSED = "refused";

    /** The same line with its hash. */
    Line chainedTo(String previousHash) {
        return new Line(
                communityId,
                sequence,
                recordedAt,
                kind,
                actor,
                subjectKind,
                subjectId,
                changes,
                occurrences,
                outcome,
                requestId,
                hashAfter(previousHash));
    }

    /**
     * SHA-256, in lower-case hex, of <i>previous hash</i> + "\n" + <i>RFC 8785 canonical JSON of the line without its hash</i>, as
     * in the books. Before the first line stand 64 zeros.
     */
    String hashAfter(String previousHash) {
        return HashChain.sha256(previousHash + "\n" + json(false));
    }

    /** The line as an export has it: canonical JSON with its hash. */
    String exported() {
        return json(true);
    }

    /** The members in the order of RFC 8785. What is null is left out. */
    private String json(boolean withHash) {
        CanonicalJson json = new CanonicalJson();
        json.raw('{');
        if (actor != null) {
            json.raw("\"actor\":");
            json.text(actor);
            json.raw(',');
        }
        json.raw("\"changes\":");
        json.raw(changes);
        if (!communityId.equals(Chain.SERVICE)) {
            json.raw(",\"communityId\":");
            json.uuid(communityId);
        }
        if (withHash) {
            text(json, "hash", hash);
        }
        text(json, "kind", kind);
        json.raw(",\"occurrences\":");
        json.number(occurrences);
        text(json, "outcome", outcome);
        json.raw(",\"recordedAt\":");
        json.instant(recordedAt);
        text(json, "requestId", requestId);
        json.raw(",\"sequence\":");
        json.number(sequence);
        text(json, "subjectId", subjectId);
        text(json, "subjectKind", subjectKind);
        json.raw('}');
        return json.toString();
    }

    private static void text(CanonicalJson json, String name, String value) {
        if (value != null) {
            json.raw(",\"" + name + "\":");
            json.text(value);
        }
    }
}
