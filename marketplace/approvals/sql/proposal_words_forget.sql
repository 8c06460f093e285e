-- Takes out of proposals what people have written: why, notes on decisions, and what stands under these names in each version. What was proposed, who
-- agreed to which version and when stays. Returns how many rows had something to lose.
CREATE OR REPLACE FUNCTION proposal_words_forget(p_proposals bigint[], p_names text[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH heads AS (UPDATE proposals SET why = '' WHERE id = ANY (p_proposals) AND forgotten IS NULL AND why <> '' RETURNING 1),
         versions AS (
            UPDATE proposal_versions SET payload = words_emptied(payload, p_names), before = words_emptied(before, p_names)
             WHERE proposal_id = ANY (p_proposals) AND forgotten IS NULL
               AND (words_emptied(payload, p_names) <> payload OR words_emptied(before, p_names) <> before) RETURNING 1),
         decisions AS (UPDATE proposal_decisions SET note = '—' WHERE proposal_id = ANY (p_proposals) AND forgotten IS NULL AND note <> '' RETURNING 1)
    SELECT (SELECT count(*) FROM heads) + (SELECT count(*) FROM versions) + (SELECT count(*) FROM decisions)
$$;
REVOKE EXECUTE ON FUNCTION proposal_words_forget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION proposal_words_forget TO vitrina_app;
