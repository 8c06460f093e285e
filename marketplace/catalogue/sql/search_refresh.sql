-- Brings search up to date with brands. Each is looked up by its key: the subqueries with OFFSET 0 (and the one that sums up)
-- leave the planner no other way. It may have seen these tables when they were tiny, and would walk all of them, table or
-- index, for each thousand brands of a file.
CREATE OR REPLACE FUNCTION search_refresh(p_brands bigint[]) RETURNS void LANGUAGE sql SET enable_seqscan = off AS $$
    WITH folded AS (
        SELECT b.id, b.programme_id, coalesce(t.titles, '') AS titles, b.name_ru || ' ' || b.name_en AS both_names,
               b.keywords, c.names AS category, c.folded AS category_folded,
               replace(b.description_ru, 'ё', 'е') AS description_ru, b.description_en,
               f.ru || ' ' || f.en || ' ' || f.keywords || ' ' || replace(f.ru, ' ', '') || ' ' || replace(f.en, ' ', '') AS names
        FROM unnest(p_brands) w (id)
        CROSS JOIN LATERAL (SELECT id, programme_id, name_ru, name_en, keywords, category_slug, description_ru, description_en
                            FROM brands WHERE id = w.id OFFSET 0) b
        CROSS JOIN LATERAL (SELECT left(string_agg(DISTINCT title_ru || ' ' || title_en, ' '), 200000) AS titles
                            FROM offers WHERE brand_id = w.id AND published) t
        CROSS JOIN LATERAL (SELECT name_ru || ' ' || name_en AS names, search_fold(name_ru || ' ' || name_en) AS folded
                            FROM categories WHERE slug = b.category_slug OFFSET 0) c
        CROSS JOIN LATERAL (SELECT search_fold(b.name_ru) AS ru, search_fold(b.name_en) AS en,
                                   CASE WHEN b.keywords = '' THEN '' ELSE search_fold(b.keywords) END AS keywords OFFSET 0) f
    )
    INSERT INTO brand_search AS s (brand_id, programme_id, names, words, document)
    SELECT id, programme_id, names, names || ' ' || category_folded,
           setweight(to_tsvector('russian', replace(lower(both_names || ' ' || keywords), 'ё', 'е')), 'A')
           || setweight(to_tsvector('english', both_names), 'A') || setweight(to_tsvector('simple', names), 'A')
           || setweight(to_tsvector('russian', replace(lower(category), 'ё', 'е')), 'B')
           || setweight(to_tsvector('english', category), 'B') || setweight(to_tsvector('simple', category_folded), 'B')
           || setweight(to_tsvector('russian', replace(lower(titles), 'ё', 'е')), 'C')
           || setweight(to_tsvector('english', titles), 'C')
           || setweight(to_tsvector('russian', description_ru), 'D') || setweight(to_tsvector('english', description_en), 'D')
    FROM folded ORDER BY id
    ON CONFLICT (brand_id) DO UPDATE SET names = excluded.names, words = excluded.words, document = excluded.document
    WHERE (s.words, s.document) IS DISTINCT FROM (excluded.words, excluded.document);
    INSERT INTO search_words AS known (programme_id, word, joined)
    SELECT s.programme_id, w, bool_and(w IN (j.ru, j.en))
    FROM unnest(p_brands) p (id)
    CROSS JOIN LATERAL (SELECT programme_id, words FROM brand_search WHERE brand_id = p.id OFFSET 0) s
    CROSS JOIN LATERAL (SELECT name_ru, name_en FROM brands WHERE id = p.id OFFSET 0) b
    CROSS JOIN LATERAL (SELECT CASE WHEN f.ru LIKE '% %' THEN replace(f.ru, ' ', '') ELSE '' END AS ru,
                               CASE WHEN f.en LIKE '% %' THEN replace(f.en, ' ', '') ELSE '' END AS en
                        FROM (SELECT search_fold(b.name_ru) AS ru, search_fold(b.name_en) AS en OFFSET 0) f OFFSET 0) j,
         unnest(string_to_array(left(s.words, 4000), ' ')) w
    WHERE length(w) > 2 GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (programme_id, word) DO UPDATE SET joined = false WHERE known.joined AND NOT excluded.joined
$$;
