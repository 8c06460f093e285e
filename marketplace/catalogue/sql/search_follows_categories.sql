CREATE OR REPLACE FUNCTION search_follows_categories() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM written) THEN  -- a statement that may write both ways tells both, also of nothing
        PERFORM search_refresh(ARRAY(SELECT b.id FROM brands b JOIN written w ON w.slug = b.category_slug));
    END IF;
    RETURN NULL;
END $$;
