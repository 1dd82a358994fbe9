package org.weijifen.tables.sheet;

/**
 * What stands in a cell, under which heading.
 *
 * @param heading as it stands in the file, empty where there is none
 * @param read whether its column is one of those that are read
 * @param text on one line
 * @param figure whether it says how many
 */
public record HeadedCell(String heading, boolean read, String text, boolean figure) {}
