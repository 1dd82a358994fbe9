#!/bin/bash
# On each server: the roles, the database and its extension. One role owns the database and migrates it, the other one serves.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v owner_password="$WEIJIFEN_DB_OWNER_PASSWORD" -v password="$WEIJIFEN_DB_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
set citus.enable_create_role_propagation = off;
create role weijifen login password :'owner_password';
create role weijifen_service login password :'password';
create database weijifen owner weijifen;
\connect weijifen
create extension if not exists citus;
SQL
