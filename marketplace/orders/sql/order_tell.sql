-- Tells the partner of a brand that a card of it was ordered, if its server wants to hear of it. Nothing of the member is told; and the order
-- by a name that does not count how many orders there are.
CREATE OR REPLACE FUNCTION order_tell(p_order bigint, p_brand bigint, p_value bigint, p_currency text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE v_told record;
BEGIN
    SELECT w.partner_id, b.slug, left(encode(sha256(convert_to(o.ref || ':' || o.id, 'UTF8')), 'hex'), 32) AS name INTO v_told
      FROM brands b JOIN webhook_endpoints w ON w.partner_id = b.partner_id AND w.removed_at IS NULL JOIN orders o ON o.id = p_order
     WHERE b.id = p_brand;
    IF FOUND THEN
        PERFORM webhook_tell(v_told.partner_id, 'order.created', p_order::text, p_now,
            jsonb_build_object('order', v_told.name, 'brand', v_told.slug, 'value', p_value, 'currency', p_currency));
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION order_tell FROM PUBLIC;
