-- Whether a text is worth a guess: three different letters at least, and five where it was guessed from the other keyboard.
CREATE OR REPLACE FUNCTION search_guessable(p_folded text, p_least integer) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT length(p_folded) >= p_least
       AND translate(p_folded, left(p_folded, 1) || left(replace(p_folded, left(p_folded, 1), ''), 1), '') <> ''
$$;
