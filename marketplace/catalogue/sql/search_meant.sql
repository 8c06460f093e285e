-- For each word of three letters or more those of the shop that may be meant by it; NULL where there is none for one of
-- them. Words of up to five letters with a mistake have hardly a group of three letters in common: of these, which are few,
-- all are compared.
CREATE OR REPLACE FUNCTION search_meant(p_programme bigint, p_folded text) RETURNS tsquery LANGUAGE sql STABLE STRICT
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
