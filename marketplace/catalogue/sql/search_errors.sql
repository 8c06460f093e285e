-- How many typing errors are forgiven: one in short words, two in more than five letters, three from nine on.
CREATE OR REPLACE FUNCTION search_errors(p_typed text, p_word text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 1 + (length(p_typed) > 5 OR length(p_word) > 6)::int + (length(p_typed) > 8)::int
$$;
