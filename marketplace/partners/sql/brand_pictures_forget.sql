-- Deletes pictures that came before a moment, and that no brand shows, none has shown, and no proposal that still waits would show.
-- Returns how many.
CREATE OR REPLACE FUNCTION brand_pictures_forget(p_before timestamptz, p_now timestamptz) RETURNS bigint LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM brand_pictures p
         WHERE p.added_at < p_before
           AND NOT EXISTS (SELECT FROM brands b WHERE b.id = p.brand_id AND b.picture = p.version)
           AND NOT EXISTS (SELECT FROM brand_versions v WHERE v.brand_id = p.brand_id AND v.facts ->> 'picture' = p.version)
           AND NOT EXISTS (
               SELECT FROM proposals asked JOIN proposal_versions said ON said.proposal_id = asked.id
                WHERE asked.kind = 'brand_page' AND asked.subject = p.brand_id::text AND said.expires_at > p_now
                  AND said.payload ->> 'picture' = p.version)
        RETURNING 1)
    SELECT count(*) FROM gone
$$;
REVOKE EXECUTE ON FUNCTION brand_pictures_forget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION brand_pictures_forget TO vitrina_app;
