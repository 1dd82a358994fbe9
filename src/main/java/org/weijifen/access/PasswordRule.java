package org.weijifen.access;

import com.nulabinc.zxcvbn.Pattern;
import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.matchers.Match;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;

/**
 * What a new password has to be, whoever sets it: at least {@value Secrets#MIN_LENGTH} characters, at most {@value
 * Secrets#MAX_BYTES} bytes, and not easily guessed (NIST SP 800-63B, 3.1.1.2: a list of common ones, and words of the
 * context). It asks for no kinds of characters.
 *
 * <p>zxcvbn counts how many guesses it takes who knows common passwords, words, names, repeats, sequences, rows of keys and
 * this person's names. {@value #ENOUGH} of five, 10^10 guesses, is what bcrypt makes last for weeks even for somebody who
 * has the hash.
 */
final class PasswordRule {
    /** The password for development and tests, which is in the README. */
    static final String PUBLISHED = "weijifen-demo";

    private static final int ENOUGH = 4;
    private static final int SHORTEST_NAME = 2;

    /** Words that stand for this service, besides the names of a person. */
    private static final List<String> SERVICE = List.of(PUBLISHED, "weijifen", "微积分", "demo");

    private static final Set<Pattern> REGULAR = Set.of(Pattern.Repeat, Pattern.Sequence, Pattern.Spatial);

    /** Its word lists take 11 MB and a tenth of a second. They are seldom needed, so the heap may take them back. */
    private static SoftReference<Zxcvbn> guesser = new SoftReference<>(null);

    private PasswordRule() {}

    /**
     * The bcrypt hash of a new password, which takes so long that no connection to the database may wait for it.
     *
     * @param field where the password stands in the request
     * @param names user name and display name of whom it is for
     * @throws ProblemException {@code validation_failed}, with the rule that it breaks
     */
    static String hash(String field, String password, String... names) {
        broken(password, names).ifPresent(code -> {
            throw ProblemException.fields(List.of(
                    code.equals("size")
                            ? Violation.of(field, code, Secrets.MIN_LENGTH, Secrets.MAX_BYTES)
                            : Violation.of(field, code)));
        });
        return Secrets.hash(password);
    }

    /** The code of the rule that a password breaks; empty for a good one. */
    static Optional<String> broken(String password, String... names) {
        if (password.codePointCount(0, password.length()) < Secrets.MIN_LENGTH || !Secrets.isShortEnough(password)) {
            return Optional.of("size");
        }
        if (password.equalsIgnoreCase(PUBLISHED)) {
            return Optional.of("published_password");
        }
        Strength strength = guesser().measure(password, words(names));
        return strength.getScore() >= ENOUGH ? Optional.empty() : Optional.of(reason(strength.getSequence()));
    }

    /** What stands out: a name, or else whatever makes up most of the password. */
    private static String reason(List<Match> parts) {
        if (parts.stream().anyMatch(part -> "user_inputs".equals(part.dictionaryName))) {
            return "password_of_names";
        }
        return parts.stream()
                .max(Comparator.comparingInt(part -> part.token.length()))
                .filter(part -> REGULAR.contains(part.pattern))
                .map(part -> "repetitive_password")
                .orElse("common_password");
    }

    /** The names, whole and in their parts. */
    private static List<String> words(String... names) {
        List<String> words = new ArrayList<>(SERVICE);
        for (String name : names) {
            words.add(name);
            for (String part : name.split("[^\\p{L}\\p{N}]+")) {
                if (part.length() >= SHORTEST_NAME) {
                    words.add(part);
                }
            }
        }
        return words;
    }

    private static synchronized Zxcvbn guesser() {
        Zxcvbn found = guesser.get();
        if (found == null) {
            found = new Zxcvbn();
            guesser = new SoftReference<>(found);
        }
        return found;
    }
}
