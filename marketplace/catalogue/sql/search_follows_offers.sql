CREATE OR REPLACE FUNCTION search_follows_offers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM written) THEN  -- a statement that may write both ways tells both, also of nothing
        PERFORM search_refresh(ARRAY(SELECT DISTINCT brand_id FROM written));
    END IF;
    RETURN NULL;
END $$;
