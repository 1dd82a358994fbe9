package org.weijifen.tables.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.List;
import org.weijifen.platform.Formats;

/** The arguments of texts, in the form kept in the database. */
@Singleton
final class Arguments {
    private final ObjectMapper json;

    Arguments(ObjectMapper json) {
        this.json = json;
    }

    /** Days and similar values are written as text. */
    String write(List<Object> arguments) {
        try {
            return json.writeValueAsString(arguments.stream()
                    .map(argument -> argument instanceof Number ? argument : plain(String.valueOf(argument)))
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts are always writable", e);
        }
    }

    List<Object> read(String written) {
        try {
            return List.of(json.readValue(written, Object[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written is readable", e);
        }
    }

    /** A file may have texts that the database cannot store. */
    static String plain(String text) {
        return Formats.isPlain(text) ? text : "?";
    }
}
