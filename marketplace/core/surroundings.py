"""What lies around the schema and could undo what it holds: questions to the catalogues, by kind, asked along with those of the blueprint.

None of it is shipped. So a row tells something that somebody has put there: the server's own objects (whose number is below
16384), those of an extension, the superuser who made the cluster and the owner of the books are left out. What an installation
has for reasons of its own, such as a role for its standby, the operator names in KNOWN_IN_DATABASE.

Each query gives (object, what it is), and reads the names that the blueprint's own question defines: `who`, `app`, `logins`, `owner`,
`of_extensions`, `above` (who may do anything anyway).
"""

FIRST_OF_PEOPLE = 16384  # FirstNormalObjectId of access/transam.h
# A setting of these makes work slower or faster, or ends it; any other may change what it does, or what is logged of it.
TUNING = (
    "work_mem", "hash_mem_multiplier", "maintenance_work_mem", "temp_buffers", "temp_file_limit", "effective_cache_size", "random_page_cost",
    "seq_page_cost", "effective_io_concurrency", "jit", "statement_timeout", "lock_timeout", "transaction_timeout",
    "idle_in_transaction_session_timeout", "idle_session_timeout", "max_parallel_workers_per_gather", "default_statistics_target",
    "application_name", "timezone", "client_encoding",
)  # fmt: skip
# Whoever is in one of these writes past every right, or outside the database.
STRONG = (
    "pg_write_all_data", "pg_read_all_data", "pg_maintain", "pg_execute_server_program", "pg_write_server_files", "pg_read_server_files",
    "pg_create_subscription", "pg_database_owner",
)  # fmt: skip

_PUT = "oid >= {first} AND NOT EXISTS (SELECT FROM of_extensions e WHERE e.objid = o.oid AND e.classid = '{catalogue}'::regclass)"


def _put(catalogue: str) -> str:
    """That a row of this catalogue, called o, was put there by people, and not by an extension."""
    return "o." + _PUT.format(first=FIRST_OF_PEOPLE, catalogue=catalogue)


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


KINDS = {
    "role that may anything": f"""
        SELECT may.what || ' of ' || r.rolname, '' FROM pg_roles r CROSS JOIN LATERAL (VALUES
               ('SUPERUSER', r.rolsuper), ('CREATEROLE', r.rolcreaterole), ('REPLICATION', r.rolreplication), ('BYPASSRLS', r.rolbypassrls)
               ) may(what, indeed) WHERE may.indeed AND r.oid NOT IN (SELECT id FROM above)
        UNION ALL
        SELECT m.member::regrole || ' in ' || CASE m.roleid WHEN (SELECT id FROM owner) THEN 'the owner' ELSE m.roleid::regrole::text END,
               'a member'
          FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
         WHERE (m.roleid IN (SELECT id FROM above) OR r.rolname IN ({_words(STRONG)})) AND m.member NOT IN (SELECT id FROM above)""",  # noqa: S608 - our own words
    # Of all roles: what the owner's sessions do by themselves is done with the owner's rights.
    "setting": f"""
        SELECT split_part(s.one, '=', 1) || ' of ' || coalesce(w.name, d.setrole::text), split_part(s.one, '=', 2)
          FROM pg_db_role_setting d CROSS JOIN unnest(d.setconfig) s(one)
          LEFT JOIN (SELECT id, CASE name WHEN 'PUBLIC' THEN 'everybody' ELSE name END FROM who) w(id, name) ON w.id = d.setrole
         WHERE d.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
           AND (d.setrole = 0 OR d.setrole IN (SELECT id FROM app) OR d.setrole IN (SELECT id FROM logins) OR d.setrole IN (SELECT id FROM above))
           AND lower(split_part(s.one, '=', 1)) NOT IN ({_words(TUNING)})
        UNION ALL SELECT 'session_replication_role', s FROM current_setting('session_replication_role') s WHERE s <> 'origin'""",  # noqa: S608 - our own words
    "parameter": """
        SELECT p.parname || ' for ' || coalesce(w.name, a.grantee::text), string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type)
          FROM pg_parameter_acl p CROSS JOIN aclexplode(p.paracl) a LEFT JOIN who w ON w.id = a.grantee
         WHERE a.grantee NOT IN (SELECT id FROM above) GROUP BY 1""",
    # Of the whole database, and of what the server brings along: who may more there than everybody.
    "right beyond the schema": """
        SELECT 'the database for ' || coalesce(w.name, a.grantee::text), a.privilege_type FROM pg_database d CROSS JOIN aclexplode(d.datacl) a
          LEFT JOIN who w ON w.id = a.grantee
         WHERE d.datname = current_database() AND a.privilege_type = 'CREATE' AND a.grantee NOT IN (SELECT id FROM above) AND a.grantee <> d.datdba
        UNION ALL
        SELECT g.name || ' for ' || w.name, string_agg(DISTINCT a.privilege_type, ', ' ORDER BY a.privilege_type)
          FROM (SELECT o.oid::regprocedure::text AS name, o.proacl AS acl FROM pg_proc o WHERE o.pronamespace::regnamespace::text = 'pg_catalog'
                UNION ALL SELECT o.oid::regclass::text, o.relacl FROM pg_class o WHERE o.relnamespace::regnamespace::text = 'pg_catalog'
                UNION ALL SELECT 'pg_catalog', n.nspacl FROM pg_namespace n WHERE n.nspname = 'pg_catalog'
                UNION ALL SELECT 'language ' || l.lanname, l.lanacl FROM pg_language l) g
         CROSS JOIN aclexplode(g.acl) a JOIN who w ON w.id = a.grantee
         WHERE a.grantee IN (SELECT id FROM app) OR a.grantee IN (SELECT id FROM logins) GROUP BY 1""",
    # What shadows the server's own names is called by all code.
    "object of the server": f"""
        SELECT 'function ' || o.oid::regprocedure, '' FROM pg_proc o WHERE o.pronamespace::regnamespace::text IN ('pg_catalog', 'information_schema')
           AND {_put("pg_proc")}
        UNION ALL SELECT 'relation ' || o.oid::regclass, '' FROM pg_class o
         WHERE o.relnamespace::regnamespace::text IN ('pg_catalog', 'information_schema') AND {_put("pg_class")}
        UNION ALL SELECT 'operator ' || o.oid::regoperator, o.oprcode::text FROM pg_operator o WHERE {_put("pg_operator")}
        UNION ALL SELECT 'cast ' || format_type(o.castsource, NULL) || ' to ' || format_type(o.casttarget, NULL), o.castfunc::regprocedure::text
          FROM pg_cast o WHERE {_put("pg_cast")}
        UNION ALL SELECT 'type ' || o.oid::regtype, o.typtype::text FROM pg_type o
         WHERE o.typnamespace::regnamespace::text IN ('pg_catalog', 'information_schema') AND {_put("pg_type")}""",  # noqa: S608 - our own words
    # One of an extension is told along with it, and by itself only where it should be trusted by nobody.
    "language": f"""
        SELECT o.lanname, concat_ws(' ', CASE WHEN o.lanpltrusted THEN 'trusted' END, o.lanplcallfoid::regproc) FROM pg_language o
         WHERE {_put("pg_language")} OR o.oid < {FIRST_OF_PEOPLE} AND o.lanpltrusted <> (o.lanname IN ('sql', 'plpgsql'))
            OR o.oid >= {FIRST_OF_PEOPLE} AND o.lanpltrusted AND right(o.lanname, 1) = 'u'""",  # noqa: S608 - our own words
    "way out": """
        SELECT 'foreign server ' || srvname, coalesce(srvtype, '') FROM pg_foreign_server
        UNION ALL SELECT 'foreign data wrapper ' || fdwname, '' FROM pg_foreign_data_wrapper
        UNION ALL SELECT 'publication ' || pubname, CASE WHEN puballtables THEN 'of all tables' ELSE 'of some tables' END FROM pg_publication
        UNION ALL SELECT 'subscription ' || subname, CASE WHEN subenabled THEN 'on' ELSE 'off' END FROM pg_subscription
         WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())""",
}  # fmt: skip
