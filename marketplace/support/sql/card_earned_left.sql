-- What a bank card has earned for a member and neither refunds nor staff took back; minor units of points. Below nothing where more was taken than
-- it earned.
CREATE OR REPLACE FUNCTION card_earned_left(p_member bigint, p_token text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT card_earned(p_member, p_token) - coalesce(sum(p.amount), 0)::bigint FROM point_corrections p JOIN member_cards c ON c.id = p.bank_card_id
     WHERE p.member_id = p_member AND p.kind = 'debit' AND c.token = p_token
$$;
REVOKE EXECUTE ON FUNCTION card_earned_left FROM PUBLIC;
GRANT EXECUTE ON FUNCTION card_earned_left TO vitrina_app;
