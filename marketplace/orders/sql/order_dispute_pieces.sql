-- What can be taken back of a card, or of what it has gone on as, towards a share: as much of each as is left and needed, the oldest first.
-- Of a card that our tills do not watch all or nothing is taken, and nothing once its code was seen. One that waits as a gift is
-- taken like any other. The cards are locked.
CREATE OR REPLACE FUNCTION order_dispute_pieces(p_card bigint, p_share bigint) RETURNS TABLE (card bigint, value bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_held bigint[] := giftcard_hold_heirs(p_card);
    v_left bigint := p_share;
    v record;
BEGIN
    FOR v IN SELECT g.id, g.remaining, o.fulfilment, g.revealed_at FROM giftcards g JOIN offers o ON o.id = g.offer_id
              WHERE g.id = ANY (v_held) AND g.state IN ('active', 'frozen', 'held') AND g.remaining > 0 ORDER BY g.id LOOP
        EXIT WHEN v_left <= 0;
        CONTINUE WHEN v.fulfilment <> 'own' AND v.revealed_at IS NOT NULL;
        card := v.id;
        value := CASE WHEN v.fulfilment = 'own' THEN least(v.remaining, v_left) ELSE v.remaining END;
        v_left := v_left - value;
        RETURN NEXT;
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION order_dispute_pieces FROM PUBLIC;
