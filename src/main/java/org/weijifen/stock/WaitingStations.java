package org.weijifen.stock;

import java.util.UUID;
import org.weijifen.ledger.Table;

/**
 * The stations that another feature waits at, so that they can't be retired now: there is a row for each of them. What an
 * operation brings to a station is noted by {@link Stations#requireActive}, so these rows are only read.
 */
public interface WaitingStations extends Table<UUID, Boolean> {}
