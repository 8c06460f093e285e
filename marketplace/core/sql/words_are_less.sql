-- Whether words only went: a text became empty or one of the marks that stand for nothing, an object kept its keys, and each value stayed or
-- became the empty text. So what is forgotten can never say something else.
CREATE OR REPLACE FUNCTION words_are_less(p_before jsonb, p_after jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT p_before = p_after OR p_after IN ('""', '"—"', '"erased"')
        OR (jsonb_typeof(p_before) = 'object' AND jsonb_typeof(p_after) = 'object' AND NOT EXISTS (
                SELECT FROM jsonb_each(CASE jsonb_typeof(p_before) WHEN 'object' THEN p_before END) b
                  FULL JOIN jsonb_each(CASE jsonb_typeof(p_after) WHEN 'object' THEN p_after END) a USING (key)
                 WHERE a.value IS DISTINCT FROM b.value AND a.value IS DISTINCT FROM '""'))
$$;
