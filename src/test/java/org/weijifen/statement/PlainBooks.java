package org.weijifen.statement;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What months should come to, added up as plainly as can be: each amount that the service answered, by its day and the name
 * of the line it belongs to. Names are those of the paths that lead to a line's transactions; amounts that no line leads to,
 * such as what is held, have names that begin with {@code ~}.
 */
final class PlainBooks {
    private final Map<YearMonth, Map<String, Map<Long, Long>>> months = new TreeMap<>();
    private final Map<YearMonth, Map<String, Map<String, Long>>> counts = new HashMap<>();
    private final Map<YearMonth, Set<String>> credited = new HashMap<>();
    private final Map<YearMonth, Set<String>> served = new HashMap<>();

    /** Adds what a transaction changed of a line. */
    void add(LocalDate day, String line, long transaction, long amount) {
        months.computeIfAbsent(YearMonth.from(day), any -> new TreeMap<>())
                .computeIfAbsent(line, any -> new TreeMap<>())
                .merge(transaction, amount, Long::sum);
    }

    void addCredited(LocalDate day, String member) {
        credited.computeIfAbsent(YearMonth.from(day), any -> new HashSet<>()).add(member);
    }

    void addServed(LocalDate day, String member) {
        served.computeIfAbsent(YearMonth.from(day), any -> new HashSet<>()).add(member);
    }

    /** Notes how many units of a reward were counted somewhere, in the place of what was counted there before. */
    void count(LocalDate day, String reward, String station, long units) {
        counts.computeIfAbsent(YearMonth.from(day), any -> new HashMap<>())
                .computeIfAbsent(reward, any -> new HashMap<>())
                .put(station, units);
    }

    /** The lines of a month that something was added to. */
    Map<String, Map<Long, Long>> lines(YearMonth month) {
        Map<String, Map<Long, Long>> lines = new TreeMap<>(months.getOrDefault(month, Map.of()));
        lines.keySet().removeIf(line -> line.startsWith("~"));
        return lines;
    }

    /** What a line comes to in a month. */
    long in(YearMonth month, String line) {
        return sum(months.getOrDefault(month, Map.of()).get(line));
    }

    /** What a line comes to in all months until the end of one. */
    long through(YearMonth month, String line) {
        return months.entrySet().stream()
                .filter(entry -> !entry.getKey().isAfter(month))
                .mapToLong(entry -> sum(entry.getValue().get(line)))
                .sum();
    }

    /** How many transactions a line has in a month. */
    long transactions(YearMonth month, String line) {
        return months.getOrDefault(month, Map.of()).getOrDefault(line, Map.of()).size();
    }

    /** Units of a reward as counted last at each station; null where none were in the month. */
    Long counted(YearMonth month, String reward) {
        Map<String, Long> stations = counts.getOrDefault(month, Map.of()).get(reward);
        return stations == null ? null : Long.valueOf(sum(stations));
    }

    Set<String> credited(YearMonth month) {
        return credited.getOrDefault(month, Set.of());
    }

    Set<String> served(YearMonth month) {
        return served.getOrDefault(month, Set.of());
    }

    private static long sum(Map<?, Long> amounts) {
        return amounts == null
                ? 0
                : amounts.values().stream().mapToLong(Long::longValue).sum();
    }
}
