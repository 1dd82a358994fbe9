package org.weijifen.tables.sheet;

import java.util.stream.LongStream;

/**
 * How much of an uploaded table is read before it is refused. Each limit is the most that passes.
 *
 * @param rows rows below the headings, blank ones not counted
 * @param columns headings
 * @param cellLength characters (UTF-16 units) of a cell; a longer cell is a fault of its row, not of the file
 * @param zipEntries entries of a workbook's zip directory
 * @param unpackedBytes bytes of a workbook that are read, unpacked; a worksheet is read twice
 * @param ratio how many times larger a part may be than its packed form, once it is larger than 1 MiB
 */
public record SheetLimits(int rows, int columns, int cellLength, int zipEntries, long unpackedBytes, int ratio) {
    /** 200,000 rows, 200 columns, 2,000 characters, 1,000 entries, 512 MiB, 200 times. */
    public static final SheetLimits DEFAULT = new SheetLimits(200_000, 200, 2_000, 1_000, 512L << 20, 200);

    public SheetLimits {
        if (LongStream.of(rows, columns, cellLength, zipEntries, unpackedBytes, ratio)
                .anyMatch(limit -> limit < 1)) {
            throw new IllegalArgumentException("a limit of a table is at least 1");
        }
    }

    /** The same limits with another number of rows. */
    public SheetLimits withRows(int most) {
        return new SheetLimits(most, columns, cellLength, zipEntries, unpackedBytes, ratio);
    }
}
