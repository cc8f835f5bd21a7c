#!/bin/sh
# First start of PostgreSQL: one role and one database for the register, one for Airflow.
#
# Neither role may connect to the other's database. The passwords come from files. A
# third role, `reader`, owns nothing: it may connect to the register, and the service
# `init` gives it the columns that the pages read.
set -eu
for name in register airflow; do
    export name
    psql --set ON_ERROR_STOP=1 --set name="$name" --quiet \
        --username "$POSTGRES_USER" --dbname postgres << 'SQL'
\set password `cat "${SECRETS:-/run/secrets}/${name}_password"`
CREATE ROLE :"name" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
psql --set ON_ERROR_STOP=1 --quiet --username "$POSTGRES_USER" --dbname register << 'SQL'
\set password `cat "${SECRETS:-/run/secrets}/reader_password"`
CREATE ROLE reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT
    CONNECTION LIMIT 20 PASSWORD :'password';
ALTER ROLE reader SET default_transaction_read_only = on;
GRANT CONNECT ON DATABASE register TO reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL
# A purge drops old write-ahead log and looks at the files; neither is a right to data.
psql --set ON_ERROR_STOP=1 --quiet --username "$POSTGRES_USER" --dbname register << 'SQL'
GRANT pg_checkpoint, pg_read_all_settings TO register;
GRANT EXECUTE ON FUNCTION pg_switch_wal() TO register;
SQL
