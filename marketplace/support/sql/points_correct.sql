-- Gives a member points or takes some, by hand: the correction, its count, the transfer, its record and the promise of a letter in one call,
-- once by ref (then NULL comes back). Points that are given have a last day; those that are taken come from the lots that expire soonest,
-- and never below nothing. The memo says why, for the member.
CREATE OR REPLACE FUNCTION points_correct(
    p_programme bigint, p_member bigint, p_kind text, p_amount bigint, p_expires date, p_reason text, p_note text, p_case bigint, p_paper bigint,
    p_bank_card bigint, p_ref text, p_proposal bigint, p_now timestamptz, p_today date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_by bigint := correction_by(p_programme, p_member, p_kind, p_amount, p_proposal);
    v_sign integer := CASE p_kind WHEN 'debit' THEN -1 ELSE 1 END;
    v_memo jsonb := jsonb_build_object('what', CASE p_kind WHEN 'goodwill' THEN 'goodwill' ELSE 'correction' END, 'reason', p_reason);
    v_id bigint;
    v_purse bigint;
    v_after bigint;
BEGIN
    PERFORM member_living(p_member);
    IF NOT coalesce((SELECT c.programme_id = p_programme AND c.member_id = p_member FROM cases c WHERE c.id = p_case), p_case IS NULL)
       OR NOT coalesce((SELECT b.member_id = p_member FROM member_cards b WHERE b.id = p_bank_card), p_bank_card IS NULL)
       OR NOT coalesce((SELECT a.member_id = p_member FROM account_papers a WHERE a.id = p_paper), p_paper IS NULL) THEN
        RAISE EXCEPTION 'the evidence is about somebody else' USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_evidence';
    END IF;
    INSERT INTO point_corrections (programme_id, member_id, ref, kind, amount, expires_on, reason, note, case_id, paper_id, bank_card_id, day,
                                   asked_by, proposal_id, at)
    VALUES (p_programme, p_member, p_ref, p_kind, p_amount, p_expires, p_reason, p_note, p_case, p_paper, p_bank_card, p_today, v_by,
            p_proposal, p_now)
    ON CONFLICT (ref) DO NOTHING RETURNING id INTO v_id;
    IF NOT FOUND THEN RETURN NULL; END IF;
    PERFORM correction_count(p_programme, v_by, p_today, p_kind, p_amount);
    v_purse := ledger_open(p_programme, 'member', p_member, 'points');
    IF p_kind = 'debit' AND p_bank_card IS NOT NULL THEN
        -- A refund takes its points while it holds the balance: of what a card earned no point is taken by both.
        PERFORM ledger_lock_with_debts(ARRAY[v_purse]);
        IF card_earned_left(p_member, (SELECT token FROM member_cards WHERE id = p_bank_card)) < 0 THEN
            RAISE EXCEPTION 'the card has not earned so much' USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_earned';
        END IF;
    END IF;
    PERFORM ledger_adjust(p_programme, 'correction:' || v_id, p_now, p_today,
        ARRAY[v_purse, ledger_open(p_programme, 'programme', NULL, 'points')], ARRAY[v_sign * p_amount, -v_sign * p_amount],
        ARRAY[p_expires, NULL]::date[], ARRAY[v_memo, v_memo], p_note);
    SELECT e.balance_after INTO STRICT v_after FROM transfers t JOIN entries e ON e.transfer_id = t.id AND e.account_id = v_purse
     WHERE t.ref = 'correction:' || v_id;
    PERFORM audit_record('accounts.' || p_kind, 'member:' || p_member, p_now, p_note,
        jsonb_build_object('balance', v_after - v_sign * p_amount),
        jsonb_build_object('balance', v_after, 'reason', p_reason, 'case', p_case));
    PERFORM promise('support.points', v_id::text, p_now);
    RETURN v_id;
END $$;
REVOKE EXECUTE ON FUNCTION points_correct FROM PUBLIC;
GRANT EXECUTE ON FUNCTION points_correct TO vitrina_app;
