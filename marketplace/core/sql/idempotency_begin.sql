-- Takes a key for the rest of the transaction and says what is kept under it. The second statement sees what whoever
-- held the key before has committed; one plain SELECT would still look at the state from before the wait.
CREATE OR REPLACE FUNCTION idempotency_begin(p_caller text, p_key text)
RETURNS TABLE (route text, body_digest bytea, status integer, content_type text, response bytea)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_caller || E'\n' || p_key, 1));
    RETURN QUERY SELECT k.route, k.body_digest, k.status, k.content_type, k.response
      FROM idempotency_keys k WHERE k.caller = p_caller AND k.key = p_key;
END $$;
