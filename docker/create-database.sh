#!/bin/bash
# Two roles, and no superuser: one owns the database and migrates it, the other one serves and may do no more than it needs.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v owner_password="$WEIJIFEN_DB_OWNER_PASSWORD" -v password="$WEIJIFEN_DB_PASSWORD" \
  --username "$POSTGRES_USER" <<'SQL'
create role weijifen login password :'owner_password';
create role weijifen_service login password :'password';
create database weijifen owner weijifen;
SQL
