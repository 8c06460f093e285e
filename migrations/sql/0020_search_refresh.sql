-- Brings search up to date with brands. No table is read whole, also by a plan that was made when there were few: a
-- thousand brands of a file were compared with every offer of the shop, one by one, where most offers were one brand's.
CREATE OR REPLACE FUNCTION search_refresh(p_brands bigint[]) RETURNS void LANGUAGE sql SET enable_seqscan = off AS $$
    WITH titled AS (
        SELECT o.brand_id, left(string_agg(DISTINCT o.title_ru || ' ' || o.title_en, ' '), 200000) AS titles
        FROM unnest(p_brands) w (id) JOIN offers o ON o.brand_id = w.id AND o.published GROUP BY o.brand_id
    ), folded AS (
        SELECT b.id, b.programme_id, coalesce(t.titles, '') AS titles, b.name_ru || ' ' || b.name_en AS both_names,
               b.keywords, c.names AS category, c.folded AS category_folded,
               replace(b.description_ru, 'ё', 'е') AS description_ru, b.description_en,
               f.ru || ' ' || f.en || ' ' || f.keywords || ' ' || replace(f.ru, ' ', '') || ' ' || replace(f.en, ' ', '') AS names
        FROM unnest(p_brands) w (id) JOIN brands b ON b.id = w.id
        JOIN (SELECT slug, name_ru || ' ' || name_en AS names, search_fold(name_ru || ' ' || name_en) AS folded
                FROM categories OFFSET 0) c ON c.slug = b.category_slug
        CROSS JOIN LATERAL (SELECT search_fold(b.name_ru) AS ru, search_fold(b.name_en) AS en,
                                   CASE WHEN b.keywords = '' THEN '' ELSE search_fold(b.keywords) END AS keywords OFFSET 0) f
        LEFT JOIN titled t ON t.brand_id = b.id
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
    FROM unnest(p_brands) p (id) JOIN brand_search s ON s.brand_id = p.id JOIN brands b ON b.id = s.brand_id
    CROSS JOIN LATERAL (SELECT CASE WHEN f.ru LIKE '% %' THEN replace(f.ru, ' ', '') ELSE '' END AS ru,
                               CASE WHEN f.en LIKE '% %' THEN replace(f.en, ' ', '') ELSE '' END AS en
                        FROM (SELECT search_fold(b.name_ru) AS ru, search_fold(b.name_en) AS en OFFSET 0) f OFFSET 0) j,
         unnest(string_to_array(left(s.words, 4000), ' ')) w
    WHERE length(w) > 2 GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (programme_id, word) DO UPDATE SET joined = false WHERE known.joined AND NOT excluded.joined
$$;
