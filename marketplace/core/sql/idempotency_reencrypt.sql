-- Puts answers that a newer key encrypted in the place of those that were read, and can do nothing else.
CREATE OR REPLACE FUNCTION idempotency_reencrypt(p_callers text[], p_keys text[], p_old bytea[], p_new bytea[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH renewed AS (
        UPDATE idempotency_keys k SET response = n.new FROM unnest(p_callers, p_keys, p_old, p_new) n(caller, key, old, new)
         WHERE k.caller = n.caller AND k.key = n.key AND k.response = n.old AND is_renewed(n.old, n.new)
        RETURNING k.key)
    SELECT count(*) FROM renewed
$$;
REVOKE EXECUTE ON FUNCTION idempotency_reencrypt FROM PUBLIC;
GRANT EXECUTE ON FUNCTION idempotency_reencrypt TO vitrina_app;
