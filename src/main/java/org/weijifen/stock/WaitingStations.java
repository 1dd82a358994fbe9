package org.weijifen.stock;

import org.weijifen.ledger.Table;
import org.weijifen.platform.id.StationId;

/**
 * The stations that another feature needs, so that they can't be retired now. There is a row for each of them. {@link
 * Stations#requireActive} notes the use of a station within a batch, so these rows are only read.
 */
public interface WaitingStations extends Table<StationId, Boolean> {}
