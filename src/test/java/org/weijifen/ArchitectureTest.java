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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
            Map.entry("member", Set.of("ledger", "access", "community")),
            Map.entry("task", Set.of("ledger", "access", "community")),
            Map.entry("merchant", Set.of("ledger", "access", "community")),
            Map.entry("reward", Set.of("ledger", "access", "community", "merchant")),
            Map.entry("settlement", Set.of("ledger", "access", "community", "merchant", "reward")),
            Map.entry("budget", Set.of("ledger", "access", "community", "task")),
            Map.entry("points", Set.of("ledger", "access", "community", "member", "task", "budget")),
            Map.entry("stock", Set.of("ledger", "access", "community", "reward")),
            Map.entry("redemption", Set.of("ledger", "access", "community", "member", "reward", "stock", "settlement")),
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

    /** What else speaks of them is an annotation, the welcome, or the dictionary of kept answers. */
    @Test
    void pathsOfAnswersAreBuiltInOnePlace() throws IOException {
        Set<String> others = Set.of("Paths.java", "PackedAnswers.java", "Welcome.java");
        List<String> built = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                if (!others.contains(source.getFileName().toString())) {
                    Files.readAllLines(source).stream()
                            .filter(line -> line.contains("\"/v1/communities"))
                            .filter(line -> !line.contains("@Path(") && !line.contains("examples = "))
                            .forEach(built::add);
                }
            }
        }

        assertThat(built).isEmpty();
    }

    @Test
    void hasNoCycles() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching(BASE + ".tables.(*)..").should().beFreeOfCycles().check(CLASSES);
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
