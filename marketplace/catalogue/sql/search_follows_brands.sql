CREATE OR REPLACE FUNCTION search_follows_brands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY(SELECT id FROM written));
    RETURN NULL;
END $$;
