package org.weijifen.statement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.ledger.HashChain;

/**
 * The figures that are recorded when a month is closed: the numbers of its statement, and the balances at its end, from
 * which later months start. They have ids in place of titles, because titles may change.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "ClosingFigures",
        description = "What is recorded of a closed month. SHA-256 of its RFC 8785 canonical JSON is `figuresHash`.")
public record Figures(
        @Schema(description = "Id of the community, as in exports of its books")
        UUID community,

        YearMonth month,
        MonthStatement.StatementPoints points,
        List<MonthStatement.StatementGoods> goods,
        List<MonthStatement.StatementDues> dues,
        MonthStatement.Cost cost,
        MonthStatement.People people,

        @Schema(description = "Balances when the month ended; those of zero are left out")
        List<BalanceSheet.BalanceSheetEntry> balances) {

    /** Sorted names without blanks. With only whole numbers and plain texts, this is canonical JSON. */
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** The recorded text of a closing and its hash. */
    public record Recorded(String json, String hash) {}

    /** The figures of a statement. */
    public static Figures of(UUID communityId, MonthStatement statement, BalanceSheet closing) {
        return new Figures(
                communityId,
                statement.month(),
                statement.points().bare(),
                statement.goods().stream()
                        .map(MonthStatement.StatementGoods::bare)
                        .filter(MonthStatement.StatementGoods::saysAnything)
                        .toList(),
                statement.dues().stream()
                        .map(MonthStatement.StatementDues::bare)
                        .filter(MonthStatement.StatementDues::saysAnything)
                        .toList(),
                statement.cost().bare(),
                statement.people().bare(),
                closing.entries());
    }

    /** The figures of a later time without moves: the balances at the end of this month. */
    Figures standing() {
        return new Figures(
                community,
                month,
                points.standing(),
                goods.stream().map(MonthStatement.StatementGoods::standing).toList(),
                dues.stream().map(MonthStatement.StatementDues::standing).toList(),
                new MonthStatement.Cost(0, null),
                people,
                balances);
    }

    public Recorded record() {
        try {
            String json = CANONICAL.writeValueAsString(this);
            return new Recorded(json, HashChain.sha256(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures are always writable", e);
        }
    }

    /**
     * Reads figures as they were recorded.
     *
     * @throws IllegalArgumentException when the text is not valid recorded figures
     */
    public static Figures read(String json) {
        try {
            return CANONICAL.readValue(json, Figures.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the figures of a month", e);
        }
    }
}
