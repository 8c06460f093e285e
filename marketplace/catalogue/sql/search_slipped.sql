-- For each word of three letters or more those of the shop that are one mistake away, or itself; of several those that look
-- most alike. NULL where there is none for one of them. They are words of names and of shelves, and sought in these.
CREATE OR REPLACE FUNCTION search_slipped(p_programme bigint, p_folded text) RETURNS tsquery LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
    v_typed text;
    v_slips text[];
    v_words text;
    v_query tsquery;
BEGIN
    FOREACH v_typed IN ARRAY string_to_array(p_folded, ' ') LOOP
        CONTINUE WHEN length(v_typed) < 3;
        v_slips := search_slips(p_programme, v_typed);
        SELECT string_agg(w.word || ':AB', '|') INTO v_words FROM (
            SELECT s.word, word_similarity(v_typed, s.word) AS likeness, max(word_similarity(v_typed, s.word)) OVER () AS most
            FROM search_words s
            WHERE search_slips(s.programme_id, s.word) && v_slips AND NOT s.joined) w
        WHERE w.likeness >= w.most - 0.15;
        IF v_words IS NULL THEN RETURN NULL; END IF;
        v_query := coalesce(v_query && v_words::tsquery, v_words::tsquery);
    END LOOP;
    RETURN v_query;
END $$;
