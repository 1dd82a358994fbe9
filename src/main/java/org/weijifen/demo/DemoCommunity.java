package org.weijifen.demo;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Statement;
import java.time.Month;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.weijifen.access.CreditLimits;
import org.weijifen.closing.ClosingService;
import org.weijifen.platform.Call;
import org.weijifen.platform.KeyEncryption;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Writes;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.SettlementId;
import org.weijifen.platform.id.TaskId;
import org.weijifen.points.CreditRequest;
import org.weijifen.points.Credits;
import org.weijifen.redemption.Reservations;
import org.weijifen.redemption.Transitions;
import org.weijifen.settlement.SettlementSteps;
import org.weijifen.stock.Receipts;

/**
 * Loads the demo community when {@code weijifen.demo} is on. Every write has a fixed key, so a repeated load repeats no
 * write, even after an interrupted start.
 */
@Singleton
public class DemoCommunity {
    static final String SLUG = "fuxi";

    /** The demo loads after the ledger's lanes have started. */
    private static final int LATE = 5_000;

    private static final MemberId RESIDENT = new MemberId(id(0x101));
    private static final MemberId RIDER = new MemberId(id(0x102));
    private static final MemberId COURIER = new MemberId(id(0x103));
    private static final TaskId HAZARD_PHOTO = new TaskId(id(0x201));
    private static final TaskId PHONE_CLASS = new TaskId(id(0x202));
    private static final TaskId SNOW = new TaskId(id(0x203));
    private static final RewardId SOAP = new RewardId(id(0x301));
    private static final RewardId ICE_SLEEVE = new RewardId(id(0x302));
    private static final RewardId POWER_BANK = new RewardId(id(0x303));
    private static final RewardId HAIRCUT = new RewardId(id(0x304));
    private static final RewardId SET_MEAL = new RewardId(id(0x305));
    private static final MerchantId CANTEEN = new MerchantId(id(0x801));

    private final Writes writes;
    private final KeyEncryption encryption;
    private final Credits credits;
    private final Receipts receipts;
    private final Reservations reservations;
    private final Transitions transitions;
    private final ClosingService closings;
    private final SettlementSteps settlements;
    private final boolean wanted;

    DemoCommunity(
            Writes writes,
            KeyEncryption encryption,
            Credits credits,
            Receipts receipts,
            Reservations reservations,
            Transitions transitions,
            ClosingService closings,
            SettlementSteps settlements,
            @ConfigProperty(name = "weijifen.demo", defaultValue = "false") boolean wanted) {
        this.writes = writes;
        this.encryption = encryption;
        this.credits = credits;
        this.receipts = receipts;
        this.reservations = reservations;
        this.transitions = transitions;
        this.closings = closings;
        this.settlements = settlements;
        this.wanted = wanted;
    }

    void load(@Observes @Priority(LATE) StartupEvent event) {
        if (wanted && LaunchMode.current() == LaunchMode.NORMAL) {
            throw new IllegalStateException(
                    "WEIJIFEN_DEMO brings users with published passwords and is not for real use; unset it");
        }
        if (wanted) {
            loadRows();
            loadSigningKey();
            loadBooks();
        }
    }

    private void loadRows() {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream("demo.sql")) {
            String script = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            writes.write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute(script);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs nothing: the example that ends a key ends this one. */
    private void loadSigningKey() {
        UUID id = id(0x61);
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        byte[] encrypted = encryption.encrypt(secret, ("signing_key/" + id).getBytes(StandardCharsets.US_ASCII));
        writes.write(new SqlQuery("""
                        insert into signing_key (id, generation, secret, created_at) values (?, 0, ?, now())
                        on conflict do nothing
                        """, id, encrypted)::update);
    }

    private void loadBooks() {
        receive(1, SOAP, 50);
        receive(2, ICE_SLEEVE, 20);
        receive(3, POWER_BANK, 5);
        credit(4, RESIDENT, PHONE_CLASS, 20);
        credit(5, RIDER, SNOW, 15);
        credit(6, COURIER, HAZARD_PHOTO, 30);
        credit(7, RESIDENT, HAZARD_PHOTO, 1);
        reserve(8, new RedemptionId(id(0x401)), RESIDENT, SOAP, "20260001");
        reserve(9, new RedemptionId(id(0x402)), RESIDENT, HAIRCUT, "20260002");
        reserve(10, new RedemptionId(id(0x403)), RIDER, ICE_SLEEVE, "20260003");
        reserve(11, new RedemptionId(id(0x404)), COURIER, SOAP, "20260004");
        check(transitions.collect(SLUG, new RedemptionId(id(0x403)), null, call(12)));
        // Another person can sign or withdraw these closings of months before the first transaction.
        prepare(13, YearMonth.of(2025, Month.OCTOBER));
        prepare(14, YearMonth.of(2025, Month.NOVEMBER));
        loadSettlements();
    }

    private void prepare(int number, YearMonth month) {
        check(closings.prepare(SLUG, month, call(number)));
    }

    /** Hands out set meals: one is not settled yet, and the others are in settlements at each step. */
    private void loadSettlements() {
        credit(801, RESIDENT, PHONE_CLASS, 45);
        settlement(820, new SettlementId(id(0x821)));
        settlement(830, new SettlementId(id(0x822)));
        settlement(840, new SettlementId(id(0x823)));
        check(settlements.submit(SLUG, new SettlementId(id(0x823)), call(845)));
        settlement(850, new SettlementId(id(0x824)));
        check(settlements.submit(SLUG, new SettlementId(id(0x824)), call(855)));
        settlement(860, new SettlementId(id(0x825)));
        check(settlements.submit(SLUG, new SettlementId(id(0x825)), call(865)));
        check(settlements.accept(SLUG, new SettlementId(id(0x825)), CANTEEN, call(866)));
        meal(870);
    }

    private void settlement(int number, SettlementId settlement) {
        meal(number);
        check(settlements.draft(SLUG, new SettlementSteps.Draft(settlement, CANTEEN, null, null), call(number + 4)));
    }

    /** Redeems and hands out a set meal. Its ids follow from its number. */
    private void meal(int number) {
        RedemptionId redemption = new RedemptionId(id(0x40000 + number));
        reserve(number, redemption, RESIDENT, SET_MEAL, "20260" + number);
        check(transitions.collect(SLUG, redemption, null, call(number + 1)));
    }

    private void receive(int number, RewardId reward, long units) {
        check(receipts.receive(
                        new Receipts.Delivery(SLUG, reward, units, null, null, null, null, "开业备货", null), call(number))
                .join());
    }

    private void credit(int number, MemberId member, TaskId task, long quantity) {
        check(credits.credit(
                        SLUG,
                        new CreditRequest(member, null, task, quantity, null, "demo-" + number, null),
                        CreditLimits.NONE,
                        call(number))
                .join());
    }

    private void reserve(int number, RedemptionId redemption, MemberId member, RewardId reward, String pickupCode) {
        check(reservations
                .reserve(
                        SLUG,
                        new Reservations.Order(
                                redemption,
                                member,
                                null,
                                List.of(new Reservations.OrderLine(reward, 1)),
                                null,
                                pickupCode),
                        call(number))
                .join());
    }

    private static void check(Outcome<?> outcome) {
        if (outcome.isRefused()) {
            throw new IllegalStateException(
                    "the demo community was refused: " + outcome.answer().json());
        }
    }

    private static Call call(int number) {
        return new Call("system:demo", "demo-" + number, false, Locale.SIMPLIFIED_CHINESE, "/demo", "demo-" + number);
    }

    private static UUID id(int number) {
        return UUID.fromString("01998c00-0000-7000-8000-%012x".formatted(number));
    }
}
