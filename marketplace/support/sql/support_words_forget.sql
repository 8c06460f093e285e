-- Takes out of reissues and rebindings of some cards what staff noted; returns how many notes there were.
CREATE OR REPLACE FUNCTION support_words_forget(p_cards bigint[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH reissued AS (UPDATE reissues SET note = '' WHERE (old_card_id = ANY (p_cards) OR new_card_id = ANY (p_cards)) AND forgotten IS NULL AND note <> ''
                      RETURNING 1),
         rebound AS (UPDATE rebindings SET note = '' WHERE (old_card_id = ANY (p_cards) OR new_card_id = ANY (p_cards)) AND forgotten IS NULL AND note <> ''
                     RETURNING 1)
    SELECT (SELECT count(*) FROM reissued) + (SELECT count(*) FROM rebound)
$$;
REVOKE EXECUTE ON FUNCTION support_words_forget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_words_forget TO vitrina_app;
