package org.weijifen.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The hash that distinguishes requests under the same key. */
public final class RequestHash {
    /** This is not the mapper of the API, whose settings may change. */
    private static final ObjectMapper STABLE = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private RequestHash() {}

    /**
     * SHA-256 of everything a request asks for, in hexadecimal digits. Keys are kept for ever, so the hash must stay
     * the same when a request gets another optional field. Absent fields are left out, and fields are identified by
     * name and not by position.
     *
     * @param operation stable name of the use case
     * @param namesAndValues ids of the path and fields of the request, each after its name
     */
    public static String of(String operation, Object... namesAndValues) {
        Map<String, Object> asked = new TreeMap<>();
        asked.put("operation", operation);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            asked.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(STABLE.writeValueAsBytes(asked)));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("what a request asks for is always writable", e);
        }
    }
}
