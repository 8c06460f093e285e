-- The digest that stands for the words of a sealed row: without the salt nobody can find out by guessing what they were.
CREATE OR REPLACE FUNCTION words_digest(p_salt uuid, p_words jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(uuid_send(p_salt) || convert_to(p_words::text, 'UTF8'))
$$;
