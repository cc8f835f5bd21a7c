#!/bin/sh
# First start of PostgreSQL: one role and one database for the register, one for Airflow.
#
# Neither role may connect to the other's database. The passwords come from files.
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
# A purge drops old write-ahead log and looks at the files; neither is a right to data.
psql --set ON_ERROR_STOP=1 --quiet --username "$POSTGRES_USER" --dbname register << 'SQL'
GRANT pg_checkpoint, pg_read_all_settings TO register;
GRANT EXECUTE ON FUNCTION pg_switch_wal() TO register;
SQL
