package org.weijifen.tables.sheet;

/**
 * The content of a cell, with its heading.
 *
 * @param heading as it stands in the file, empty where there is none
 * @param read whether its column is one of those that are read
 * @param text on one line
 * @param figure whether it is a quantity
 */
public record HeadedCell(String heading, boolean read, String text, boolean figure) {}
