package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.PartitionedSchema;
import org.weijifen.fixture.SeenStatements;
import org.weijifen.fixture.SeenStatements.Execution;
import org.weijifen.fixture.SeenStatements.Parameter;

/**
 * Whether the statements that the service executed in all tests before would do on a distributed database (Citus), where the rows
 * of a community are on one server. Each is explained with its parameters on partitioned tables.
 */
class ShardingIT {
    private static final String ALL_IMPORTS = "a job that ends imports of all communities whose instances are gone";

    /** Statements about all communities, by how they begin, with the reason why they ask all servers. */
    private static final Map<String, String> OF_ALL_COMMUNITIES = Map.of(
            "update import set status = 'done', rows_total = rows_read", ALL_IMPORTS,
            "update import set status = 'failed'", ALL_IMPORTS);

    private static final Pattern EXPLAINABLE =
            Pattern.compile("\\s*(select|insert|update|delete|with)\\b.*", Pattern.DOTALL);

    /** Where a statement has an array of communities. With several in it, it is not executed on a distributed database. */
    private static final Pattern COMMUNITIES = Pattern.compile(
            "unnest\\(\\$(\\d+)::uuid\\[][^)]*\\) as n\\(community_id\\b|community_id = any\\(\\$(\\d+)\\)");

    /** The binary form of an array of UUIDs: its header, and the length that is in front of each. */
    private static final int HEADER_BYTES = 5 * Integer.BYTES;

    private static final int UUID_BYTES = 2 * Long.BYTES;

    private static final Pattern FUNCTION = Pattern.compile("([a-z][a-z0-9_]*)\\(");
    private static final Pattern MOMENT = Pattern.compile("current_(timestamp|date|time)|interval '");

    /** Only tests hand in statements about no table of the service, or that fail by a division by zero. */
    private static final Set<String> OF_TESTS = Set.of("42P01", "22012");

    private record Planned(Execution execution, JsonNode plan) {
        String with(String reason) {
            return execution.place() + " " + reason + ":\n" + execution.sql().strip();
        }
    }

    private static final List<Planned> PLANNED = new ArrayList<>();
    private static PartitionedSchema schema;

    @BeforeAll
    static void explainsWhatWasSeen() throws SQLException {
        Map<String, List<Execution>> seen = SeenStatements.read();
        assumeFalse(seen.isEmpty(), "no test has run");
        schema = PartitionedSchema.create();
        for (List<Execution> executions : seen.values()) {
            for (Execution execution : executions) {
                if (EXPLAINABLE.matcher(execution.sql()).matches() && !isOfSeveralCommunities(execution)) {
                    plan(execution).ifPresent(plan -> PLANNED.add(new Planned(execution, plan)));
                }
            }
        }
    }

    @AfterAll
    static void dropsTheTables() throws SQLException {
        if (schema != null) {
            schema.close();
        }
    }

    @Test
    void tellsOneCommunityFromAll() throws SQLException {
        String all = "select count(*) from account a join book b using (community_id)";
        Parameter community = new Parameter(0, "0190a5a0-0000-7000-8000-000000000000", null);

        assertThat(PartitionedSchema.servers(schema.explain(new Execution(all, "", List.of()))))
                .hasSizeGreaterThan(1);
        assertThat(PartitionedSchema.servers(schema.explain(
                        new Execution(all + " where b.community_id = $1::uuid", "", List.of(community)))))
                .hasSize(1);
    }

    @Test
    void asksOneServerAboutOneCommunity() {
        Set<String> others = new TreeSet<>();
        for (Planned one : PLANNED) {
            boolean isOpen = one.plan().findValues("Subplans Removed").stream().anyMatch(count -> count.asInt() > 0);
            boolean asksSeveral = PartitionedSchema.servers(one.plan()).size() > 1;
            if ((isOpen || asksSeveral) && !isOfAllCommunities(one.execution())) {
                others.add(one.with("asks several servers for " + tables(one.plan())));
            }
        }

        assertThat(others).isEmpty();
    }

    /** Citus collects other rows at the coordinator first, and commits in two phases. */
    @Test
    void insertsRowsThatAreJoinedWithTheirBooks() {
        Set<String> others = new TreeSet<>();
        for (Planned one : PLANNED) {
            for (JsonNode insert : writes(one.plan(), "Insert")) {
                JsonNode rows = source(insert);
                boolean isOneRow = Set.of("Result", "Values Scan")
                        .contains(rows.path("Node Type").asText());
                if (!isOneRow && (PartitionedSchema.servers(rows).isEmpty() || !hasCommunityOfATable(rows))) {
                    others.add(one.with("inserts rows that are not joined with their books"));
                }
            }
        }

        assertThat(others).isEmpty();
    }

    /** Each server would see a moment, and a random number, of its own. */
    @Test
    void updatesRowsWithoutFunctionsOfTheMoment() throws SQLException {
        Set<String> others = new TreeSet<>();
        for (Planned one : PLANNED) {
            boolean isUpdate = !writes(one.plan(), "Update").isEmpty()
                    || !writes(one.plan(), "Delete").isEmpty()
                    || writes(one.plan(), "Insert").stream()
                            .anyMatch(insert ->
                                    insert.path("Conflict Resolution").asText().equals("UPDATE"));
            if (isUpdate) {
                String sql = one.execution().sql().toLowerCase(Locale.ROOT);
                Set<String> changing = schema.changing(FUNCTION.matcher(sql)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet()));
                MOMENT.matcher(sql).results().forEach(found -> changing.add(found.group()));
                if (!changing.isEmpty()) {
                    others.add(one.with("updates with " + String.join(", ", changing)));
                }
            }
        }

        assertThat(others).isEmpty();
    }

    /** The plan; empty for a statement of tests. */
    private static Optional<JsonNode> plan(Execution execution) throws SQLException {
        try {
            return Optional.of(schema.explain(execution));
        } catch (SQLException e) {
            if (OF_TESTS.contains(e.getSQLState())) {
                return Optional.empty();
            }
            throw new SQLException(execution.sql(), e.getSQLState(), e);
        }
    }

    private static boolean isOfSeveralCommunities(Execution execution) {
        Matcher array = COMMUNITIES.matcher(execution.sql());
        while (array.find()) {
            String number = array.group(1) == null ? array.group(2) : array.group(1);
            byte[] value =
                    execution.parameters().get(Integer.parseInt(number) - 1).binary();
            Set<ByteBuffer> communities = new HashSet<>();
            for (int at = HEADER_BYTES; value != null && at < value.length; at += Integer.BYTES + UUID_BYTES) {
                communities.add(ByteBuffer.wrap(value, at + Integer.BYTES, UUID_BYTES));
            }
            if (communities.size() > 1) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfAllCommunities(Execution execution) {
        String sql = execution.sql().strip();
        return OF_ALL_COMMUNITIES.keySet().stream().anyMatch(sql::startsWith);
    }

    /** The parts of a plan that write to tables which are distributed. */
    private static List<JsonNode> writes(JsonNode plan, String operation) {
        return plan.findParents("Operation").stream()
                .filter(node -> node.path("Operation").asText().equals(operation) && schema.isDistributed(node))
                .toList();
    }

    /** The part of a plan that makes the rows to insert. */
    private static JsonNode source(JsonNode insert) {
        for (JsonNode part : insert.path("Plans")) {
            if (part.path("Parent Relationship").asText().equals("Outer")) {
                return part;
            }
        }
        throw new IllegalStateException("an insert has rows: " + insert);
    }

    private static boolean hasCommunityOfATable(JsonNode rows) {
        for (JsonNode column : rows.path("Output")) {
            if (column.asText().endsWith(".community_id")) {
                return true;
            }
        }
        return false;
    }

    /** The tables of which a plan has rows of several servers. */
    private static String tables(JsonNode plan) {
        return PartitionedSchema.serversByTable(plan).entrySet().stream()
                .filter(table -> table.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }
}
