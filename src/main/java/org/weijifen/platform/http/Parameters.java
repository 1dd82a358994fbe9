package org.weijifen.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.weijifen.platform.Blanks;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Formats;
import org.weijifen.platform.Paging;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Text;
import org.weijifen.platform.Violation;
import org.weijifen.platform.id.Id;

/**
 * Reads parameters strictly. An invalid query parameter is {@code validation_failed} with its name (JAX-RS would answer
 * 404). An invalid path parameter is {@code not_found}. Resource methods just take a {@code LocalDate}, {@code UUID},
 * {@code Integer}, {@code Boolean}, enum or {@code String}; texts come without control characters.
 */
@Provider
public final class Parameters implements ParamConverterProvider {
    private static final int MAX_TEXT_LENGTH = 1000;

    /** The parameter of lists. A number too large for an int violates its bounds like any other number. */
    static final String LIMIT = "limit";

    /** How each type is read, and the violation code of an unreadable value. */
    private static final Map<Class<?>, Reading> READINGS = Map.ofEntries(
            Map.entry(String.class, new Reading(Parameters::text, "text")),
            Map.entry(LocalDate.class, new Reading(Formats::day, "not_a_day")),
            Map.entry(YearMonth.class, new Reading(Formats::month, "not_a_month")),
            Map.entry(Instant.class, new Reading(Formats::instant, "not_an_instant")),
            Map.entry(UUID.class, new Reading(Formats::uuid, "invalid_value")),
            Map.entry(Integer.class, new Reading(text -> Math.toIntExact(Formats.wholeNumber(text)), "invalid_type")),
            Map.entry(int.class, new Reading(text -> Math.toIntExact(Formats.wholeNumber(text)), "invalid_type")),
            Map.entry(Long.class, new Reading(Formats::wholeNumber, "invalid_type")),
            Map.entry(long.class, new Reading(Formats::wholeNumber, "invalid_type")),
            Map.entry(Boolean.class, new Reading(Parameters::truth, "invalid_type")),
            Map.entry(boolean.class, new Reading(Parameters::truth, "invalid_type")));

    private final ObjectMapper json;
    private final RoutingContext request;

    Parameters(ObjectMapper json, RoutingContext request) {
        this.json = json;
        this.request = request;
    }

    private record Reading(Function<String, Object> parse, String violation) {}

    @Override
    public <T> ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        // An enum is written as in JSON.
        Reading reading = type.isEnum()
                ? new Reading(text -> json.convertValue(text, type), "invalid_value")
                : Id.class.isAssignableFrom(type) ? ids(type) : READINGS.get(type);
        if (type == String.class && Arrays.stream(annotations).anyMatch(Text.class::isInstance)) {
            reading = new Reading(given -> Blanks.strip(text(given)), "text");
        }
        if (Arrays.stream(annotations).anyMatch(Parameters::isCursor)) {
            reading = new Reading(given -> ListCursors.position(text(given), request), "text");
        }
        return reading == null ? null : new Converter<>(reading, type, annotations);
    }

    private static Reading ids(Class<?> type) {
        Function<UUID, Object> maker = Id.maker(type);
        return new Reading(text -> maker.apply(Formats.uuid(text)), "invalid_value");
    }

    private static boolean isCursor(Annotation annotation) {
        return annotation instanceof QueryParam query && query.value().equals(ListCursors.PARAMETER);
    }

    private static String text(String given) {
        if (given.length() > MAX_TEXT_LENGTH || !Formats.isPlain(given)) {
            throw new IllegalArgumentException("not a line of plain text");
        }
        return given;
    }

    private static Boolean truth(String given) {
        return switch (given) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static final class Converter<T> implements ParamConverter<T> {
        private final Reading reading;
        private final Class<T> type;
        private final String name;
        private final boolean inPath;

        Converter(Reading reading, Class<T> type, Annotation[] annotations) {
            this.reading = reading;
            this.type = type;
            String found = "";
            boolean path = false;
            for (Annotation annotation : annotations) {
                if (annotation instanceof PathParam parameter) {
                    found = parameter.value();
                    path = true;
                } else if (annotation instanceof QueryParam parameter) {
                    found = parameter.value();
                } else if (annotation instanceof HeaderParam parameter) {
                    found = parameter.value();
                }
            }
            this.name = found;
            this.inPath = path;
        }

        @Override
        @SuppressWarnings("unchecked")
        public T fromString(String given) {
            if (given == null) {
                return null;
            }
            try {
                return (T) reading.parse().apply(given);
            } catch (ProblemException e) {
                throw e;
            } catch (RuntimeException e) {
                throw inPath ? ProblemException.of(ErrorCode.NOT_FOUND) : refusal(given);
            }
        }

        private ProblemException refusal(String given) {
            if (type.isEnum()) {
                return ProblemException.fields(List.of(Violation.noneOf(name, EnumNames.of(type))));
            }
            if (name.equals(LIMIT) && Formats.isWholeNumber(given)) {
                return given.startsWith("-")
                        ? ProblemException.field(name, "too_small", 1)
                        : ProblemException.field(name, "too_large", Paging.MAX_LIMIT);
            }
            return ProblemException.field(name, reading.violation());
        }

        @Override
        public String toString(T value) {
            return String.valueOf(value);
        }
    }
}
