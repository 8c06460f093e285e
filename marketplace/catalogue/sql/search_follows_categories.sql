CREATE OR REPLACE FUNCTION search_follows_categories() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY(SELECT b.id FROM brands b JOIN written w ON w.slug = b.category_slug));
    RETURN NULL;
END $$;
