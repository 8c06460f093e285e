-- Takes out of reissues and rebindings of the cards of some members what staff noted; returns how many notes there were. For the function that knows
-- whose data go.
CREATE OR REPLACE FUNCTION support_words_forget(p_members bigint[]) RETURNS bigint
LANGUAGE sql AS $$
    WITH cards AS MATERIALIZED (SELECT id FROM giftcards WHERE member_id = ANY (p_members)),
         reissued AS (UPDATE reissues SET note = '' WHERE forgotten IS NULL AND note <> ''
                         AND (old_card_id IN (SELECT id FROM cards) OR new_card_id IN (SELECT id FROM cards)) RETURNING 1),
         rebound AS (UPDATE rebindings SET note = '' WHERE forgotten IS NULL AND note <> ''
                        AND (old_card_id IN (SELECT id FROM cards) OR new_card_id IN (SELECT id FROM cards)) RETURNING 1)
    SELECT (SELECT count(*) FROM reissued) + (SELECT count(*) FROM rebound)
$$;
REVOKE EXECUTE ON FUNCTION support_words_forget FROM PUBLIC, vitrina_app;
