-- Puts ciphertexts of a newer key in the place of those that were read, and can do nothing else. A row that is not as it
-- was read is left alone, and each exchange is noted. Returns how many were exchanged.
CREATE OR REPLACE FUNCTION codes_reencrypt(p_ids bigint[], p_old bytea[], p_new bytea[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH renewed AS (
        UPDATE codes c SET ciphertext = n.new FROM unnest(p_ids, p_old, p_new) n(id, old, new)
         WHERE c.id = n.id AND c.ciphertext = n.old AND is_renewed(n.old, n.new)
        RETURNING c.id, n.old, n.new
    ), noted AS (
        INSERT INTO code_renewals (code_id, old_digest, new_digest) SELECT id, sha256(old), sha256(new) FROM renewed ORDER BY id
        RETURNING code_id)
    SELECT count(*) FROM noted
$$;
REVOKE EXECUTE ON FUNCTION codes_reencrypt FROM PUBLIC;
GRANT EXECUTE ON FUNCTION codes_reencrypt TO vitrina_app;
