-- Who acts in this transaction, as its beginning said: "user:17", "client:3", "terminal:5", "operator" or "system".
CREATE OR REPLACE FUNCTION acting() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('vitrina.actor', true), ''), 'system')
$$;
