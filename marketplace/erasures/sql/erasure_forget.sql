-- Takes out sealed words of a member and of whom they were before, in an erasure that is due and has begun; p_what is what a domain's `Goes` calls them.
-- Whose words they are and where they stand is found here and by the domains, so that nobody can have others taken out. Returns how many rows had
-- something to lose. Refused by name: 'erasure_due'.
CREATE OR REPLACE FUNCTION erasure_forget(p_erasure bigint, p_what text, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v erasures := erasure_due(p_erasure, p_now);
    v_members bigint[] := ARRAY(SELECT e.member_id FROM erased_members e WHERE e.member_id IN (SELECT member_line(v.member_id)));
BEGIN
    IF v.member_id <> ALL (v_members) THEN
        RAISE EXCEPTION 'the erasure has not begun' USING ERRCODE = 'check_violation', CONSTRAINT = 'erasure_due';
    END IF;
    CASE p_what
        WHEN 'support' THEN RETURN support_words_forget(v_members);
        WHEN 'proposals' THEN RETURN proposal_words_forget(v_members);
        WHEN 'giftcards' THEN RETURN giftcard_words_forget(v_members);
        WHEN 'orders' THEN RETURN order_words_forget(v_members);
        WHEN 'payments' THEN RETURN refund_words_forget(v_members);
        WHEN 'card_operations' THEN RETURN card_operations_forget(v_members);
        WHEN 'bank_cards' THEN RETURN bank_cards_forget(v_members);
        WHEN 'records' THEN RETURN audit_forget(ARRAY(SELECT erasure_subjects(v_members)));
    END CASE;
END $$;
REVOKE EXECUTE ON FUNCTION erasure_forget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erasure_forget TO vitrina_app;
