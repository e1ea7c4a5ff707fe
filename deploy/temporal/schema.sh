#!/bin/sh
# Creates Temporal's two databases on PostgreSQL and brings their schemas to the version of this image. Runs at every start;
# what is there already is left as it is. Where PostgreSQL is, and as whom, is in the SQL_… variables.
set -eu

versioned=/etc/temporal/schema/postgresql/v12

prepare() {
  database="$1" schema="$2"
  # There is no "create if missing": a failure is told apart by the next step, which needs the database.
  temporal-sql-tool --database "$database" create-database > /tmp/create.log 2>&1 || true
  if ! temporal-sql-tool --database "$database" setup-schema -v 0.0; then
    echo "database $database cannot be used; creating it said:" >&2
    cat /tmp/create.log >&2
    exit 1
  fi
  temporal-sql-tool --database "$database" update-schema -d "$versioned/$schema/versioned"
}

prepare temporal temporal
prepare temporal_visibility visibility
echo 'Temporal: both databases are ready'
