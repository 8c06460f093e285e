-- Has a part of what was paid go back to its source, because a part of what it was for is taken back: as much of p_amount as is left. What the member
-- owes is kept back of it (`netted`); for the rest, whoever had it handed over gives it back to the programme, which refunds it (`amount`).
-- Returns the refund; none where nothing is left to send.
CREATE OR REPLACE FUNCTION payment_give_back_part(
    p_purpose text, p_purpose_id bigint, p_amount bigint, p_refund text, p_why text, p_now timestamptz, p_today date,
    OUT refund_id bigint, OUT amount bigint, OUT netted bigint)
LANGUAGE plpgsql AS $$
DECLARE
    v payments;
    v_from bigint;
BEGIN
    SELECT * INTO STRICT v FROM payments WHERE purpose = p_purpose AND purpose_id = p_purpose_id;
    PERFORM payment_lock(v.id);
    amount := least(p_amount, payment_available(v.id));
    netted := 0;
    IF amount < 1 OR NOT payment_is_sold(v.id) THEN
        amount := 0;
        RETURN;
    END IF;
    SELECT e.account_id INTO STRICT v_from FROM transfers t JOIN entries e ON e.transfer_id = t.id AND e.amount > 0 WHERE t.ref = 'sale:' || v.id;
    netted := payment_net(v, amount, v_from, p_now, p_today);
    amount := amount - netted;
    IF amount > 0 THEN
        refund_id := payment_refund(v.id, amount, 'returned', p_why, p_refund, p_now);
        PERFORM payment_post(v, 'sale', 'part-back:' || refund_id, v_from, payment_pot(v, 'programme'), amount, p_now, p_today);
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION payment_give_back_part FROM PUBLIC;
