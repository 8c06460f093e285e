-- Every word of the text; the last one also as the beginning of a word, for it is asked while somebody types. As a
-- beginning it counts as it was typed: the stem of «яяя» is «я», and half of the shop begins with that.
CREATE OR REPLACE FUNCTION search_prefix(p_config regconfig, p_words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE WHEN p_words = '' THEN ''::tsquery
           ELSE to_tsquery(p_config, replace(p_words, ' ', ' & '))
                || (to_tsquery(p_config, replace(trim(regexp_replace(p_words, '[^ ]+$', '')), ' ', ' & '))
                    && to_tsquery('simple', substring(p_words FROM '[^ ]+$') || ':*')) END
$$;
