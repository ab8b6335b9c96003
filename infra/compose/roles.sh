#!/bin/sh
# Run once by the PostgreSQL image: the role that owns Dangol's database. It may make the companies'
# roles, but it is no superuser: row-level security holds for it too.
set -eu
psql --set=ON_ERROR_STOP=1 --set=word="$DANGOL_DATABASE_PASSWORD" --username postgres <<'SQL'
CREATE ROLE dangol LOGIN CREATEROLE PASSWORD :'word';
CREATE DATABASE dangol OWNER dangol;
SQL
