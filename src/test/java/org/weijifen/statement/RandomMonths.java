package org.weijifen.statement;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;

/**
 * A committee that does all it can, at random, day after day; what the service answers is added up in plain books. The same
 * seed does the same deeds.
 */
final class RandomMonths {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    /** Just after and before midnight, when it is another day in UTC, and at noon. */
    private static final List<LocalTime> TIMES = List.of(LocalTime.of(0, 5), LocalTime.NOON, LocalTime.of(23, 50));

    private static final int DEEDS = 29;
    private static final int DEEDS_AT_MONTHS_END = 9;
    private static final int MOST_DAYS_LATE = 12;
    /** What was refused by a rule, such as points that are not there: nothing has moved. */
    private static final Set<Integer> REFUSALS = Set.of(409, 410, 422);
    /** Settlements that another step follows. */
    private static final Set<String> LIVE = Set.of("draft", "submitted", "accepted");

    /** What can be redeemed; {@code merchant} is null for goods. */
    record Reward(String id, String merchant) {}

    private record Line(Reward reward, long quantity, long costFen) {}

    private record Order(String id, String member, long points, List<Line> lines) {}

    /** A transaction that can be reversed, with the member or reward it is about. */
    record Reversible(String kind, long transaction, String owner, long amount) {}

    private final Committee committee;
    private final Api colleague;
    private final Random random;
    private final LocalDate first;
    private final PlainBooks books = new PlainBooks();
    private final List<String> tasks = new ArrayList<>();
    private final List<String> stations = new ArrayList<>();
    private final List<Order> open = new ArrayList<>();
    private final List<Order> collected = new ArrayList<>();
    private final List<Reversible> reversible = new ArrayList<>();
    private final Map<String, Long> costs = new HashMap<>();
    private final Map<String, JsonNode> settlements = new HashMap<>();
    private LocalDate today;

    final List<String> members = new ArrayList<>();
    final Map<String, String> households = new HashMap<>();
    final List<String> merchants = new ArrayList<>();
    final List<Reward> rewards = new ArrayList<>();
    /** What reversals took back, and what returned redemptions had cost, by their numbers. */
    final Map<Long, Reversible> reversals = new HashMap<>();

    final Map<Long, Long> returnedPoints = new HashMap<>();

    /**
     * Begins.
     *
     * @param colleague another one of the committee
     * @param first the first day
     */
    RandomMonths(Committee committee, Api colleague, Random random, LocalDate first) {
        this.committee = committee;
        this.colleague = colleague;
        this.random = random;
        this.first = first;
    }

    PlainBooks books() {
        return books;
    }

    /** Members, tasks, stations, goods on two shelves, and packages of two merchants. */
    void setUp() {
        begin(first, LocalTime.of(0, 1));
        for (String household : new String[] {"1-101", "1-101", "2-202", null}) {
            String member = committee.aMember(household == null ? Map.of() : Map.of("household", household));
            members.add(member);
            households.put(member, household);
        }
        tasks.add(committee.task(10, "hour"));
        tasks.add(committee.task(7, "occurrence"));
        stations.add(null);
        stations.add(Committee.id(committee.post("/stations", Map.of("code", "east", "title", "东门"))));
        stations.add(Committee.id(committee.post("/stations", Map.of("code", "west", "title", "西门"))));
        for (long price : new long[] {5, 8}) {
            Reward goods = new Reward(committee.reward("goods", price, Map.of("costFen", 100 * price + 90)), null);
            rewards.add(goods);
            costs.put(goods.id(), 100 * price + 90);
            receive(goods, null);
            receive(goods, stations.get(1));
        }
        for (long price : new long[] {4, 6}) {
            String merchant = committee.merchant();
            merchants.add(merchant);
            Reward dish = new Reward(committee.packageOf(merchant, price, 100 * price + 50), merchant);
            rewards.add(dish);
            costs.put(dish.id(), 100 * price + 50);
        }
    }

    /** Moves the clock to a day. */
    void begin(LocalDate day) {
        begin(day, TIMES.get(random.nextInt(TIMES.size())));
    }

    /** Lives through the day; there is more to do on the first and the last of a month. */
    void live() {
        boolean atMonthsEnd = today.getDayOfMonth() == 1 || today.getDayOfMonth() == today.lengthOfMonth();
        int deeds = atMonthsEnd ? DEEDS_AT_MONTHS_END : 1 + random.nextInt(3);
        for (int i = 0; i < deeds; i++) {
            deed();
        }
    }

    /** Looks at what the jobs have made of open redemptions. */
    void seeWhatHasExpired() {
        for (Order order : List.copyOf(open)) {
            JsonNode now =
                    committee.get("/redemptions/" + order.id()).expect(200).json();
            if (now.get("status").asText().equals("expired")) {
                release(order, now);
            }
        }
    }

    private void begin(LocalDate day, LocalTime time) {
        today = day;
        MovableClock.set(day.atTime(time).atZone(SHANGHAI).toInstant());
    }

    private void deed() {
        switch (random.nextInt(DEEDS)) {
            case 0, 1, 2 -> creditFreely();
            case 3, 4 -> creditForTask();
            case 5 -> deduct();
            case 6, 7, 8, 9, 10 -> reserve();
            case 11, 12, 13, 14 -> collect();
            case 15 -> cancel();
            case 16, 17 -> giveBack();
            case 18, 19, 20 -> settle();
            case 21, 22 -> transfer();
            case 23 -> takeStock();
            case 24 -> receive(any(rewards.subList(0, 2)), any(stations));
            case 25, 26, 27 -> reverse();
            case 28 -> reprice();
            default -> throw new AssertionError("no such deed");
        }
    }

    private void creditFreely() {
        Map<String, Object> credit = new HashMap<>(Map.of("points", 1 + random.nextInt(40)));
        int reason = random.nextInt(4);
        if (reason > 0) {
            credit.put("reason", "reason-" + reason);
        }
        credit(credit, reason > 0 ? "issued-for-reason?reason=reason-" + reason : "issued-for-reason");
    }

    private void creditForTask() {
        String task = any(tasks);
        JsonNode posted = credit(
                new HashMap<>(Map.of("taskId", task, "quantity", 1 + random.nextInt(3))),
                "issued-by-task?taskId=" + task);
        books.add(
                day(posted),
                "~quantity?taskId=" + task,
                number(posted),
                posted.get("quantity").asLong());
    }

    private JsonNode credit(Map<String, Object> credit, String line) {
        String member = any(members);
        credit.put("memberId", member);
        JsonNode posted = postLate("/credits", credit).expect(201).json();
        long points = posted.get("points").asLong();
        books.add(day(posted), "issued", number(posted), points);
        books.add(day(posted), line, number(posted), points);
        books.addCredited(day(posted), member);
        reversible.add(new Reversible("credit", number(posted), member, points));
        return posted;
    }

    /** Posts a fact that happened today or some days ago: on its day, or, where that is closed, today. */
    private Reply postLate(String path, Map<String, Object> fact) {
        LocalDate happened = random.nextInt(3) > 0 ? today : today.minusDays(random.nextInt(MOST_DAYS_LATE));
        fact.put("effectiveOn", (happened.isBefore(first) ? first : happened).toString());
        Reply reply = committee.post(path, fact);
        if (reply.code().equals("period_closed")) {
            fact.remove("effectiveOn");
            fact.put("occurredOn", happened.toString());
            return committee.post(path, fact);
        }
        return reply;
    }

    private void deduct() {
        String member = any(members);
        Map<String, Object> deduction =
                new HashMap<>(Map.of("memberId", member, "points", 1 + random.nextInt(30), "reason", "更正"));
        if (random.nextInt(3) == 0) {
            deduction.put("occurredOn", today.minusDays(5).toString());
        }
        JsonNode posted = committee.post("/deductions", deduction).expect(201).json();
        long points = posted.get("points").asLong();
        books.add(day(posted), "deducted", number(posted), points);
        reversible.add(new Reversible("deduction", number(posted), member, points));
    }

    private void reserve() {
        String member = any(members);
        List<Line> lines = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            Reward reward = any(rewards);
            lines.add(new Line(reward, 1 + random.nextInt(2), costs.get(reward.id())));
        }
        Map<String, Object> order = new HashMap<>(Map.of("memberId", member));
        order.put(
                "lines",
                lines.stream()
                        .map(line -> Map.of("rewardId", line.reward().id(), "quantity", line.quantity()))
                        .toList());
        Reply reply = committee.post("/redemptions", at("stationId", any(stations), order));
        if (isDone(reply)) {
            JsonNode reserved = reply.json();
            Order made = new Order(
                    reserved.get("id").asText(), member, reserved.get("points").asLong(), lines);
            long number = reserved.at("/transactions/reservation").asLong();
            books.add(today, "~held", number, made.points());
            lines.forEach(line ->
                    books.add(today, "~reserved?rewardId=" + line.reward().id(), number, line.quantity()));
            open.add(made);
        }
    }

    private void collect() {
        Order order = any(open);
        if (order == null) {
            return;
        }
        Reply reply = committee.collect(order.id());
        if (isDone(reply)) {
            long number = reply.json().at("/transactions/collection").asLong();
            open.remove(order);
            collected.add(order);
            books.add(today, "redeemed", number, order.points());
            books.add(today, "~held", number, -order.points());
            books.addServed(today, order.member());
            for (Line line : order.lines()) {
                books.add(today, "~reserved?rewardId=" + line.reward().id(), number, -line.quantity());
                books.add(today, "goods-handed-out?rewardId=" + line.reward().id(), number, line.quantity());
                books.add(today, "cost", number, line.quantity() * line.costFen());
                owe("dues-earned", line, number);
            }
        }
    }

    private void owe(String dues, Line line, long number) {
        if (line.reward().merchant() != null) {
            books.add(
                    today, dues + "?merchantId=" + line.reward().merchant(), number, line.quantity() * line.costFen());
        }
    }

    private void cancel() {
        Order order = any(open);
        if (order != null) {
            release(order, committee.cancel(order.id()).expect(200).json());
        }
    }

    private void release(Order order, JsonNode closed) {
        long number = closed.at("/transactions/closing").asLong();
        open.remove(order);
        books.add(today, "~held", number, -order.points());
        for (Line line : order.lines()) {
            books.add(today, "~reserved?rewardId=" + line.reward().id(), number, -line.quantity());
        }
    }

    /** Takes back, by a counter-entry where a settlement counts on it. */
    private void giveBack() {
        Order order = any(collected);
        if (order == null) {
            return;
        }
        Reply reply = committee.takeBack(order.id());
        if (!isDone(reply)) {
            reply = committee
                    .post("/redemptions/" + order.id() + "/return", Map.of("counterEntry", true))
                    .expect(200);
        }
        long number = reply.json().at("/transactions/closing").asLong();
        collected.remove(order);
        returnedPoints.put(number, order.points());
        books.add(today, "returned", number, order.points());
        for (Line line : order.lines()) {
            books.add(today, "goods-returned?rewardId=" + line.reward().id(), number, line.quantity());
            books.add(today, "cost", number, -line.quantity() * line.costFen());
            owe("dues-returned", line, number);
        }
    }

    /** Goes some steps on with a merchant's settlement, or begins one. */
    private void settle() {
        String merchant = any(merchants);
        int steps = 1 + random.nextInt(3);
        for (int i = 0; i < steps; i++) {
            Reply reply = nextStep(merchant, settlements.get(merchant));
            if (!isDone(reply)) {
                return;
            }
            JsonNode after = reply.json();
            String status = after.get("status").asText();
            settlements.put(merchant, LIVE.contains(status) ? after : null);
            if (status.equals("settled")) {
                long number = after.get("transaction").asLong();
                books.add(
                        today,
                        "dues-settled?merchantId=" + merchant,
                        number,
                        after.get("amountFen").asLong());
            }
        }
    }

    private Reply nextStep(String merchant, JsonNode live) {
        if (live == null) {
            LocalDate through = today.minusDays(random.nextInt(4));
            return committee.post("/settlements", Map.of("merchantId", merchant, "through", through.toString()));
        }
        String path = "/settlements/" + live.get("id").asText() + "/";
        boolean calledOff = random.nextInt(8) == 0;
        return switch (live.get("status").asText()) {
            case "draft" -> committee.post(path + (calledOff ? "cancel" : "submit"), null);
            case "submitted" ->
                calledOff
                        ? committee.post(path + "reject", Map.of("reason", "少一份"))
                        : colleague.post(committee.path(path + "accept"), null);
            case "accepted" -> committee.post(path + "settle", null);
            default -> throw new AssertionError("not live: " + live);
        };
    }

    private void transfer() {
        Reward goods = any(rewards.subList(0, 2));
        int from = random.nextInt(stations.size());
        int to = (from + 1 + random.nextInt(stations.size() - 1)) % stations.size();
        Map<String, Object> load = new HashMap<>(Map.of("rewardId", goods.id(), "quantity", 1 + random.nextInt(4)));
        at("fromStationId", stations.get(from), load);
        Reply reply = committee.post("/transfers", at("toStationId", stations.get(to), load));
        if (isDone(reply)) {
            JsonNode carried = reply.json();
            books.add(
                    day(carried),
                    "goods-transferred?rewardId=" + goods.id(),
                    number(carried),
                    carried.get("quantity").asLong());
        }
    }

    /** Counts goods at a station, a few more or less than there should be; now and then in two steps. */
    private void takeStock() {
        String station = any(stations);
        List<Map<String, Object>> lines = new ArrayList<>();
        for (JsonNode goods : committee.get("/stock").expect(200).json().get("items")) {
            for (JsonNode there : goods.get("stations")) {
                if (Objects.equals(there.path("stationId").asText(null), station)) {
                    long reserved = there.get("reserved").asLong();
                    long counted = there.get("onShelf").asLong() + reserved - 2 + random.nextInt(5);
                    lines.add(
                            Map.of("rewardId", goods.get("rewardId").asText(), "counted", Math.max(reserved, counted)));
                }
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        Map<String, Object> sheet = at("stationId", station, new HashMap<>(Map.of("reason", "盘点", "lines", lines)));
        boolean inTwoSteps = random.nextBoolean();
        sheet.put("open", inTwoSteps);
        JsonNode stocktake = committee.post("/stocktakes", sheet).expect(201).json();
        if (inTwoSteps) {
            stocktake = committee
                    .post("/stocktakes/" + stocktake.get("id").asText() + "/complete", null)
                    .expect(200)
                    .json();
        }
        for (JsonNode line : stocktake.get("lines")) {
            String reward = line.get("rewardId").asText();
            books.count(today, reward, station, line.get("counted").asLong());
            if (line.get("difference").asLong() != 0) {
                books.add(
                        today,
                        "goods-adjusted?rewardId=" + reward,
                        number(stocktake),
                        line.get("difference").asLong());
            }
        }
    }

    private void receive(Reward goods, String station) {
        Map<String, Object> delivery =
                new HashMap<>(Map.of("quantity", 3 + random.nextInt(12), "unitCostFen", 300 + random.nextInt(500)));
        JsonNode received = postLate("/rewards/" + goods.id() + "/receipts", at("stationId", station, delivery))
                .expect(201)
                .json();
        long quantity = received.get("quantity").asLong();
        books.add(day(received), "goods-received?rewardId=" + goods.id(), number(received), quantity);
        reversible.add(new Reversible("receipt", number(received), goods.id(), quantity));
    }

    private void reverse() {
        // Else it were credits nearly always.
        String kind = any(List.of("credit", "deduction", "receipt", "receipt"));
        Reversible mistake =
                any(reversible.stream().filter(one -> one.kind().equals(kind)).toList());
        if (mistake == null) {
            return;
        }
        Reply reply = committee.post("/transactions/" + mistake.transaction() + "/reversal", Map.of("reason", "登记有误"));
        if (isDone(reply)) {
            JsonNode reversal = reply.json();
            reversible.remove(mistake);
            if (mistake.kind().equals("receipt")) {
                books.add(
                        day(reversal),
                        "goods-reversed?rewardId=" + mistake.owner(),
                        number(reversal),
                        -mistake.amount());
            } else {
                reversals.put(number(reversal), mistake);
            }
        }
    }

    /** What is reserved from now on costs something else. */
    private void reprice() {
        Reward reward = any(rewards);
        long cost = 100 + random.nextInt(900);
        committee.patch("/rewards/" + reward.id(), Map.of("costFen", cost)).expect(200);
        costs.put(reward.id(), cost);
    }

    /** Whether it was done; where not, a rule must have been in the way. */
    private static boolean isDone(Reply reply) {
        if (REFUSALS.contains(reply.status())) {
            return false;
        }
        if (reply.status() / 100 != 2) {
            throw new AssertionError("neither done nor refused: " + reply.status() + " " + reply.body());
        }
        return true;
    }

    /** With a station, unless it is the main one. */
    private static Map<String, Object> at(String field, String station, Map<String, Object> body) {
        if (station != null) {
            body.put(field, station);
        }
        return body;
    }

    private static LocalDate day(JsonNode posted) {
        return LocalDate.parse(posted.get("effectiveOn").asText());
    }

    private static long number(JsonNode posted) {
        return posted.path("sequence").asLong();
    }

    private <T> T any(List<T> things) {
        return things.isEmpty() ? null : things.get(random.nextInt(things.size()));
    }
}
