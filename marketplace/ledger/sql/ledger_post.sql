-- How the functions of the ledger keep it right. A function that the application's role calls is SECURITY DEFINER with a fixed search_path; all others have
-- neither. What posts (ledger_post, _settle, _reverse, _earn, _claw_back) is called by the functions of the domain that has the
-- cause, which write the cause in the same call; the role may not call it. Each posting goes: transfer by ref (a second one waits here and finds the
-- first) -> balances locked in order of account -> lots read, in a later statement than the lock and so as the last
-- holder left them -> balances, entries and lots written in one statement. Refusals carry a CONSTRAINT name, by which
-- marketplace.ledger.errors knows them. Postings of a few entries are planned once a connection (to plan them costs more than
-- to run them), those of whole files each time.

-- Posts one transfer. Arrays run side by side: account, amount (signed), last day of points received (NULL: none), memo.
-- Returns the transfer and whether it is new: the same ref posts once. p_today is the programme's own date.
CREATE OR REPLACE FUNCTION ledger_post(
    p_programme bigint, p_kind text, p_ref text, p_at timestamptz, p_today date,
    p_accounts bigint[], p_amounts bigint[], p_expires date[], p_memos jsonb[],
    OUT transfer_id bigint, OUT created boolean)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_wrong text;
    v_brings boolean;
    v_spenders bigint[];
    v_poor bigint;
    v_needed numeric;
BEGIN
    IF (p_kind IN ('accrual', 'clawback', 'order', 'hold', 'adjustment', 'payment', 'sale', 'refund', 'dispute')) IS NOT TRUE OR p_today IS NULL THEN
        PERFORM ledger_refuse('transfer_form', 'this kind of transfer is not posted, or has no day');
    END IF;
    SELECT b.transfer_id, b.created INTO transfer_id, created FROM ledger_begin(p_programme, p_kind, p_ref, p_at, NULL) b;
    IF NOT created THEN
        PERFORM ledger_compare(transfer_id, p_ref, p_accounts, p_amounts, p_expires);
        RETURN;
    END IF;

    WITH locked AS MATERIALIZED (
        SELECT account_id, balance, floor, keeps_lots FROM balances
         WHERE account_id = ANY (p_accounts) ORDER BY account_id FOR NO KEY UPDATE
    ), e AS MATERIALIZED (
        SELECT u.account, a.unit, a.kind, l.balance, l.floor, coalesce(l.keeps_lots, false) AS keeps_lots,
               sum(u.amount) AS net, sum(u.amount) FILTER (WHERE u.amount < 0) AS spent, max(u.amount) AS most,
               bool_and(u.amount BETWEEN -1000000000000000 AND 1000000000000000 AND u.amount <> 0) IS NOT TRUE
                   OR count(*) <> count(u.amount) AS odd_amount,
               (a.programme_id = p_programme) IS NOT TRUE AS foreign_account,
               coalesce(bool_or(u.expires IS NOT NULL AND (u.amount < 0 OR l.keeps_lots IS NOT TRUE)), false) AS odd_day
          FROM unnest(p_accounts, p_amounts, p_expires) u(account, amount, expires)
          LEFT JOIN accounts a ON a.id = u.account
          LEFT JOIN locked l ON l.account_id = u.account
         GROUP BY u.account, a.id, l.account_id, l.balance, l.floor, l.keeps_lots
    )
    SELECT CASE WHEN count(*) = 0 THEN 'a transfer has entries'
                WHEN bool_or(odd_amount) THEN 'an amount is a whole number, not 0, of at most 10^15'
                WHEN bool_or(foreign_account) THEN 'an account is not of this programme'
                WHEN EXISTS (SELECT FROM e GROUP BY unit HAVING sum(net) <> 0) THEN 'entries do not sum to zero'
                WHEN bool_or(odd_day) THEN 'only points that a member receives have a last day'
                WHEN bool_or(kind = 'held') <> (p_kind = 'hold') THEN 'held points move by hold, capture and release' END,
           bool_or(keeps_lots AND most > 0), array_agg(account ORDER BY account) FILTER (WHERE keeps_lots AND spent < 0),
           min(account) FILTER (WHERE balance + net < floor)
      INTO v_wrong, v_brings, v_spenders, v_poor FROM e;

    IF v_wrong IS NOT NULL THEN PERFORM ledger_refuse('transfer_form', v_wrong); END IF;
    IF p_kind = 'hold' THEN PERFORM ledger_check_hold(p_accounts, p_amounts); END IF;
    IF v_poor IS NOT NULL THEN
        SELECT -sum(u.amount) INTO v_needed FROM unnest(p_accounts, p_amounts) u(account, amount) WHERE u.account = v_poor;
        PERFORM ledger_refuse_poor(v_poor, v_needed, p_today);
    END IF;
    IF v_brings THEN PERFORM ledger_bring(transfer_id, p_accounts, p_amounts, p_expires, 'earned', CASE p_kind WHEN 'accrual' THEN 'bank' ELSE 'programme' END); END IF;
    PERFORM ledger_write(transfer_id, p_at, p_today, p_accounts, p_amounts, p_expires, p_memos, v_spenders, NULL);
END $$;
REVOKE EXECUTE ON FUNCTION ledger_post FROM PUBLIC, vitrina_app;
