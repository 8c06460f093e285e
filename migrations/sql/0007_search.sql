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

-- Every word that a brand of the programme ever had, each once: what was typed wrongly is looked up here, in a few thousand
-- short words, instead of in every brand. A word that no brand has any more finds nothing. `joined`: a whole name without
-- its spaces, for those who type it so; long, as many as there are brands, and looked at for long words only.
CREATE TABLE search_words (
    programme_id bigint NOT NULL,
    word         text NOT NULL,
    joined       boolean NOT NULL,
    PRIMARY KEY (programme_id, word)
);
CREATE INDEX search_words_alike ON search_words USING gin (word gin_trgm_ops) WHERE NOT joined;
CREATE INDEX search_words_joined ON search_words USING gin (word gin_trgm_ops) WHERE joined;
CREATE INDEX search_words_short ON search_words (programme_id, word) WHERE length(word) <= 5;

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

-- How many typing errors are forgiven: one in short words, two in more than five letters, three from nine on.
CREATE FUNCTION search_errors(p_typed text, p_word text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 1 + (length(p_typed) > 5 OR length(p_word) > 6)::int + (length(p_typed) > 8)::int
$$;

-- Whether one word may be meant by another (both folded). Long words may be unfinished. (These two are single expressions
-- and not STRICT, so that the planner puts them in the place of their calls.)
CREATE FUNCTION search_near(p_typed text, p_word text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT levenshtein_less_equal(left(p_typed, 60), left(p_word, 60), search_errors(p_typed, p_word)) <= search_errors(p_typed, p_word)
        OR (length(p_typed) > 5 AND levenshtein_less_equal(left(p_typed, 60), left(p_word, length(p_typed)), search_errors(p_typed, p_word))
                                    <= search_errors(p_typed, p_word))
$$;

-- Whether one short word is another in which two letters changed places.
CREATE FUNCTION search_swapped(p_typed text, p_word text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT length(p_typed) = length(p_word) AND levenshtein_less_equal(p_typed, p_word, 2) = 2
       AND ARRAY(SELECT c FROM regexp_split_to_table(p_typed, '') c ORDER BY c)
           = ARRAY(SELECT c FROM regexp_split_to_table(p_word, '') c ORDER BY c)
$$;

-- For each word of three letters or more those of the shop that may be meant by it; NULL where there is none for one of
-- them. Words of up to five letters with a mistake have hardly a group of three letters in common: of these, which are few,
-- all are compared.
CREATE FUNCTION search_meant(p_programme bigint, p_folded text) RETURNS tsquery LANGUAGE sql STABLE STRICT
SET pg_trgm.similarity_threshold = 0.25 AS $$
    SELECT CASE WHEN bool_and(meant IS NOT NULL) THEN string_agg('(' || meant || ')', ' & ')::tsquery END
    FROM (SELECT (SELECT string_agg(DISTINCT w.word, '|') FROM (
                      SELECT s.word FROM search_words s
                      WHERE s.programme_id = p_programme AND NOT s.joined AND s.word % x AND search_near(x, s.word)
                      UNION ALL
                      SELECT s.word FROM search_words s
                      WHERE s.programme_id = p_programme AND s.joined AND length(x) > 7 AND s.word % x AND search_near(x, s.word)
                      UNION ALL
                      SELECT s.word FROM search_words s
                      WHERE s.programme_id = p_programme AND length(s.word) <= 5 AND length(x) <= 5
                        AND (search_near(x, s.word) OR search_swapped(x, s.word))) w) AS meant
          FROM unnest(string_to_array(p_folded, ' ')) x WHERE length(x) > 2) words
$$;

-- The brands that sound most like the words, however little; `p_least` is the likeness that counts. For a suggestion where
-- nothing was found.
CREATE FUNCTION search_like(p_programme bigint, p_asked text, p_swapped text, p_least real)
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
