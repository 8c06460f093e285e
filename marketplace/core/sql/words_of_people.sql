-- Facts of the audit and of proposals that hold people's words, or say who somebody is.
CREATE OR REPLACE FUNCTION words_of_people() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['agent', 'body', 'city_slug', 'device', 'email', 'evidence', 'first_name', 'last4', 'last_name', 'message', 'name', 'note', 'phone', 'text',
                 'title', 'to_name', 'token', 'why']
$$;
