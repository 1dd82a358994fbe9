package org.weijifen.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.weijifen.platform.Formats;

/**
 * The chain that ties each transaction to all before it: {@code hash} is SHA-256, in lower-case hex, of the UTF-8 text
 * <i>previous hash</i> + "\n" + <i>RFC 8785 canonical JSON of the transaction without its hash</i>; before the first
 * stand 64 zeros. Whoever has an export can check it without this service.
 */
public final class HashChain {
    /** What stands before the first transaction. */
    public static final String GENESIS = "0".repeat(64);

    /**
     * Writes what RFC 8785 asks for as long as keys are ASCII and numbers whole and within 2^53, as all of ours are: keys in
     * order, no white space, escapes only where needed and in lower case. A test compares it with a full canonicalizer.
     */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    private HashChain() {}

    /** The hash of {@code transaction} standing after {@code previousHash}. */
    public static String hash(String previousHash, Transaction transaction) {
        return sha256(previousHash + "\n" + canonical(describe(transaction)));
    }

    /** The transaction as one line of an export: canonical JSON with its hash. */
    public static String exportLine(Transaction transaction, String hash) {
        return canonical(describe(transaction).put("hash", hash));
    }

    /** SHA-256 of a text in UTF-8, in lower-case hex. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static ObjectNode describe(Transaction transaction) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("community", transaction.communityId().toString());
        object.put("sequence", transaction.sequence());
        object.put("kind", transaction.kind().code());
        object.put("effectiveOn", transaction.effectiveOn().toString());
        object.put("recordedAt", Formats.write(transaction.recordedAt()));
        object.put("actor", transaction.actor());
        putIfPresent(object, "subject", transaction.subject());
        if (transaction.quantity() != null) {
            object.put("quantity", transaction.quantity());
        }
        putIfPresent(object, "reason", transaction.reason());
        putIfPresent(object, "reference", transaction.reference());
        if (transaction.reverses() != null) {
            object.put("reverses", transaction.reverses());
        }
        ArrayNode postings = object.putArray("postings");
        for (Posting posting : transaction.postings()) {
            ObjectNode move = postings.addObject();
            move.put("asset", posting.from().asset());
            move.put("amount", posting.amount());
            describe(move.putObject("from"), posting.from(), posting.fromNumber(), posting.fromBalance());
            describe(move.putObject("to"), posting.to(), posting.toNumber(), posting.toBalance());
        }
        return object;
    }

    private static void describe(ObjectNode node, AccountKey key, long number, long balance) {
        node.put("account", number);
        node.put("type", key.type().code());
        node.put("owner", key.owner().toString());
        if (key.expiresOn() != null) {
            node.put("expiresOn", key.expiresOn().toString());
        }
        node.put("balance", balance);
    }

    private static void putIfPresent(ObjectNode object, String field, String value) {
        if (value != null) {
            object.put(field, value);
        }
    }

    private static String canonical(ObjectNode object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a transaction is always writable", e);
        }
    }
}
