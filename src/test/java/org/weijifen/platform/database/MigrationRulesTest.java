package org.weijifen.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** New migrations keep to {@link MigrationRules}. What a distributed database refused of the earlier ones is in the examples. */
class MigrationRulesTest {
    private static final Path FOLDER = Path.of("src/main/resources/db/migration");

    /** These had landed before there were rules; a distributed database is made of what they have left. */
    private static final int LAST_WITHOUT_RULES = 33;

    @Test
    void areKeptByNewMigrations() throws IOException {
        Map<String, Set<String>> broken = new TreeMap<>();
        int seen = 0;
        for (Path migration : migrations()) {
            seen++;
            String name = migration.getFileName().toString();
            if (Integer.parseInt(name.substring(1, name.indexOf("__"))) > LAST_WITHOUT_RULES) {
                broken.put(name, MigrationRules.broken(Files.readString(migration)));
            }
        }

        assertThat(seen).isGreaterThan(30);
        assertThat(broken)
                .allSatisfy((name, rules) -> assertThat(rules).as(name).isEmpty());
    }

    private static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().startsWith("V"))
                    .toList();
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                        each(
                                MigrationRules.ONE_SUBCOMMAND,
                                // V005, V007, V009, V013, V024: several subcommands.
                                "alter table account add column station uuid, drop constraint account_identity",
                                "alter table account drop constraint a, add constraint a check (type in ('x', 'y'))"),
                        each(
                                MigrationRules.NAMED,
                                // V005, V015, V016: a column with its check.
                                "alter table ledger_transaction add column cost_fen bigint check (cost_fen >= 0)",
                                "alter table account add station uuid references station",
                                "alter table account add column number bigint unique",
                                "alter table account add column n int constraint n check (n > 0)",
                                // V006, V007, V020: constraints without names.
                                "alter table redemption add foreign key (community_id, station_id) references station",
                                "ALTER TABLE member ADD PRIMARY KEY (community_id, id)"),
                        each(
                                MigrationRules.ALTERED,
                                // V012
                                "alter table reward alter constraint r deferrable initially deferred"),
                        each(
                                MigrationRules.NEW_TABLE,
                                // V006: a table that others refer to at once, or two that refer to each other.
                                "create table station (community_id uuid, id uuid, primary key (community_id,"
                                        + " id)); alter table redemption add constraint redemption_station foreign key (community_id, station_id) references station",
                                "create table a (id uuid primary key); create table b (id uuid primary key)"),
                        each(
                                MigrationRules.KEY,
                                "create table a (community_id uuid, id uuid)",
                                "create table a (community_id uuid, id uuid primary key)",
                                "create table a (community_id uuid, id uuid, primary key (id, community_id))",
                                "create table a as select * from member"),
                        each(
                                MigrationRules.UNIQUE,
                                "create table a (community_id uuid, id uuid, primary key (community_id, id),"
                                        + " constraint u unique (id))",
                                "create table a (community_id uuid, id uuid unique, primary key (community_id, id))",
                                "create unique index a on member (id)"),
                        each(
                                MigrationRules.VOLATILE,
                                // What tests of the suite did on a distributed database.
                                "update member set id = gen_random_uuid()",
                                "update book set recorded_at = recorded_at + interval '1 day'",
                                "with n as (select 1) update book set recorded_at = now()"),
                        each(
                                MigrationRules.DEFAULT,
                                "alter table member add column seen timestamptz not null default now()",
                                "alter table member add column seen date default current_date"),
                        each(
                                MigrationRules.NO_PROGRAMS,
                                "create trigger t before insert on member execute function f()",
                                "create or replace function f() returns int language sql return 1",
                                "create sequence numbers",
                                "alter table member add column n bigserial",
                                "alter table member add column n bigint generated always as identity",
                                "do $$ begin perform 1; end $$"))
                .flatMap(Function.identity());
    }

    private static Stream<Arguments> each(String rule, String... migrations) {
        return Stream.of(migrations).map(migration -> Arguments.of(migration, rule));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuseWhatADistributedDatabaseRefuses(String migration, String rule) {
        assertThat(MigrationRules.broken("-- A comment, with a comma; and a semicolon.\n" + migration + ";\n"))
                .contains(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table account add column station uuid; -- where it lies, or null\nalter table account drop constraint a;",
                "alter table account add column lapsed boolean not null default false;"
                        + " alter table account add constraint account_lapsed check (not lapsed or (balance = 0 and type in ('a', 'b')));",
                "alter table redemption add constraint redemption_station foreign key (community_id, station_id) references station;",
                "alter table reward drop constraint r;"
                        + " alter table reward add constraint r foreign key (community_id, m) references merchant deferrable;",
                "create table a (community_id uuid not null references community, id uuid not null, n numeric(10, 2) check (n > 0),"
                        + " primary key (community_id, id), constraint code unique nulls not distinct (community_id, n))"
                        + " with (fillfactor = 80); create index i on a (community_id, n);"
                        + " alter table a add constraint more check (n < 9); revoke update, delete, truncate on a from current_user;",
                "create table book2 (community_id uuid not null primary key, n bigint);",
                "create table colour (id uuid primary key, name text unique);",
                "update member set status = lower(status), note = 'now() and then, gen_random_uuid()' where status <> 'left';",
                "alter domain account_type drop constraint known; alter domain account_type add constraint known check (value in ('a'));",
                "create unique index u on member (community_id, coalesce(phone, '')) where phone is not null;",
                "drop index i; drop view move; create view move as select * from posting;",
                "/* create sequence s; */ alter table member rename column a to b;"
            })
    void letPassWhatItTakes(String migration) {
        assertThat(MigrationRules.broken(migration)).isEmpty();
    }

    /** Of those that had landed, the ones are found that a distributed database refused when they were tried one by one. */
    @Test
    void findThoseThatWereRefused() throws IOException {
        Set<String> refused = Set.of("V005", "V006", "V007", "V009", "V012", "V013", "V015", "V016");
        for (Path migration : migrations()) {
            String version = migration.getFileName().toString().substring(0, 4);
            if (refused.contains(version)) {
                assertThat(MigrationRules.broken(Files.readString(migration)))
                        .as(version)
                        .isNotEmpty();
            }
        }
    }
}
