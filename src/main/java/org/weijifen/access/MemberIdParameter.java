package org.weijifen.access;

import jakarta.annotation.Priority;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Formats;
import org.weijifen.platform.ProblemException;

/** Reads {@code {memberId}} in paths, where {@code me} stands for the member whose token it is. */
@Provider
@Priority(MemberIdParameter.BEFORE_THE_GENERAL_ONE)
public final class MemberIdParameter implements ParamConverterProvider {
    static final int BEFORE_THE_GENERAL_ONE = 1_000;
    private static final String NAME = "memberId";
    private static final String ME = "me";

    private final Caller caller;

    MemberIdParameter(Caller caller) {
        this.caller = caller;
    }

    @Override
    @SuppressWarnings("unchecked") // The type was just looked at.
    public <T> ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        boolean isMemberId = type == UUID.class
                && Arrays.stream(annotations)
                        .anyMatch(annotation -> annotation instanceof PathParam parameter
                                && parameter.value().equals(NAME));
        return isMemberId ? (ParamConverter<T>) new Converter() : null;
    }

    private final class Converter implements ParamConverter<UUID> {
        @Override
        public UUID fromString(String given) {
            if (ME.equals(given)) {
                return caller.memberId().orElseThrow(() -> ProblemException.of(ErrorCode.NOT_FOUND));
            }
            try {
                return Formats.uuid(given);
            } catch (RuntimeException e) {
                throw ProblemException.of(ErrorCode.NOT_FOUND);
            }
        }

        @Override
        public String toString(UUID value) {
            return value.toString();
        }
    }
}
