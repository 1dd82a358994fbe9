-- The moves are a part of each statement that reads them (ledger.Moves): a view can't name the one community that a statement is
-- about, and a distributed database has to see it at each table.
drop view move;
