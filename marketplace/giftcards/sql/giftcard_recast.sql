-- Has a member's certificates go on in other pieces, or as another brand's: split, merge or exchange, as giftcard_succeed() says. Each child
-- holds a code of its own brand and is of an offer of it. Returns the succession. Refused as giftcard_succeed() refuses.
CREATE OR REPLACE FUNCTION giftcard_recast(
    p_cause text, p_cards bigint[], p_ref text, p_children jsonb, p_today date, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_programme bigint;
BEGIN
    IF p_cause NOT IN ('split', 'merge', 'exchange') OR EXISTS (
        SELECT FROM jsonb_to_recordset(p_children) AS c(brand bigint, offer bigint, code bigint)
          LEFT JOIN codes k ON k.id = c.code LEFT JOIN offers o ON o.id = c.offer
         WHERE k.brand_id IS DISTINCT FROM c.brand OR o.brand_id IS DISTINCT FROM c.brand) THEN
        RAISE EXCEPTION 'no such succession' USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_succession';
    END IF;
    SELECT programme_id INTO v_programme FROM giftcards WHERE id = p_cards[1];
    RETURN giftcard_succeed(v_programme, p_cause, p_ref, p_cards, p_children, p_today, p_now);
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_recast FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_recast TO vitrina_app;
