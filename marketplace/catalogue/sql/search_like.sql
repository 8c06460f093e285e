-- The brands that sound most like the words, however little; `p_least` is the likeness that counts. For a suggestion where
-- nothing was found.
CREATE OR REPLACE FUNCTION search_like(p_programme bigint, p_asked text, p_swapped text, p_least real)
RETURNS TABLE (brand_id bigint, score integer) LANGUAGE plpgsql STABLE
SET client_min_messages = warning SET enable_seqscan = off AS $$
DECLARE
    v_texts text[] := search_guesses(p_asked, p_swapped);
    v_word text;
    v_found bigint[] := '{}';
BEGIN
    PERFORM set_config('pg_trgm.word_similarity_threshold', p_least::text, true);
    FOR v_word IN SELECT DISTINCT x FROM unnest(v_texts) f, unnest(f || string_to_array(f, ' ')) x WHERE length(x) > 1 LOOP
        v_found := v_found || ARRAY(SELECT s.brand_id FROM brand_search s
                                    WHERE s.words %> v_word AND s.programme_id = p_programme LIMIT 1000);
    END LOOP;
    v_found := ARRAY(SELECT b FROM unnest(v_found) b GROUP BY b ORDER BY count(*) DESC, b LIMIT 200);
    RETURN QUERY SELECT * FROM search_likeness(v_texts, v_found, p_least);
END $$;
