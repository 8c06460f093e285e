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
