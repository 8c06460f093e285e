CREATE OR REPLACE FUNCTION search_follows_offers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY(SELECT DISTINCT brand_id FROM written));
    RETURN NULL;
END $$;
