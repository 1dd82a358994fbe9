package org.weijifen.tables.sheet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rows of a CSV file (RFC 4180), with any line break and one of several separators. */
final class CsvRows implements RowSource {
    /** A quotation mark that is never closed takes in all that follows: beyond this many characters it is an error. */
    private static final int LONGEST_CELL = 100_000;

    /** A number as long as an identity card's, of which Excel kept fifteen digits: the last ones are zeros. */
    private static final Pattern ROUNDED = Pattern.compile("\\d{15}0{3,}");

    private static final CsvFactory FACTORY = CsvFactory.builder()
            .enable(CsvParser.Feature.TRIM_SPACES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_CELL)
                    .build())
            .build();

    private final CsvParser parser;
    private final SheetLimits limits;

    private CsvRows(CsvParser parser, SheetLimits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    static CsvRows open(Path file, TextEncoding encoding, char separator, SheetLimits limits) throws IOException {
        CsvParser parser = FACTORY.createParser(encoding.reader(file));
        parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
        return new CsvRows(parser, limits);
    }

    @Override
    public RawRow next() throws IOException {
        while (true) {
            int line = parser.currentLocation().getLineNr();
            try {
                if (parser.nextToken() == null) {
                    return null;
                }
                RawRow row = new RawRow(line, cells());
                if (!row.isBlank()) {
                    return row;
                }
            } catch (StreamConstraintsException e) {
                throw Refusals.cellTooLong(line, LONGEST_CELL);
            } catch (JsonProcessingException e) {
                throw Refusals.line(line);
            }
        }
    }

    private List<Cell> cells() throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token == JsonToken.VALUE_STRING; token = parser.nextToken()) {
            if (cells.size() <= limits.columns()) {
                cells.add(cell(parser.getText()));
            }
        }
        return cells;
    }

    private Cell cell(String raw) {
        Cell cell = Cell.text(raw, limits.cellLength());
        return cell != null && ROUNDED.matcher(cell.text()).matches()
                ? new Cell(Cell.Kind.SHORTENED, cell.text(), cell.text())
                : cell;
    }

    @Override
    public boolean from1904() {
        return false;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
