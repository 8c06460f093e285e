-- The brands that a text means: first those that have all its words (the last one may be unfinished), then the same
-- typed with the other keyboard layout, then those that are a mistake a word away, then those that sound alike. Score: higher
-- is better.
--
-- What is one mistake away is what was meant, and counts as if it had been typed rightly. Words two or three mistakes away are
-- not added to it: they bring only other brands, and now and then before the right one («веерний» looks more like «Северный»,
-- yet is one letter away from «Вечерний»). They are looked for when no brand has all words at one mistake.
CREATE OR REPLACE FUNCTION search_brands(p_programme bigint, p_asked text, p_swapped text)
RETURNS TABLE (brand_id bigint, score integer) LANGUAGE plpgsql STABLE
SET client_min_messages = warning SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_text text;
    v_folded text;
    v_begins text;
    v_query tsquery;
    v_guesses text[];
    v_found bigint[] := '{}';
BEGIN
    FOREACH v_text IN ARRAY ARRAY[p_asked, p_swapped] LOOP
        CONTINUE WHEN v_text = '';
        v_folded := search_fold(v_text);
        v_begins := v_folded || '%';
        v_query := search_finished(v_text, v_folded);
        -- An index walks through all that begins as the last word does, also when no brand has the others.
        CONTINUE WHEN NOT EXISTS (SELECT FROM brand_search s WHERE s.document @@ v_query AND s.programme_id = p_programme)
                      AND v_query IS NOT NULL;
        v_query := search_query(v_text, v_folded);
        RETURN QUERY
        SELECT s.brand_id, 1000 + (400 * ts_rank('{0.05, 0.2, 0.5, 1}', s.document, v_query))::integer
               + CASE WHEN s.names LIKE v_begins THEN 500 ELSE 0 END
        FROM brand_search s WHERE s.document @@ v_query AND s.programme_id = p_programme;
        IF FOUND THEN RETURN; END IF;
    END LOOP;
    -- «спорт мастер» is «Спортмастер»: what is written apart may be one word.
    v_folded := replace(search_fold(p_asked), ' ', '');
    IF p_asked LIKE '% %' AND length(v_folded) > 3 THEN
        v_query := to_tsquery('simple', v_folded || ':*');
        RETURN QUERY
        SELECT s.brand_id, 1000 + (400 * ts_rank('{0, 0, 0.5, 1}', s.document, v_query))::integer
        FROM brand_search s WHERE s.document @@ v_query AND s.programme_id = p_programme;
        IF FOUND THEN RETURN; END IF;
        v_query := search_slipped(p_programme, v_folded);
        IF v_query IS NOT NULL THEN
            RETURN QUERY
            SELECT s.brand_id, (900 * ts_rank('{0, 0, 0.5, 1}', s.document, v_query))::integer
            FROM brand_search s WHERE s.document @@ v_query AND s.programme_id = p_programme;
            IF FOUND THEN RETURN; END IF;
        END IF;
    END IF;
    v_guesses := search_guesses(p_asked, p_swapped);
    FOREACH v_text IN ARRAY v_guesses LOOP
        v_query := search_slipped(p_programme, v_text);
        CONTINUE WHEN v_query IS NULL;
        RETURN QUERY
        SELECT s.brand_id, (900 * ts_rank('{0, 0, 0.5, 1}', s.document, v_query))::integer AS rank
        FROM brand_search s WHERE s.document @@ v_query AND s.programme_id = p_programme ORDER BY rank DESC, s.brand_id LIMIT 100;
        IF FOUND THEN RETURN; END IF;
    END LOOP;
    -- Of very many that may be meant the likeliest, compared as a whole and, word by word, in the mean.
    FOREACH v_text IN ARRAY v_guesses LOOP
        v_query := search_meant(p_programme, v_text);
        CONTINUE WHEN v_query IS NULL;
        v_found := v_found || ARRAY(
            SELECT s.brand_id FROM brand_search s WHERE s.document @@ v_query AND s.programme_id = p_programme
            ORDER BY ts_rank('{0, 0, 0.5, 1}', s.document, v_query) DESC, s.brand_id LIMIT 100);
    END LOOP;
    RETURN QUERY
    WITH alike AS MATERIALIZED (SELECT * FROM search_likeness(v_guesses, v_found, 0.2))
    SELECT a.id, a.score FROM alike a WHERE a.score >= (SELECT max(m.score) FROM alike m) - 150;
END $$;
