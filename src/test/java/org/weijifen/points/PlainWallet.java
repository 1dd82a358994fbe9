package org.weijifen.points;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The points of one member by the plain rule, with no books and no job: whatever has not been used by its last day has lapsed at
 * midnight, and stays apart by its day.
 */
final class PlainWallet {

    /** Points of one last day. */
    record Lot(LocalDate expiresOn, long points) {}

    /** What a credit came to. */
    record Credit(long paid, Lot lot) {}

    /** What a deduction took. */
    record Deduction(List<Lot> lots, long owed) {}

    private final TreeMap<LocalDate, Long> free = new TreeMap<>();
    private final TreeMap<LocalDate, Long> lapsed = new TreeMap<>();
    private LocalDate today;
    private long held;
    private long arrears;
    private long earned;
    private long spent;
    private long deducted;

    void begin(LocalDate day) {
        today = day;
        free.headMap(day).forEach((last, points) -> lapsed.merge(last, points, Long::sum));
        free.headMap(day).clear();
    }

    Credit credit(long points, LocalDate expiresOn) {
        long paid = Math.min(points, arrears);
        arrears -= paid;
        earned += points;
        put(expiresOn, points - paid);
        return new Credit(paid, new Lot(expiresOn, points - paid));
    }

    void reverse(Credit credit) {
        arrears += credit.paid();
        earned -= credit.paid() + credit.lot().points();
        take(credit.lot());
        payArrears();
    }

    Deduction deduct(long points) {
        deducted += points;
        List<Lot> lots = takeFree(points);
        long owed = points - sum(lots);
        arrears += owed;
        return new Deduction(lots, owed);
    }

    void reverse(Deduction deduction) {
        deducted -= deduction.owed() + sum(deduction.lots());
        deduction.lots().forEach(lot -> put(lot.expiresOn(), lot.points()));
        long owed = Math.min(deduction.owed(), arrears);
        arrears -= owed;
        put(today.plusMonths(1), deduction.owed() - owed);
        payArrears();
    }

    /** Null when there are not so many. */
    List<Lot> reserve(long points) {
        if (available() < points) {
            return null;
        }
        held += points;
        return takeFree(points);
    }

    void collect(List<Lot> lots) {
        held -= sum(lots);
        spent += sum(lots);
    }

    void release(List<Lot> lots) {
        held -= sum(lots);
        giveBack(lots);
    }

    void takeBack(List<Lot> lots) {
        spent -= sum(lots);
        giveBack(lots);
    }

    /** Had been collected, although it was released since. */
    void collectAfterAll(List<Lot> lots) {
        spent += sum(lots);
        lots.forEach(this::take);
    }

    private void giveBack(List<Lot> lots) {
        lots.forEach(lot -> put(lot.expiresOn(), lot.points()));
        payArrears();
    }

    private void put(LocalDate expiresOn, long points) {
        (expiresOn.isBefore(today) ? lapsed : free).merge(expiresOn, points, Long::sum);
    }

    /** Of its own day first, lapsed or not; then of others that are free; and what is missing is owed. */
    private void take(Lot lot) {
        Map<LocalDate, Long> own = lot.expiresOn().isBefore(today) ? lapsed : free;
        long there = Math.min(lot.points(), own.getOrDefault(lot.expiresOn(), 0L));
        own.merge(lot.expiresOn(), -there, Long::sum);
        long missing = lot.points() - there;
        arrears += missing - sum(takeFree(missing));
    }

    private void payArrears() {
        arrears -= sum(takeFree(Math.min(arrears, available())));
    }

    private List<Lot> takeFree(long points) {
        List<Lot> taken = new ArrayList<>();
        long missing = points;
        for (Map.Entry<LocalDate, Long> lot : free.entrySet()) {
            long part = Math.min(missing, lot.getValue());
            if (part > 0) {
                missing -= part;
                lot.setValue(lot.getValue() - part);
                taken.add(new Lot(lot.getKey(), part));
            }
        }
        return taken;
    }

    private static long sum(List<Lot> lots) {
        return lots.stream().mapToLong(Lot::points).sum();
    }

    private long available() {
        return free.values().stream().mapToLong(Long::longValue).sum();
    }

    /** As a balance has it. */
    Map<String, Long> figures() {
        return new TreeMap<>(Map.of(
                "available", available(),
                "held", held,
                "arrears", arrears,
                "earned", earned,
                "spent", spent,
                "expired", lapsed.values().stream().mapToLong(Long::longValue).sum(),
                "deducted", deducted));
    }
}
