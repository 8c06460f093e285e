-- Takes out of all proposals about some members what people have written: why, notes on decisions, and the facts of each version that hold words
-- (words_of_people). What was proposed, who agreed to which version and when stays. Returns how many rows had something to lose. For the function
-- that knows whose data go.
CREATE OR REPLACE FUNCTION proposal_words_forget(p_members bigint[]) RETURNS bigint
LANGUAGE sql AS $$
    WITH told AS MATERIALIZED (SELECT DISTINCT proposal_id AS id FROM proposal_versions WHERE about && p_members),
         heads AS (UPDATE proposals SET why = '' WHERE id IN (SELECT id FROM told) AND forgotten IS NULL AND why <> '' RETURNING 1),
         versions AS (
            UPDATE proposal_versions SET payload = words_emptied(payload, words_of_people()), before = words_emptied(before, words_of_people())
             WHERE proposal_id IN (SELECT id FROM told) AND forgotten IS NULL
               AND (words_emptied(payload, words_of_people()) <> payload OR words_emptied(before, words_of_people()) <> before) RETURNING 1),
         decisions AS (UPDATE proposal_decisions SET note = '—' WHERE proposal_id IN (SELECT id FROM told) AND forgotten IS NULL AND note <> '' RETURNING 1)
    SELECT (SELECT count(*) FROM heads) + (SELECT count(*) FROM versions) + (SELECT count(*) FROM decisions)
$$;
REVOKE EXECUTE ON FUNCTION proposal_words_forget FROM PUBLIC, vitrina_app;
