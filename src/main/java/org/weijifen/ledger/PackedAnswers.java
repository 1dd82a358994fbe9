package org.weijifen.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.weijifen.platform.Answer;

/**
 * The form of kept answers: one byte for the version of the form, then location, a line feed and JSON in UTF-8,
 * compressed by DEFLATE (RFC 1951). Each answer is compressed alone, so texts that many answers share are in a
 * dictionary. Answers are kept for ever, so this dictionary must never change. A better dictionary needs a new version
 * of the form.
 */
final class PackedAnswers {
    private static final byte FORM = 1;
    /** Texts near the end are the cheapest to refer to. */
    private static final byte[] DICTIONARY =
            ("{\"mode\":\"atomic\",\"credited\":1,\"refused\":0,\"items\":[{\"index\":0,"
                            + "\"credited\":true,\"credit\":{\"sequence\":,\"reverses\":,\"kind\":\"credit\",\"merchantId\":\"019"
                            + "\",\"entries\":,\"earnedFen\":,\"returnedFen\":0,\"amountFen\":,\"status\":\"settled\",\"draftedBy\":\""
                            + "\",\"through\":\"2026-12-31\",\"settlements/\",\"stocktakes/\",\"transfers/\",\"receipts/\",\"unitCostFen\":"
                            + ",\"costFen\":,\"shelf\":,\"quantity\":1,\"reason\":\"\",\"reference\":\"\",\"occurredOn\":\"2026-\","
                            + "\"deducted\":,\"arrears\":0,\"taskId\":\"019\",\"quantity\":1,\"points\":,\"arrearsPaid\":0,"
                            + "\"expiresOn\":\"2027-12-31\",\"effectiveOn\":\"2026-\",\"recordedAt\":\"2026-\",\"available\":"
                            + "/v1/communities//transactions/\n{\"sequence\":,\"memberId\":\"019\",\"stationId\":\"019\","
                            + "\"status\":\"collected\",\"status\":\"cancelled\",\"status\":\"returned\",\"status\":\"reserved\",\"points\":,"
                            + "\"lines\":[{\"rewardId\":\"019\",\"code\":\"\",\"title\":\"\",\"quantity\":1,\"points\":,\"totalPoints\":"
                            + ",\"merchantId\":\"019\"}],\"note\":\"\",\"pickupCode\":\"\",\"pickupBy\":\"2026-\",\"requestedOn\":\"2026-"
                            + "\",\"requestedAt\":\"2026-\",\"collectedAt\":\"2026-\",\"closedAt\":\"2026-\",\"transactions\":"
                            + "{\"reservation\":,\"collection\":,\"closing\":}}/v1/communities//redemptions/019\n{\"id\":\"019")
                    .getBytes(StandardCharsets.UTF_8);

    private static final int BUFFER = 1024;

    private PackedAnswers() {}

    /** Packs answers, one after the other. Not thread-safe; must be closed. */
    static final class Packing implements AutoCloseable {
        private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        private final byte[] buffer = new byte[BUFFER];

        byte[] pack(Answer answer) {
            String text = (answer.location() == null ? "" : answer.location()) + "\n" + answer.json();
            deflater.reset();
            deflater.setDictionary(DICTIONARY);
            deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(BUFFER);
            packed.write(FORM);
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
            return packed.toByteArray();
        }

        @Override
        public void close() {
            deflater.end();
        }
    }

    /**
     * The answer that was packed.
     *
     * @throws IllegalStateException when the bytes are not a packed answer
     */
    static Answer unpack(int status, byte[] packed) {
        if (packed.length == 0 || packed[0] != FORM) {
            throw new IllegalStateException("a kept answer has a form that is not known");
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(DICTIONARY);
            inflater.setInput(ByteBuffer.wrap(packed, 1, packed.length - 1));
            ByteArrayOutputStream text = new ByteArrayOutputStream(BUFFER);
            byte[] buffer = new byte[BUFFER];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if (read == 0 && !inflater.finished()) {
                    throw new IllegalStateException("a kept answer ends too early");
                }
                text.write(buffer, 0, read);
            }
            return answer(status, text.toString(StandardCharsets.UTF_8));
        } catch (DataFormatException e) {
            throw new IllegalStateException("a kept answer can't be unpacked", e);
        } finally {
            inflater.end();
        }
    }

    private static Answer answer(int status, String text) {
        int end = text.indexOf('\n');
        if (end < 0) {
            throw new IllegalStateException("a kept answer has no location");
        }
        return new Answer(status, end == 0 ? null : text.substring(0, end), text.substring(end + 1));
    }
}
