"""Helpers of the migrations. Tables are plain SQL, `sql/<version>/<domain>.sql`; the file's name says whose they are."""

from pathlib import Path

from alembic import op

from marketplace.core import stored_code

SQL = Path(__file__).with_name("sql")
# Everything of ours in the public schema, but what belongs to an extension or notes the version.
DROP_EVERYTHING = """
DO $$ DECLARE v_name text; BEGIN
    FOR v_name IN SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE 'DROP TABLE ' || v_name || ' CASCADE';
    END LOOP;
    FOR v_name IN SELECT p.oid::regprocedure::text FROM pg_proc p
                   WHERE p.pronamespace = 'public'::regnamespace
                     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
        EXECUTE 'DROP FUNCTION ' || v_name || ' CASCADE';
    END LOOP;
END $$;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM vitrina_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE USAGE, SELECT ON SEQUENCES FROM vitrina_app;
"""


def run_sql(version: str, *domains: str) -> None:
    """Run `sql/<version>/<domain>.sql` of each domain in turn."""
    for domain in domains:
        _run((SQL / version / f"{domain}.sql").read_text(encoding="utf-8"))


def put(domain: str, name: str) -> None:
    """Put a function or trigger in place as `marketplace/<domain>/sql/<name>.sql` defines it today.

    For a step that cannot do without it. Whatever else the database holds of ours follows after the last step
    (`stored_code.install`), so a migration need not name it.
    """
    _run(stored_code.source(domain, name))


def drop(*statements: str) -> None:
    """Run the given statements one after another; the way down of a migration."""
    for statement in statements:
        _run(statement)


def drop_everything() -> None:
    """The way down of the first migration."""
    _run(DROP_EVERYTHING)


def _run(sql: str) -> None:
    op.get_bind().connection.driver_connection.execute(sql)
