"""The schema that this version ships, object by object, and where a database differs from it.

Tables, columns, constraints, indexes, triggers and whether they are on, functions with all that they may do, every right of every
role, and what the application's role is: `migrations/blueprint.tsv`, written by `make schema`. The rows come from the catalogues
and not from pg_dump, so that they are the same with every minor version of PostgreSQL and name what differs. What lies around the
schema is asked by `surroundings.py`.

The owner of the books is called "the owner" and everybody "PUBLIC"; any other role that has a right is told by its name.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from marketplace.core import surroundings
from marketplace.core.db import execute
from marketplace.core.findings import Finding
from marketplace.core.places import MIGRATIONS

SHIPPED = MIGRATIONS / "blueprint.tsv"
FOUND_MAX = 20
SHOWN_MAX = 300  # characters of a definition
PLAIN = "SELECT set_config('search_path', 'public', true)"  # names are told without their schema

Key = tuple[str, str]  # kind and object

_WITH = """
WITH owner AS (SELECT relowner AS id FROM pg_class WHERE oid = 'public.seals'::regclass),
app AS (SELECT oid AS id FROM pg_roles WHERE rolname = 'vitrina_app'),
who AS (
    SELECT r.oid AS id, CASE r.oid WHEN (SELECT id FROM owner) THEN 'the owner' ELSE r.rolname END AS name FROM pg_roles r
    UNION ALL SELECT 0, 'PUBLIC'),
above AS (SELECT id FROM owner UNION SELECT 10),  -- the superuser who made the cluster always has this number
ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('public', 'timetable', 'pgmq')),
of_extensions AS (SELECT objid, classid FROM pg_depend WHERE deptype = 'e'),
relation AS (
    SELECT c.*, CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name FROM pg_class c
      JOIN ours n ON n.oid = c.relnamespace
     WHERE c.relname <> 'alembic_version' AND c.relname <> 'alembic_version_pkc'
       AND NOT EXISTS (SELECT FROM of_extensions e WHERE e.objid = c.oid AND e.classid = 'pg_class'::regclass)),
function AS (
    SELECT p.*, p.oid::regprocedure::text AS name FROM pg_proc p JOIN ours n ON n.oid = p.pronamespace
     WHERE NOT EXISTS (SELECT FROM of_extensions e WHERE e.objid = p.oid AND e.classid = 'pg_proc'::regclass)),
logins AS (  -- whoever may become the application's role, but for the owner
    SELECT m.member AS id FROM pg_auth_members m WHERE m.roleid = (SELECT id FROM app) AND m.member <> (SELECT id FROM owner)),
granted AS (
    SELECT 'table' AS kind, name, relowner AS owner_id,
           coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, relowner)) AS acl
      FROM relation WHERE relkind NOT IN ('i', 'I')
    UNION ALL
    SELECT 'column', r.name || '.' || a.attname, r.relowner, a.attacl FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid
     WHERE a.attacl IS NOT NULL
    UNION ALL
    SELECT 'function', name, proowner, coalesce(proacl, acldefault('f', proowner)) FROM function
    UNION ALL
    SELECT 'schema', nspname, nspowner, coalesce(nspacl, acldefault('n', nspowner)) FROM pg_namespace JOIN ours USING (oid, nspname)
    UNION ALL
    SELECT 'new', d.defaclobjtype::text || ' of ' || coalesce(n.nspname, 'any schema'), d.defaclrole, d.defaclacl
      FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace)
"""
# kind: rows of (object, what it is).
_KINDS = {
    "schema": """
        SELECT n.nspname, 'of ' || w.name FROM pg_namespace n LEFT JOIN who w ON w.id = n.nspowner
         WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           AND NOT (n.nspname = 'public' AND w.name = 'pg_database_owner')""",
    "extension": "SELECT extname, '' FROM pg_extension",
    "table": """
        SELECT r.name, concat_ws(' ', r.relkind, r.relpersistence, 'of', w.name, CASE WHEN r.relrowsecurity THEN 'with policies' END)
          FROM relation r LEFT JOIN who w ON w.id = r.relowner WHERE r.relkind NOT IN ('i', 'I')""",
    "column": """
        SELECT r.name || '.' || a.attname,
               concat_ws(' ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END,
                         nullif('identity ' || a.attidentity::text, 'identity '), nullif('generated ' || a.attgenerated::text, 'generated '),
                         'default ' || pg_get_expr(d.adbin, d.adrelid))
          FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')""",
    # That a column is never empty stands with the column; newer servers keep it here as well.
    "constraint": """
        SELECT r.name || '.' || c.conname, pg_get_constraintdef(c.oid) FROM relation r JOIN pg_constraint c ON c.conrelid = r.oid
         WHERE c.contype <> 'n'""",
    "index": """
        SELECT r.name, pg_get_indexdef(r.oid) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
          FROM relation r JOIN pg_index i ON i.indexrelid = r.oid""",
    # Those that hold a foreign key are told only if somebody has switched one off.
    "trigger": """
        SELECT r.name || '.' || CASE WHEN t.tgisinternal THEN c.conname || ' ' || p.proname ELSE t.tgname END,
               CASE t.tgenabled WHEN 'O' THEN 'on' ELSE 'NOT ON (' || t.tgenabled::text || ')' END || ': ' ||
               CASE WHEN t.tgisinternal THEN '' ELSE pg_get_triggerdef(t.oid) END
          FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid JOIN pg_proc p ON p.oid = t.tgfoid
          LEFT JOIN pg_constraint c ON c.oid = t.tgconstraint WHERE NOT t.tgisinternal OR t.tgenabled <> 'O'
        UNION ALL SELECT 'of events: ' || evtname, evtevent || ' ' || evtfoid::regproc || ' ' || evtenabled::text FROM pg_event_trigger""",
    "rule": """
        SELECT r.name || '.' || w.rulename, pg_get_ruledef(w.oid) FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid
        UNION ALL SELECT r.name || '.' || p.polname, 'a policy' FROM relation r JOIN pg_policy p ON p.polrelid = r.oid""",
    "function": """
        SELECT f.name, concat_ws(' ', pg_get_function_result(f.oid), l.lanname, f.provolatile,
                                 CASE WHEN f.prosecdef THEN 'with rights of' ELSE 'of' END, w.name, array_to_string(f.proconfig, ', '),
                                 'body ' || md5(coalesce(pg_get_function_sqlbody(f.oid), f.prosrc)))
          FROM function f JOIN pg_language l ON l.oid = f.prolang LEFT JOIN who w ON w.id = f.proowner""",
    "right": """
        SELECT g.kind || ' ' || g.name || ' for ' || coalesce(w.name, a.grantee::text),
               string_agg(a.privilege_type || CASE WHEN a.is_grantable THEN ' to pass on' ELSE '' END, ', ' ORDER BY a.privilege_type)
          FROM granted g CROSS JOIN aclexplode(g.acl) a LEFT JOIN who w ON w.id = a.grantee
         WHERE a.grantee <> g.owner_id GROUP BY 1""",
    "role": """
        SELECT 'vitrina_app', concat_ws(' ', 'a role', CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
               CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolreplication THEN 'REPLICATION' END,
               CASE WHEN rolbypassrls THEN 'BYPASSRLS' END) FROM pg_roles WHERE rolname = 'vitrina_app'
        UNION ALL
        SELECT m.member::regrole || ' in ' || m.roleid::regrole, 'a member' FROM pg_auth_members m
         WHERE m.member = (SELECT id FROM app) OR (m.member IN (SELECT id FROM logins) AND m.roleid <> (SELECT id FROM app))""",
    **surroundings.KINDS,
}


# Without the cast the catalogues' own type for names would cut each after 63 bytes, and one would hide behind another that is cut alike.
_PARTS = " UNION ALL ".join(
    f"SELECT '{kind}', o.name::text, o.what::text FROM ({sql}) o(name, what)"  # noqa: S608 - our own queries
    for kind, sql in _KINDS.items()
)
QUESTION = f"{_WITH} SELECT * FROM ({_PARTS}) t(kind, name, what)"  # noqa: S608 - our own queries


def differences(known: frozenset[str] = frozenset()) -> list[Finding]:
    """Every object that this version ships otherwise, does not ship, or misses here; at most 20 of each kind.

    `known` is what the operator says belongs here, each as a finding names it: "publication figures". It excuses what is
    not shipped, and nothing that is shipped otherwise.
    """
    shipped = _shipped()
    here = {key: what for key, what in told().items() if key in shipped or key[1] not in known}
    found = []
    for kind in _KINDS:
        names = sorted(name for name in shipped | here if name[0] == kind and shipped.get(name) != here.get(name))
        rule = f"each {kind} is as this version ships it"
        found += [
            Finding(rule, name[1], {"ships": _short(shipped.get(name)), "here": _short(here.get(name))})
            for name in names[:FOUND_MAX]
        ]
    return found


def told() -> dict[Key, str]:
    """The schema of the open transaction's database: what each object is, by its kind and name."""
    execute(PLAIN)
    return objects(tuple(row) for row in execute(QUESTION))


def objects(rows: Iterable[tuple[Any, ...]]) -> dict[Key, str]:
    """What the rows of QUESTION tell, by kind and name."""
    return {(str(kind), str(name)): " ".join(str(what or "").split()) for kind, name, what in rows}


def write(objects: dict[Key, str]) -> str:
    """The text of the shipped file."""
    return "".join(f"{kind}\t{name}\t{what}\n" for (kind, name), what in sorted(objects.items()))


def read(lines: Iterable[str]) -> dict[Key, str]:
    """What such a text says."""
    split = (line.rstrip("\n").split("\t") for line in lines)
    return {(kind, name): what for kind, name, what in split}


@lru_cache(1)
def _shipped() -> dict[Key, str]:
    with SHIPPED.open(encoding="utf-8") as file:
        return read(file)


def _short(what: str | None) -> str:
    return "(nothing)" if what is None else what[:SHOWN_MAX]
