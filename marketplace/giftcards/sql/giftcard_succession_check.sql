-- Holds what was born against what has ended: no value, time, owner or brand comes of a succession that was not there before.
CREATE OR REPLACE FUNCTION giftcard_succession_check(p_succession bigint, p_left bigint, p_born bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_cause text := (SELECT cause FROM giftcard_successions WHERE id = p_succession);
    v_alone boolean := giftcard_goes_on_as_one(v_cause);
    v_before record;
    v_after record;
BEGIN
    SELECT count(*) AS n, array_agg(DISTINCT g.member_id) AS members, array_agg(DISTINCT g.brand_id) AS brands,
           count(DISTINCT g.currency) AS currencies, sum(g.value) AS value, min(g.expires_on) AS expires
      INTO v_before FROM giftcard_endings e JOIN giftcards g ON g.id = e.giftcard_id WHERE e.succession_id = p_succession;
    SELECT count(*) AS n, array_agg(DISTINCT g.member_id) AS members, array_agg(DISTINCT g.brand_id) AS brands,
           sum(g.value) AS value, max(g.expires_on) AS expires
      INTO v_after FROM giftcards g WHERE g.succession_id = p_succession;
    IF v_before.currencies <> 1
       OR v_before.n < 1 OR v_before.n > 1 AND v_cause <> 'merge' OR v_before.n < 2 AND v_cause = 'merge'
       OR v_after.n < 1 OR v_after.n > 1 AND v_cause <> 'split' OR v_after.n < 2 AND v_cause = 'split'
       OR p_born > p_left OR p_born < p_left AND v_cause <> 'exchange' OR v_alone AND v_after.value <> v_before.value
       OR v_after.expires > v_before.expires
       OR v_after.brands <> v_before.brands AND v_cause <> 'exchange' OR v_after.members <> v_before.members AND v_cause NOT IN ('gift', 'rebind', 'membership') THEN
        RAISE EXCEPTION 'succession %: what comes of these certificates would not be theirs', p_succession
            USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_succession';
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_succession_check FROM PUBLIC;
