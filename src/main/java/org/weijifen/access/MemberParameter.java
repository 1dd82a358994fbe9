package org.weijifen.access;

import jakarta.annotation.Priority;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Formats;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MemberId;

/**
 * Reads {@code memberId} parameters, where {@code me} stands for the caller's own member: a resource method takes
 * {@code @PathParam("memberId") MemberId} and gets an id either way. {@link TokenScope} refuses a member's request for
 * another member.
 */
@Provider
@Priority(Priorities.USER - 1) // Before the parameters of platform.http, which know no "me".
public final class MemberParameter implements ParamConverterProvider {
    private final Caller caller;

    MemberParameter(Caller caller) {
        this.caller = caller;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        if (type != MemberId.class) {
            return null;
        }
        if (Arrays.stream(annotations).anyMatch(MemberParameter::isInPath)) {
            return (ParamConverter<T>) new Converter(true);
        }
        return Arrays.stream(annotations).anyMatch(MemberParameter::isInQuery)
                ? (ParamConverter<T>) new Converter(false)
                : null;
    }

    private static boolean isInPath(Annotation annotation) {
        return annotation instanceof PathParam path && path.value().equals(TokenScope.MEMBER_PARAMETER);
    }

    private static boolean isInQuery(Annotation annotation) {
        return annotation instanceof QueryParam query && query.value().equals(TokenScope.MEMBER_PARAMETER);
    }

    private final class Converter implements ParamConverter<MemberId> {
        private final boolean inPath;

        Converter(boolean inPath) {
            this.inPath = inPath;
        }

        @Override
        public MemberId fromString(String given) {
            if (given == null) {
                return null;
            }
            if (given.equals(TokenScope.SELF)) {
                return caller.memberId().orElseThrow(() -> unknown(given));
            }
            try {
                return new MemberId(Formats.uuid(given));
            } catch (IllegalArgumentException e) {
                throw unknown(given);
            }
        }

        @Override
        public String toString(MemberId id) {
            return id.toString();
        }

        private ProblemException unknown(String given) {
            return inPath
                    ? ProblemException.variant(ErrorCode.NOT_FOUND, "member", given)
                    : ProblemException.field(TokenScope.MEMBER_PARAMETER, "invalid_value");
        }
    }
}
