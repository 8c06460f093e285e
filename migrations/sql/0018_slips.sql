-- Search with a typing error. A word, and what is typed for it with one mistake, have a text in common that comes of each by
-- leaving out one letter or none (symmetric deletes, as in SymSpell): when a letter was left out, put in, put for another, or
-- in another's place; and only then. These texts are an index of the words, kept by PostgreSQL itself; so the words at one
-- mistake are found by a dozen look-ups of equality, however many words there are, and need no comparing.

-- The texts that come of a folded word by leaving out one letter or none. One letter is also what is one on a Russian keyboard
-- and several here («щ» is "sch"), as long as two others are left. What is doubled by it counts once, as in search_fold. The
-- programme is in each, that one shop's words do not make another's slower. Of words with more than 32 letters there are none.
CREATE FUNCTION search_slips(p_programme bigint, p_word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    v_slips text[] := ARRAY[p_programme || ' ' || p_word];
    v_before text;
    v_after text;
BEGIN
    IF length(p_word) > 32 THEN RETURN '{}'; END IF;
    FOR at IN 1 .. length(p_word) LOOP
        v_before := left(p_word, at - 1);
        FOR letters IN 1 .. coalesce(length(substring(substr(p_word, at, 3) FROM '^(?:sch|[scz]h|ts|i[ua])')), 1) LOOP
            v_after := substr(p_word, at + letters);
            IF at > 1 AND starts_with(v_after, right(v_before, 1)) THEN v_after := substr(v_after, 2); END IF;
            IF letters = 1 OR length(v_before || v_after) > 1 THEN v_slips := v_slips || (p_programme || ' ' || v_before || v_after); END IF;
        END LOOP;
    END LOOP;
    RETURN v_slips;
END $$;

-- Without a list of what is still to be put in, which every search would read from end to end. Joined names are long, as many
-- as brands, and seldom typed: search_meant finds them.
CREATE INDEX search_words_slips ON search_words USING gin (search_slips(programme_id, word)) WITH (fastupdate = off) WHERE NOT joined;

-- For each word of three letters or more those of the shop that are one mistake away, or itself; of several those that look
-- most alike. NULL where there is none for one of them. They are words of names and of shelves, and sought in these.
CREATE FUNCTION search_slipped(p_programme bigint, p_folded text) RETURNS tsquery LANGUAGE plpgsql STABLE STRICT AS $$
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

-- What was typed as a query, in Russian, in English and as it sounds.
DROP FUNCTION IF EXISTS search_query(text);
CREATE FUNCTION search_query(p_words text, p_folded text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT search_prefix('russian', p_words) || search_prefix('english', p_words)
           || search_prefix('simple', CASE WHEN length(p_folded) > 1 THEN p_folded ELSE '' END)
$$;

-- The same of all words but the last: where nothing has these, nothing has them all. NULL where that cannot be said, for there
-- are none or only such as «и», which no index holds.
CREATE FUNCTION search_finished(p_words text, p_folded text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE WHEN least(numnode(q.russian), numnode(q.english), numnode(q.folded)) > 0 THEN q.russian || q.english || q.folded END
    FROM (SELECT to_tsquery('russian', w.typed) AS russian, to_tsquery('english', w.typed) AS english, to_tsquery('simple', w.folded) AS folded
          FROM (SELECT replace(regexp_replace(p_words, ' ?[^ ]+$', ''), ' ', ' & ') AS typed,
                       replace(regexp_replace(p_folded, ' ?[^ ]+$', ''), ' ', ' & ') AS folded OFFSET 0) w OFFSET 0) q
$$;

-- Whether a text is worth a guess: three different letters at least, and five where it was guessed from the other keyboard.
CREATE OR REPLACE FUNCTION search_guessable(p_folded text, p_least integer) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT length(p_folded) >= p_least
       AND translate(p_folded, left(p_folded, 1) || left(replace(p_folded, left(p_folded, 1), ''), 1), '') <> ''
$$;

-- What was typed, as it sounds, in this keyboard's letters and in the other's; as far as it is worth a guess.
CREATE OR REPLACE FUNCTION search_guesses(p_asked text, p_swapped text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT ARRAY(SELECT g.folded FROM (VALUES (search_fold(p_asked), 3, 1), (search_fold(p_swapped), 5, 2)) g (folded, least, place)
                 WHERE search_guessable(g.folded, g.least) GROUP BY g.folded ORDER BY min(g.place))
$$;

-- How much brands sound like one of the texts, 0 to 1000: as a whole and, word by word, in the mean; at least `p_least`.
-- (OFFSET 0: reckoned once, and not once more for each place where it is named.)
CREATE OR REPLACE FUNCTION search_likeness(p_texts text[], p_brands bigint[], p_least real)
RETURNS TABLE (id bigint, score integer) LANGUAGE sql STABLE AS $$
    SELECT l.id, (max(l.likeness) * 1000)::integer FROM (
        SELECT s.brand_id AS id, greatest(
            word_similarity(f, s.names), 0.9 * word_similarity(f, s.words),
            (SELECT 0.95 * avg(CASE WHEN w.likeness >= p_least THEN w.likeness ELSE 0 END)
             FROM (SELECT word_similarity(x, s.words) AS likeness FROM unnest(string_to_array(f, ' ')) x OFFSET 0) w)) AS likeness
        FROM unnest(p_texts) f, brand_search s WHERE s.brand_id = ANY (p_brands) OFFSET 0
    ) l WHERE l.likeness >= p_least GROUP BY l.id
$$;

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
