-- Whether these are the digests of the rules and the offer that apply now: the newest of both in one language of the programme, a text
-- that is not published in it being the one of the programme's first language.
CREATE OR REPLACE FUNCTION texts_apply(p_programme bigint, p_rules bytea, p_offer bytea) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM programmes p CROSS JOIN unnest(p.languages) spoken
         WHERE p.id = p_programme
           AND p_rules = (SELECT t.digest FROM programme_texts t
                           WHERE t.programme_id = p_programme AND t.kind = 'rules' AND t.language IN (spoken, p.languages[1])
                           ORDER BY t.language = spoken DESC, t.version DESC LIMIT 1)
           AND p_offer = (SELECT t.digest FROM programme_texts t
                           WHERE t.programme_id = p_programme AND t.kind = 'offer' AND t.language IN (spoken, p.languages[1])
                           ORDER BY t.language = spoken DESC, t.version DESC LIMIT 1))
$$;
