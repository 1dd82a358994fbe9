-- A migration takes as long as it takes, whatever platform.database.NewConnections allows a reader.
set local statement_timeout = 0;
