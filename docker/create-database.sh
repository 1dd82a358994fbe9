#!/bin/bash
# The service's role owns its database and is no superuser, so that what it may not change in the books holds for it too.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v password="$WEIJIFEN_DB_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
create role weijifen login password :'password';
create database weijifen owner weijifen;
SQL
