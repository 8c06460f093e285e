CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

-- Text as it sounds, in small Latin letters: «Детский мир» and "Detsky Mir" both become "detski mir".
-- Two letters that sound as one come first, then single letters; what is doubled counts once.
CREATE FUNCTION search_fold(p_text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT trim(regexp_replace(regexp_replace(regexp_replace(
        translate(
            replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            replace(lower(p_text),
                'щ', 'sch'), 'ш', 'sh'), 'ч', 'ch'), 'ж', 'zh'), 'ц', 'ts'), 'ю', 'iu'), 'я', 'ia'), 'х', 'h'),
                'ß', 'ss'), 'shch', 'sch'), 'kh', 'h'), 'ph', 'f'), 'x', 'ks'), 'ck', 'k'),
            'абвгдезийклмнопрстуфыэёіїєґàáâãäåāèéêëēìíîïıyýÿjòóôõöøùúûüūçčćñńšśžźłwqъь''’`ʼ.',
            'abvgdeziiklmnoprstufieeiiegaaaaaaaeeeeeiiiiiiiiioooooouuuuucccnnsszzlvk'),
        'c(?!h)', 'k', 'g'), '[^a-z0-9]+', ' ', 'g'), '([a-z])\1+', '\1', 'g'))
$$;

-- Every word of the text; the last one also as the beginning of a word, for it is asked while somebody types. As a
-- beginning it counts as it was typed: the stem of «яяя» is «я», and half of the shop begins with that.
CREATE FUNCTION search_prefix(p_config regconfig, p_words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE WHEN p_words = '' THEN ''::tsquery
           ELSE to_tsquery(p_config, replace(p_words, ' ', ' & '))
                || (to_tsquery(p_config, replace(trim(regexp_replace(p_words, '[^ ]+$', '')), ' ', ' & '))
                    && to_tsquery('simple', substring(p_words FROM '[^ ]+$') || ':*')) END
$$;

CREATE FUNCTION search_query(p_words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT search_prefix('russian', p_words) || search_prefix('english', p_words)
           || search_prefix('simple', CASE WHEN length(search_fold(p_words)) > 1 THEN search_fold(p_words) ELSE '' END)
$$;

-- What a brand is found by: its names, keywords, category and the titles of its offers. Triggers keep it, so that
-- whoever writes those tables, search follows in the same transaction.
CREATE TABLE brand_search (
    brand_id     bigint PRIMARY KEY REFERENCES brands,
    programme_id bigint NOT NULL,
    names        text NOT NULL,  -- folded names and keywords
    words        text NOT NULL,  -- the same, and the folded category
    document     tsvector NOT NULL
);
CREATE INDEX brand_search_document ON brand_search USING gin (document);
CREATE INDEX brand_search_words ON brand_search USING gin (words gin_trgm_ops);

CREATE FUNCTION search_refresh(p_brands bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH titled AS (
        SELECT o.brand_id, left(string_agg(DISTINCT o.title_ru || ' ' || o.title_en, ' '), 200000) AS titles
        FROM offers o WHERE o.brand_id = ANY (p_brands) AND o.published GROUP BY o.brand_id
    ), folded AS (
        SELECT b.id, b.programme_id, coalesce(t.titles, '') AS titles, b.name_ru || ' ' || b.name_en AS both_names,
               b.name_ru, b.name_en, b.keywords, c.name_ru || ' ' || c.name_en AS category,
               replace(b.description_ru, 'ё', 'е') AS description_ru, b.description_en,
               search_fold(b.name_ru) || ' ' || search_fold(b.name_en) || ' ' || search_fold(b.keywords) || ' '
                   || replace(search_fold(b.name_ru), ' ', '') || ' ' || replace(search_fold(b.name_en), ' ', '') AS names
        FROM brands b JOIN categories c ON c.slug = b.category_slug LEFT JOIN titled t ON t.brand_id = b.id
        WHERE b.id = ANY (p_brands)
    )
    INSERT INTO brand_search AS s (brand_id, programme_id, names, words, document)
    SELECT id, programme_id, names, names || ' ' || search_fold(category),
           setweight(to_tsvector('russian', replace(lower(both_names || ' ' || keywords), 'ё', 'е')), 'A')
           || setweight(to_tsvector('english', both_names), 'A') || setweight(to_tsvector('simple', names), 'A')
           || setweight(to_tsvector('russian', replace(lower(category), 'ё', 'е')), 'B')
           || setweight(to_tsvector('english', category), 'B') || setweight(to_tsvector('simple', search_fold(category)), 'B')
           || setweight(to_tsvector('russian', replace(lower(titles), 'ё', 'е')), 'C')
           || setweight(to_tsvector('english', titles), 'C')
           || setweight(to_tsvector('russian', description_ru), 'D') || setweight(to_tsvector('english', description_en), 'D')
    FROM folded ORDER BY id
    ON CONFLICT (brand_id) DO UPDATE SET names = excluded.names, words = excluded.words, document = excluded.document
    WHERE (s.words, s.document) IS DISTINCT FROM (excluded.words, excluded.document)
$$;

CREATE FUNCTION search_follows_brands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY(SELECT id FROM written));
    RETURN NULL;
END $$;
CREATE FUNCTION search_follows_offers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY(SELECT DISTINCT brand_id FROM written));
    RETURN NULL;
END $$;
CREATE FUNCTION search_follows_categories() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY(SELECT b.id FROM brands b JOIN written w ON w.slug = b.category_slug));
    RETURN NULL;
END $$;
CREATE TRIGGER brands_added AFTER INSERT ON brands REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION search_follows_brands();
CREATE TRIGGER brands_changed AFTER UPDATE ON brands REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION search_follows_brands();
CREATE TRIGGER offers_added AFTER INSERT ON offers REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION search_follows_offers();
CREATE TRIGGER offers_changed AFTER UPDATE ON offers REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION search_follows_offers();
CREATE TRIGGER categories_changed AFTER UPDATE ON categories REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION search_follows_categories();

-- Whether a word of the text (letters and digits, folded) is the same but for typing errors: one in up to five letters,
-- two in more, three from nine on, or two letters that changed places. Long words may be unfinished.
CREATE FUNCTION search_near(p_word text, p_text text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT EXISTS (
        SELECT FROM unnest(string_to_array(left(p_text, 4000), ' ')) t,
                    LATERAL (SELECT 1 + (length(p_word) > 5)::int + (length(p_word) > 8)::int AS errors) m
        WHERE levenshtein_less_equal(left(p_word, 60), left(t, 60), m.errors) <= m.errors
           OR (length(p_word) > 5 AND levenshtein_less_equal(left(p_word, 60), left(t, length(p_word)), m.errors) <= m.errors)
           OR (length(p_word) BETWEEN 3 AND 5 AND length(t) = length(p_word) AND levenshtein(p_word, t) = 2
               AND ARRAY(SELECT c FROM regexp_split_to_table(p_word, '') c ORDER BY c)
                   = ARRAY(SELECT c FROM regexp_split_to_table(t, '') c ORDER BY c)))
$$;

-- Whether a text is worth a guess: three different letters at least, and five where it was guessed from the other keyboard.
CREATE FUNCTION search_guessable(p_folded text, p_least integer) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT length(p_folded) >= p_least AND (SELECT count(DISTINCT c) FROM regexp_split_to_table(p_folded, '') c) > 2
$$;

-- The brands that sound like the words: score 0 to 1000, higher is better; `p_least` is the likeness that counts.
-- The index finds the candidates word by word; those that came up most often are compared as a whole and, word by word,
-- in the mean.
CREATE FUNCTION search_like(p_programme bigint, p_asked text, p_swapped text, p_least real)
RETURNS TABLE (brand_id bigint, score integer) LANGUAGE plpgsql STABLE
SET client_min_messages = warning SET enable_seqscan = off AS $$
DECLARE
    v_texts text[] := ARRAY(SELECT DISTINCT g.folded FROM (VALUES (search_fold(p_asked), 3), (search_fold(p_swapped), 5)) g (folded, least)
                            WHERE search_guessable(g.folded, g.least));
    v_word text;
    v_found bigint[] := '{}';
BEGIN
    PERFORM set_config('pg_trgm.word_similarity_threshold', p_least::text, true);
    FOR v_word IN SELECT DISTINCT x FROM unnest(v_texts) f, unnest(f || string_to_array(f, ' ')) x WHERE length(x) > 1 LOOP
        v_found := v_found || ARRAY(SELECT s.brand_id FROM brand_search s
                                    WHERE s.words %> v_word AND s.programme_id = p_programme LIMIT 1000);
    END LOOP;
    v_found := ARRAY(SELECT b FROM unnest(v_found) b GROUP BY b ORDER BY count(*) DESC, b LIMIT 200);
    RETURN QUERY
    SELECT l.id, (max(l.likeness) * 1000)::integer FROM (
        SELECT s.brand_id AS id, greatest(
            word_similarity(f, s.names), 0.9 * word_similarity(f, s.words),
            (SELECT 0.95 * avg(CASE WHEN w.likeness >= p_least THEN w.likeness ELSE 0 END)
             FROM (SELECT word_similarity(x, s.words) AS likeness FROM unnest(string_to_array(f, ' ')) x) w)) AS likeness
        FROM unnest(v_texts) f, brand_search s WHERE s.brand_id = ANY (v_found)
    ) l WHERE l.likeness >= p_least GROUP BY l.id;
END $$;

-- The brands that a text means: first those that have all its words (the last one may be unfinished), then the same
-- typed with the other keyboard layout, then those that sound alike. Score: higher is better.
CREATE FUNCTION search_brands(p_programme bigint, p_asked text, p_swapped text)
RETURNS TABLE (brand_id bigint, score integer) LANGUAGE plpgsql STABLE
SET client_min_messages = warning SET pg_trgm.word_similarity_threshold = 0.6 AS $$
DECLARE
    v_text text;
    v_query tsquery;
BEGIN
    FOREACH v_text IN ARRAY ARRAY[p_asked, p_swapped] LOOP
        CONTINUE WHEN v_text = '';
        v_query := search_query(v_text);
        RETURN QUERY
        SELECT s.brand_id, 1000 + (400 * ts_rank('{0.05, 0.2, 0.5, 1}', s.document, v_query))::integer
               + CASE WHEN s.names LIKE search_fold(v_text) || '%' THEN 500 ELSE 0 END
        FROM brand_search s WHERE s.document @@ v_query AND s.programme_id = p_programme;
        IF FOUND THEN RETURN; END IF;
    END LOOP;
    -- Likeness alone is loose with short words: of the likeliest, each word of three letters or more must also be near to
    -- one of the brand.
    RETURN QUERY
    WITH likely AS MATERIALIZED (
        SELECT l.brand_id, l.score FROM search_like(p_programme, p_asked, p_swapped, 0.45) l
        ORDER BY l.score DESC, l.brand_id LIMIT 60),
    alike AS MATERIALIZED (
        SELECT l.brand_id, l.score FROM likely l JOIN brand_search s USING (brand_id)
        WHERE EXISTS (
            SELECT FROM unnest(ARRAY[search_fold(p_asked), search_fold(p_swapped)]) f
            WHERE (SELECT bool_and(search_near(x, s.words)) FROM unnest(string_to_array(f, ' ')) x WHERE length(x) > 2)))
    SELECT a.brand_id, a.score FROM alike a WHERE a.score >= (SELECT max(m.score) FROM alike m) - 150;
END $$;
