-- Whether a ciphertext can be another one made anew: a prefix that names another key, and the same length.
CREATE OR REPLACE FUNCTION is_renewed(p_old bytea, p_new bytea) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT length(p_new) = length(p_old) AND substr(p_new, 1, 1) = '\x01' AND substr(p_new, 2, 4) <> substr(p_old, 2, 4)
$$;
