-- Notes from which cards the value of a dispute was taken, for the function that takes it.
CREATE OR REPLACE FUNCTION payment_dispute_cut(p_dispute bigint, p_cards bigint[], p_values bigint[]) RETURNS SETOF payment_dispute_pieces
LANGUAGE sql AS $$
    INSERT INTO payment_dispute_pieces (dispute_id, giftcard_id, value) SELECT p_dispute, u.card, u.value FROM unnest(p_cards, p_values) u(card, value)
    RETURNING *
$$;
REVOKE EXECUTE ON FUNCTION payment_dispute_cut FROM PUBLIC;
