package org.weijifen.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash chain that links each transaction to all transactions before it. {@code hash} is SHA-256, in lower-case hex,
 * of the UTF-8 text <i>previous hash</i> + "\n" + <i>RFC 8785 canonical JSON of the transaction without its hash</i>.
 * The previous hash of the first transaction is 64 zeros. An export can be checked without this service.
 */
public final class HashChain {
    /** The previous hash of the first transaction. */
    public static final String GENESIS = "0".repeat(64);

    private final CanonicalJson bytes = new CanonicalJson();
    private final MessageDigest sha256 = newSha256();

    /** Computes the hashes of many transactions, and uses its buffers again for each. Not thread-safe. */
    public HashChain() {}

    /** The hash of {@code transaction} standing after {@code previousHash}. */
    public String next(String previousHash, Transaction transaction) {
        bytes.cut(0);
        bytes.raw(previousHash);
        bytes.raw('\n');
        TransactionJson.write(bytes, transaction, null);
        return HexFormat.of().formatHex(bytes.digest(sha256));
    }

    /** As {@link #next}, for a single transaction. */
    public static String hash(String previousHash, Transaction transaction) {
        return new HashChain().next(previousHash, transaction);
    }

    /** The transaction as one line of an export: canonical JSON with its hash. */
    public static String exportLine(Transaction transaction, String hash) {
        CanonicalJson line = new CanonicalJson();
        TransactionJson.write(line, transaction, hash);
        return line.toString();
    }

    /** SHA-256 of a text in UTF-8, in lower-case hex. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(newSha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
