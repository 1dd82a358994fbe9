package org.weijifen;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges between packages. What is not listed here is not allowed. */
class ArchitectureTest {
    private static final String BASE = "org.weijifen";

    /** Which feature may use which; everyone may use what is in {@link #FOR_ALL}. */
    private static final Map<String, Set<String>> EDGES = new TreeMap<>(Map.ofEntries(
            Map.entry("platform", Set.of()),
            Map.entry("embedded", Set.of()),
            Map.entry("ledger", Set.of()),
            Map.entry("access", Set.of("embedded")),
            Map.entry("community", Set.of("ledger", "access")),
            Map.entry("audit", Set.of("ledger", "access", "community")),
            Map.entry("member", Set.of("ledger", "access", "community")),
            Map.entry("task", Set.of("ledger", "access", "community")),
            Map.entry("merchant", Set.of("ledger", "access", "community")),
            Map.entry("reward", Set.of("ledger", "access", "community", "merchant")),
            Map.entry("settlement", Set.of("ledger", "access", "community", "merchant", "reward")),
            Map.entry("budget", Set.of("ledger", "access", "community", "task")),
            Map.entry("points", Set.of("ledger", "access", "community", "member", "task", "budget")),
            Map.entry("stock", Set.of("ledger", "access", "community", "reward")),
            Map.entry(
                    "redemption",
                    Set.of("ledger", "access", "community", "member", "points", "reward", "stock", "settlement")),
            Map.entry("books", Set.of("ledger", "access", "community", "budget")),
            Map.entry("statement", Set.of("ledger", "access", "community", "books")),
            Map.entry("closing", Set.of("ledger", "access", "community", "books", "statement")),
            Map.entry("coverage", Set.of("ledger", "access", "community")),
            Map.entry("tables.sheet", Set.of()),
            Map.entry("tables.vocabulary", Set.of("tables.sheet")),
            Map.entry(
                    "tables.importing",
                    Set.of(
                            "tables.sheet",
                            "tables.vocabulary",
                            "ledger",
                            "access",
                            "community",
                            "member",
                            "task",
                            "reward",
                            "points",
                            "stock",
                            "merchant",
                            "redemption")),
            Map.entry("tables.exporting", Set.of("tables.sheet", "ledger", "access", "community", "statement")),
            Map.entry(
                    "tables.comparison",
                    Set.of("tables.sheet", "tables.vocabulary", "ledger", "access", "community"))));

    /** Whose rows a table has: the package that writes them. */
    private static final Map<String, Set<String>> TABLES = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "ledger",
                    Set.of("book", "account", "ledger_transaction", "posting", "idempotency_key", "kept_refusal")),
            Map.entry("access", Set.of("access_user", "access_client", "ended_session", "signing_key")),
            Map.entry("platform", Set.of("creation_key")),
            Map.entry("community", Set.of("community", "instance")),
            Map.entry("audit", Set.of("security_log", "security_log_head")),
            Map.entry("member", Set.of("member", "member_session")),
            Map.entry("points", Set.of("client_day")),
            Map.entry("task", Set.of("task")),
            Map.entry("merchant", Set.of("merchant")),
            Map.entry("reward", Set.of("reward")),
            Map.entry("settlement", Set.of("settlement", "merchant_due")),
            Map.entry("budget", Set.of("budget")),
            Map.entry("stock", Set.of("station", "stocktake", "stocktake_line")),
            Map.entry("redemption", Set.of("redemption", "redemption_line")),
            Map.entry("statement", Set.of("closing")),
            Map.entry("tables.importing", Set.of("import", "import_row", "imported_fact"))));

    /**
     * Which packages read the tables of others than those they may use. They make figures out of what is in the database, and
     * nothing of how it came there.
     */
    private static final Map<String, Set<String>> READERS = new TreeMap<>(Map.of(
            // The audit believes no feature: it compares the rows of each with the books.
            "books", Set.of("redemption", "settlement", "stock", "statement"),
            "statement", Set.of("member", "task", "merchant", "reward", "stock", "redemption"),
            "closing", Set.of("stock", "redemption"),
            "coverage", Set.of("reward"),
            "tables.exporting", Set.of("member", "task", "merchant", "reward", "stock", "redemption"),
            "tables.comparison", Set.of("member", "task", "reward", "redemption")));

    private static final Pattern LITERAL =
            Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\n])*)\"", Pattern.DOTALL);
    /** What stands before a table's name in SQL, however that is written; %s is the name. */
    private static final String TABLE_NAMED =
            "(?:\\b(?:from|join|into|update|using|table|only|copy|truncate|lock)\\s+|\\bfrom\\s[^;()]*?,\\s*)"
                    + "(?:lateral\\s+)?(?:only\\s+)?(?:\\\\?\"?public\\\\?\"?\\.)?\\\\?\"?%s\\b(?!\\.)";

    /** The table of a record or an entity, or a constant; a word that means other things too is one where the constant says so. */
    private static final Pattern TABLE_HELD =
            Pattern.compile("(?:\\.class,\\s*|@Table\\(name = |TABLE[A-Z_]* = |[A-Z_]+ = (?=\"[a-z]+_))\"([a-z_]+)\"");

    private static final Map<String, Set<String>> OUTERMOST = Map.of("demo", EDGES.keySet());

    private static final Set<String> FOR_ALL = Set.of("platform");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    static Set<String> packages() {
        return all().keySet();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyWhatItMay(String name) {
        Set<String> forbidden = new TreeSet<>(all().keySet());
        forbidden.remove(name);
        forbidden.removeAll(FOR_ALL);
        forbidden.removeAll(all().get(name));

        assertThat(CLASSES.that(in(name))).as("classes of " + name).isNotEmpty();
        if (!forbidden.isEmpty()) {
            noClasses()
                    .that(in(name))
                    .should()
                    .dependOnClassesThat(DescribedPredicate.or(
                            forbidden.stream().map(ArchitectureTest::in).toList()))
                    .check(CLASSES);
        }
    }

    @Test
    void everyPackageHasItsRule() {
        Set<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(BASE + "."))
                .map(name -> name.substring(BASE.length() + 1))
                .map(name -> name.startsWith("tables.") ? name : name.split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found).containsExactlyInAnyOrderElementsOf(all().keySet());
    }

    /** What is kept of an answer is data to the ledger; what it says is made at the edge. */
    @Test
    void theLedgerKnowsNothingOfHttp() {
        noClasses()
                .that(in("ledger"))
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                        "jakarta.ws.rs..",
                        "org.eclipse.microprofile.openapi..",
                        "io.vertx..",
                        BASE + ".platform.http.."))
                .check(CLASSES);
    }

    /** So that nothing waits for the database without end, and a fault of it is told in the same way everywhere. */
    @Test
    void theDatabaseIsReachedInOneWay() throws IOException {
        Set<String> doors = Set.of(
                // For all others, by Snapshots and Writes.
                "Connections",
                // The group commit, whose faults are those of a batch.
                "Ledger",
                "BatchWriter",
                // Before there is a pool: what Flyway is about to use, and the server that we run.
                "SafetyCheck",
                "PatientMigrations",
                "ServingRights",
                "Distribution",
                "Roles",
                "EmbeddedDatabase",
                "CommandDatabase",
                // Sets up each connection.
                "NewConnections");
        noClasses()
                .that(DescribedPredicate.describe(
                        "are no door to the database", found -> !doors.contains(outermost(found))))
                .should()
                .dependOnClassesThat(JavaClass.Predicates.assignableTo(DataSource.class)
                        .or(JavaClass.Predicates.type(DriverManager.class)))
                .check(CLASSES);

        Set<String> catching = new TreeSet<>();
        for (Path source : files("src/main/java")) {
            String name = source.getFileName().toString().replace(".java", "");
            if (Files.readString(source).matches("(?s).*catch \\([^)]*SQLException.*") && !doors.contains(name)) {
                catching.add(name);
            }
        }
        assertThat(catching).isEmpty();
    }

    private static String outermost(JavaClass found) {
        return found.getEnclosingClass().map(ArchitectureTest::outermost).orElse(found.getSimpleName());
    }

    /** What else speaks of them is an annotation, the welcome, or the dictionary of kept answers. */
    @Test
    void pathsOfAnswersAreBuiltInOnePlace() throws IOException {
        Set<String> others = Set.of("Paths.java", "PackedAnswers.java", "Welcome.java");
        List<String> built = new ArrayList<>();
        for (Path source : files("src/main/java")) {
            if (!others.contains(source.getFileName().toString())) {
                Files.readAllLines(source).stream()
                        .filter(line -> line.contains("\"/v1/communities"))
                        .filter(line -> !line.contains("@Path(") && !line.contains("examples = "))
                        .forEach(built::add);
            }
        }

        assertThat(built).isEmpty();
    }

    @Test
    void hasNoCycles() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching(BASE + ".tables.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** In SQL a package names its own tables, those of packages it may use, and those it is a reader of. */
    @ParameterizedTest
    @MethodSource("packages")
    void namesOnlyTheTablesItMay(String name) throws IOException {
        Set<String> owners = new TreeSet<>(all().get(name));
        owners.add(name);
        owners.addAll(READERS.getOrDefault(name, Set.of()));
        Set<String> foreign = new TreeSet<>();
        TABLES.forEach((owner, tables) -> foreign.addAll(owners.contains(owner) ? Set.of() : tables));
        foreign.retainAll(tablesNamedIn(name));

        assertThat(foreign).as("tables that " + name + " may not name").isEmpty();
    }

    /** Whoever reads the tables of a feature must not be used by it: the two could no longer be understood one by one. */
    @Test
    void noFeatureUsesWhoReadsItsTables() {
        List<String> circles = new ArrayList<>();
        READERS.forEach((reader, owners) -> owners.stream()
                .filter(owner -> !owner.equals("statement") && usedBy(owner).contains(reader))
                .forEach(owner -> circles.add(owner + " and " + reader)));

        assertThat(circles).isEmpty();
    }

    @Test
    void everyTableHasOneOwner() throws IOException {
        List<String> owned =
                TABLES.values().stream().flatMap(Set::stream).sorted().toList();
        Set<String> created = new TreeSet<>();
        for (Path migration : new TreeSet<>(files("src/main/resources/db/migration"))) {
            Pattern.compile("(?im)^(create|drop) (?:table|view) (?:if (?:not )?exists )?([a-z_]+)")
                    .matcher(Files.readString(migration))
                    .results()
                    .forEach(found -> {
                        if (found.group(1).equalsIgnoreCase("create")) {
                            created.add(found.group(2));
                        } else {
                            created.remove(found.group(2));
                        }
                    });
        }

        assertThat(owned).containsExactlyElementsOf(created);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "super(Member.class, \"member\", \"member_no\");",
                "@Table(name = \"member\")",
                "\"select 1 from member\"",
                "\"select 1 FROM Member m\"",
                "\"select 1 from account a, member m\"",
                "\"select 1 from account a join x on true, lateral member m\"",
                "\"select 1 from public.member\"",
                "\"select 1 from \\\"public\\\".\\\"member\\\"\"",
                "\"delete from only member\"",
                "\"truncate member\"",
                "\"lock table member\"",
                "\"copy member from stdin\"",
                "\"\"\"\nselect 1\nfrom\n  \"member\"\n\"\"\""
            })
    void seesATableHoweverItIsNamed(String code) {
        assertThat(tablesNamedInCode(code)).contains("member");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"select member, t.member_id from unnest(?) as t(member)\"",
                "\"select 1 from account a where a.member is distinct from member.id\"",
                "from(member)"
            })
    void takesNoColumnForATable(String code) {
        assertThat(tablesNamedInCode(code)).doesNotContain("member");
    }

    private static Set<String> tablesNamedIn(String name) throws IOException {
        Set<String> tables = new TreeSet<>();
        for (Path source : files("src/main/java/org/weijifen/" + name.replace('.', '/'))) {
            tables.addAll(tablesNamedInCode(Files.readString(source)));
        }
        return tables;
    }

    private static Set<String> tablesNamedInCode(String code) {
        String sql = LITERAL.matcher(code)
                .results()
                .map(literal -> literal.group(1) == null ? literal.group(2) : literal.group(1))
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
        Set<String> tables = TABLES.values().stream()
                .flatMap(Set::stream)
                .filter(table -> Pattern.compile(TABLE_NAMED.formatted(table))
                        .matcher(sql)
                        .find())
                .collect(Collectors.toCollection(TreeSet::new));
        TABLE_HELD.matcher(code).results().forEach(found -> tables.add(found.group(1)));
        return tables;
    }

    private static Set<String> usedBy(String name) {
        Set<String> used = new TreeSet<>();
        all().get(name).forEach(other -> {
            used.add(other);
            used.addAll(usedBy(other));
        });
        return used;
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Map<String, Set<String>> all() {
        Map<String, Set<String>> all = new TreeMap<>(EDGES);
        all.putAll(OUTERMOST);
        return all;
    }

    private static DescribedPredicate<JavaClass> in(String name) {
        return JavaClass.Predicates.resideInAnyPackage(BASE + "." + name + "..");
    }
}
