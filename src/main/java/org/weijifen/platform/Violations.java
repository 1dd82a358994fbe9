package org.weijifen.platform;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Turns the violations of Bean Validation into entries of a problem document, with our own codes and texts. */
public final class Violations {
    private Violations() {}

    /** The violations in the order of their fields, so that the same request always gets the same answer. */
    public static List<Violation> of(Collection<? extends ConstraintViolation<?>> found) {
        return found.stream()
                .map(Violations::of)
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::code))
                .toList();
    }

    /** Whether the violations are about the arguments of a call, that is, about the client's input. */
    public static boolean isOfArguments(Collection<? extends ConstraintViolation<?>> found) {
        return found.stream().allMatch(violation -> {
            for (Path.Node node : violation.getPropertyPath()) {
                if (node.getKind() == ElementKind.PARAMETER) {
                    return true;
                }
            }
            return false;
        });
    }

    private static Violation of(ConstraintViolation<?> found) {
        String field = field(found.getPropertyPath());
        Annotation rule = found.getConstraintDescriptor().getAnnotation();
        if (rule instanceof NotNull || rule instanceof NotBlank || rule instanceof NotEmpty) {
            return Violation.of(field, "required");
        }
        if (rule instanceof Min min) {
            return Violation.of(field, "too_small", min.value());
        }
        if (rule instanceof Positive) {
            return Violation.of(field, "too_small", 1);
        }
        if (rule instanceof PositiveOrZero) {
            return Violation.of(field, "too_small", 0);
        }
        if (rule instanceof Max max) {
            return Violation.of(field, "too_large", max.value());
        }
        if (rule instanceof Size size) {
            return Violation.of(field, "size", size.min(), size.max());
        }
        if (rule instanceof Pattern) {
            return Violation.of(field, "pattern");
        }
        if (rule instanceof Text) {
            return Violation.of(field, "text");
        }
        if (rule instanceof Past || rule instanceof PastOrPresent) {
            return Violation.of(field, "in_future");
        }
        return Violation.of(field, "invalid_value");
    }

    /** The path in JSON notation: without the method, and without the parameter when it is the body. */
    private static String field(Path path) {
        StringBuilder text = new StringBuilder();
        String parameter = "";
        for (Path.Node node : path) {
            if (node.isInIterable()) {
                text.append('[')
                        .append(node.getIndex() != null ? node.getIndex() : node.getKey())
                        .append(']');
            }
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = node.getName();
            } else if (node.getKind() == ElementKind.PROPERTY) {
                text.append(text.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return text.isEmpty() ? parameter : text.toString();
    }
}
