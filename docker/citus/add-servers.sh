#!/bin/bash
# Tells the coordinator, the first argument, of the workers, the others. Those that it knows stay as they are.
set -euo pipefail
coordinator=$1
shift
run() { psql -v ON_ERROR_STOP=1 -h "$coordinator" -d weijifen -q "$@"; }
# How the servers sign in to each other: all of them have the same passwords here.
for role in postgres:"$POSTGRES_PASSWORD" weijifen:"$WEIJIFEN_DB_OWNER_PASSWORD" weijifen_service:"$WEIJIFEN_DB_PASSWORD"; do
  for server in "$coordinator" "$@"; do
    psql -v ON_ERROR_STOP=1 -h "$server" -d weijifen -q -v role="${role%%:*}" -v info="password=${role#*:}" <<'SQL'
insert into pg_dist_authinfo (nodeid, rolename, authinfo) values (0, :'role', :'info')
on conflict (nodeid, rolename) do update set authinfo = excluded.authinfo;
SQL
  done
done
run -c "select citus_set_coordinator_host('$coordinator', 5432)"
for worker in "$@"; do
  run -c "select citus_add_node('$worker', 5432)"
done
run -c "select nodename, nodeport, isactive from pg_dist_node"
