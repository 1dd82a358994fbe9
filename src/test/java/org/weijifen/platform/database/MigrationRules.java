package org.weijifen.platform.database;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a migration may say, so that a database that is distributed already (Citus) takes it. Citus refuses some forms that any
 * PostgreSQL knows; an installation would find out on the day of its upgrade. It looks at the text alone, so it also refuses
 * some forms that would pass.
 */
final class MigrationRules {
    static final String ONE_SUBCOMMAND = "one subcommand for each alter table";
    static final String NAMED = "a constraint has a name and is added alone, not with its column";
    static final String ALTERED = "a constraint is dropped and added, never altered";
    static final String NEW_TABLE = "a new table has a migration of its own: it is distributed behind that";
    static final String KEY = "a new table has a primary key, which begins with community_id if there is such a column";
    static final String UNIQUE = "what is unique begins with community_id where there is such a column";
    static final String VOLATILE =
            "rows are changed without functions that depend on more than the row, and without intervals";
    static final String DEFAULT = "the default of a new column is a constant";
    static final String NO_PROGRAMS =
            "no trigger, function, procedure, rule, sequence, identity, serial column or DO block";

    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern PROGRAM = Pattern.compile(
            "\\$\\$|^create (or replace )?(constraint )?(trigger|function|procedure|rule|event trigger)\\b|^create sequence\\b"
                    + "|\\b(big|small)?serial\\b|\\bgenerated (always|by default) as identity\\b|^do\\b");

    private static final Pattern ALTER_TABLE =
            Pattern.compile("^alter table (?:if exists )?(?:only )?([\\w.\"]+)\\s+(.*)$", Pattern.DOTALL);
    private static final Pattern CREATE_TABLE =
            Pattern.compile("^create table (?:if not exists )?([\\w.\"]+)\\s*\\((.*)$", Pattern.DOTALL);

    /** What follows ADD when a constraint has no name. */
    private static final Pattern NAMELESS = Pattern.compile("^add (check|unique|primary key|foreign key|exclude)\\b");

    private static final Pattern ADDED_COLUMN = Pattern.compile(
            "^add (?!constraint\\b|check\\b|unique\\b|primary\\b|foreign\\b|exclude\\b)(.*)$", Pattern.DOTALL);
    private static final Pattern CONSTRAINED =
            Pattern.compile("\\b(constraint|check|unique|primary key|references)\\b");
    private static final Pattern CALLED_DEFAULT =
            Pattern.compile("\\bdefault\\b[^,]*?(\\w\\s*\\(|\\bcurrent_|\\blocaltime)");
    private static final Pattern PASSING = Pattern.compile(
            "\\b(gen_random_uuid|uuidv4|uuidv7|random|random_normal|clock_timestamp|statement_timestamp|transaction_timestamp"
                    + "|timeofday|now|nextval|setval|currval|txid_current|pg_current_xact_id)\\s*\\("
                    + "|\\bcurrent_(date|time|timestamp)\\b|\\blocaltime(stamp)?\\b|\\binterval\\b");
    private static final Pattern CHANGE =
            Pattern.compile("^(with\\b.*\\b)?(update|delete|insert|merge)\\b", Pattern.DOTALL);
    private static final Pattern UNIQUE_LIST =
            Pattern.compile("\\b(?:unique(?: nulls not distinct)?|primary key)\\s*\\(\\s*(\\w+)");
    private static final Pattern UNIQUE_INDEX = Pattern.compile(
            "^create unique index .*? on (?:only )?[\\w.\"]+\\s*(?:using \\w+\\s*)?\\(\\s*(\\w+)", Pattern.DOTALL);

    private MigrationRules() {}

    /** The rules that the text of a migration breaks. */
    static Set<String> broken(String migration) {
        Set<String> broken = new TreeSet<>();
        List<String> statements = statements(migration);
        List<String> made = new ArrayList<>();
        for (String statement : statements) {
            Matcher created = CREATE_TABLE.matcher(statement);
            if (created.find()) {
                made.add(created.group(1));
                checkTable(created.group(2), broken);
            } else if (statement.startsWith("create table")) {
                broken.add(KEY);
            }
            Matcher index = UNIQUE_INDEX.matcher(statement);
            if (index.find() && !index.group(1).equals("community_id")) {
                broken.add(UNIQUE);
            }
            if (PROGRAM.matcher(statement).find()) {
                broken.add(NO_PROGRAMS);
            }
            if (CHANGE.matcher(statement).find() && PASSING.matcher(statement).find()) {
                broken.add(VOLATILE);
            }
        }
        for (String statement : statements) {
            Matcher altered = ALTER_TABLE.matcher(statement);
            if (altered.find()) {
                checkAlteration(altered.group(2), broken);
                if (!made.isEmpty() && !made.contains(altered.group(1))) {
                    broken.add(NEW_TABLE);
                }
            }
        }
        if (made.size() > 1) {
            broken.add(NEW_TABLE);
        }
        return broken;
    }

    private static void checkTable(String columns, Set<String> broken) {
        boolean ofCommunities = columns.matches("(?s).*\\bcommunity_id\\b.*");
        if (!columns.matches("(?s).*\\bprimary key\\b.*")) {
            broken.add(KEY);
        }
        if (ofCommunities) {
            if (!columns.matches(
                    "(?s).*\\bprimary key \\( ?community_id\\b.*|\\s*community_id [^,]*\\bprimary key\\b.*")) {
                broken.add(KEY);
            }
            Matcher unique = UNIQUE_LIST.matcher(columns);
            while (unique.find()) {
                if (!unique.group(1).equals("community_id")) {
                    broken.add(UNIQUE);
                }
            }
            if (columns.matches("(?s).*\\bunique\\b(?! nulls)(?! not)(?! ?\\().*")) {
                broken.add(UNIQUE);
            }
        }
    }

    private static void checkAlteration(String subcommand, Set<String> broken) {
        if (hasComma(subcommand)) {
            broken.add(ONE_SUBCOMMAND);
        }
        if (subcommand.startsWith("alter constraint")) {
            broken.add(ALTERED);
        }
        if (NAMELESS.matcher(subcommand).find()) {
            broken.add(NAMED);
        }
        Matcher added = ADDED_COLUMN.matcher(subcommand);
        if (added.find()) {
            if (CONSTRAINED.matcher(added.group(1)).find()) {
                broken.add(NAMED);
            }
            if (CALLED_DEFAULT.matcher(added.group(1)).find()) {
                broken.add(DEFAULT);
            }
        }
    }

    /** Whether there is a comma outside of all parentheses. */
    private static boolean hasComma(String text) {
        int depth = 0;
        for (char sign : text.toCharArray()) {
            if (sign == ',' && depth == 0) {
                return true;
            }
            depth += sign == '(' ? 1 : sign == ')' ? -1 : 0;
        }
        return false;
    }

    /** Without comments, and with nothing left of what stands between quotation marks: in small letters, single spaces. */
    private static List<String> statements(String migration) {
        String plain = TEXT.matcher(COMMENT.matcher(migration).replaceAll(" ")).replaceAll("''");
        return Arrays.stream(
                        plain.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
