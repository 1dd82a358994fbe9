-- A migration takes as long as it takes, whatever platform.database.NewConnections allows a reader.
set local statement_timeout = 0;

-- For a database that is distributed (Citus), and words without a meaning elsewhere: a new table may refer to others before it is
-- distributed itself, and what changes several tables that refer to each other does so one after the other.
set local citus.enable_local_reference_table_foreign_keys = off;
set local citus.multi_shard_modify_mode = 'sequential';
