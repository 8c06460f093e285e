CREATE OR REPLACE FUNCTION search_query(p_words text, p_folded text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT search_prefix('russian', p_words) || search_prefix('english', p_words)
           || search_prefix('simple', CASE WHEN length(p_folded) > 1 THEN p_folded ELSE '' END)
$$;
