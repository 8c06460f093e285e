"""The schema as PostgreSQL itself tells it, brought to a form that two databases can be compared by."""

import re
import subprocess

from marketplace.core import postgres

# Bodies stand in marketplace/<domain>/sql; what a version's tables look like, and who may do what, is told here.
_LEFT_OUT = ("FUNCTION", "EXTENSION", "COMMENT")
_SECTION = re.compile(r"^-- Name: (?P<name>.*?); Type: (?P<kind>[A-Z ]+); Schema: .*?$", re.MULTILINE)


def dump(url: str) -> str:
    """Tables, indexes, constraints, triggers and rights of the public schema and the timetable's."""
    command = [postgres.binary("pg_dump"), "--schema-only", "--no-owner", "--schema=public", "--schema=timetable", url]
    told = subprocess.run(command, capture_output=True, check=True, cwd="/", text=True).stdout
    heads = list(_SECTION.finditer(told))
    ends = [*(head.start() for head in heads[1:]), len(told)]
    parts = [
        _tidy(told[head.end() : end])
        for head, end in zip(heads, ends, strict=True)
        if head["kind"] not in _LEFT_OUT and "alembic_version" not in head["name"]
    ]
    return "\n".join(part for part in parts if part)


def functions(url: str) -> dict[str, str]:
    """Every function of ours in the public schema by its signature, whole."""
    command = [
        postgres.binary("psql"), "-X", "-A", "-t", "-F", "\x1f", "-R", "\x1e", url, "-c",
        """SELECT p.oid::regprocedure, pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
             AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    ]  # fmt: skip
    told = subprocess.run(command, capture_output=True, check=True, cwd="/", text=True).stdout
    rows = (row.split("\x1f") for row in told.strip("\x1e\n").split("\x1e") if row.strip())
    return {signature.strip(): body.rstrip() for signature, body in rows}  # the last one has lost its end


def _tidy(part: str) -> str:
    lines = [
        line
        for line in part.splitlines()
        if line.strip() and not line.startswith(("--", "SET ", "SELECT pg_catalog", "\\"))
    ]
    return "\n".join(lines)
