#!/bin/sh
# Makes the passwords and keys of docker-compose.yml, once; what exists is kept.
#
# The folder is closed (0700) and its files are readable (0444): Docker mounts each
# file by itself, and the services run under other user ids than yours. No file ends
# in a newline, because Airflow takes the text of a `_CMD` option as it is.
set -eu
umask 077
secrets="${1:-$(dirname "$0")/secrets}"
mkdir -p "$secrets"
chmod 0700 "$secrets"

random() { od -An -v -tx1 -N24 /dev/urandom | tr -d ' \n'; }
fernet_key() { head -c 32 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }
keep() {
    if [ ! -s "$secrets/$1" ]; then
        printf '%s' "$2" > "$secrets/$1.part"
        chmod 0444 "$secrets/$1.part"
        mv "$secrets/$1.part" "$secrets/$1"
    fi
}
# Driver, role, database.
url() { printf '%s://%s:%s@postgres:5432/%s' "$1" "$2" "$(cat "$secrets/$2_password")" "$3"; }

keep postgres_password "$(random)"
keep register_password "$(random)"
keep airflow_password "$(random)"
keep reader_password "$(random)"
keep admin_password "$(random)"
keep jwt_secret "$(random)$(random)$(random)"
keep api_secret_key "$(random)"
keep fernet_key "$(fernet_key)"
keep register_url "$(url postgresql+psycopg register register)"
keep reader_url "$(url postgresql+psycopg reader register)"
keep airflow_database_url "$(url postgresql+psycopg2 airflow airflow)"
echo "Secrets are in $secrets. Keep a copy of fernet_key where your other keys are."
