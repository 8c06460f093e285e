-- Double entry in whole minor units. One transfer is one event; its entries sum to zero in every unit.
CREATE TABLE accounts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    kind         text NOT NULL CHECK (kind IN ('member', 'held', 'debt', 'partner', 'programme', 'breakage', 'suspense')),
    owner_id     bigint,
    -- 'points' of the programme, or an ISO 4217 currency.
    unit         text NOT NULL CHECK (unit = 'points' OR unit ~ '^[A-Z]{3}$'),
    opened_at    timestamptz NOT NULL DEFAULT now(),
    CHECK ((kind IN ('member', 'held', 'debt', 'partner')) = (owner_id IS NOT NULL)),
    UNIQUE NULLS NOT DISTINCT (programme_id, kind, owner_id, unit)
);

-- Only accounts with a row here have a running balance; partner and programme accounts are summed from their
-- entries, so that orders do not queue for one row.
CREATE TABLE balances (
    account_id bigint PRIMARY KEY REFERENCES accounts,
    balance    bigint NOT NULL DEFAULT 0,
    floor      bigint,
    ceiling    bigint,
    keeps_lots boolean NOT NULL,
    CONSTRAINT balance_floor CHECK (balance >= floor),
    CONSTRAINT balance_ceiling CHECK (balance <= ceiling)
) WITH (fillfactor = 70);

CREATE TABLE transfers (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    kind         text NOT NULL CHECK (kind IN ('accrual', 'clawback', 'order', 'hold', 'capture', 'release', 'reversal', 'expiry', 'adjustment')),
    ref          text NOT NULL UNIQUE CHECK (length(ref) BETWEEN 1 AND 255),
    at           timestamptz NOT NULL,
    -- The transfer that this one ends: a hold is captured or released once, a posting is reversed once.
    settles_id   bigint UNIQUE REFERENCES transfers
);
CREATE INDEX transfers_by_txid ON transfers (txid);

CREATE TABLE entries (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid          xid8 NOT NULL DEFAULT pg_current_xact_id(),
    transfer_id   bigint NOT NULL REFERENCES transfers,
    account_id    bigint NOT NULL REFERENCES accounts,
    amount        bigint NOT NULL CHECK (amount <> 0),
    balance_after bigint,
    at            timestamptz NOT NULL,
    memo          jsonb
);
CREATE INDEX entries_by_account ON entries (account_id, id DESC);
CREATE INDEX entries_by_transfer ON entries (transfer_id);
CREATE INDEX entries_by_txid ON entries (txid);

-- Points that expire together. The lot is a fact; what is left of it stands in open_lots until it is used up.
CREATE TABLE lots (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    account_id  bigint NOT NULL REFERENCES accounts,
    transfer_id bigint NOT NULL REFERENCES transfers,
    amount      bigint NOT NULL CHECK (amount > 0),
    -- The last day on which the points can be spent, in the programme's time zone; none: they never expire.
    expires_on  date
);
CREATE INDEX lots_by_account ON lots (account_id, id);
CREATE INDEX lots_by_transfer ON lots (transfer_id);
CREATE INDEX lots_by_txid ON lots (txid);

CREATE TABLE open_lots (
    lot_id     bigint PRIMARY KEY REFERENCES lots,
    account_id bigint NOT NULL REFERENCES accounts,
    expires_on date,
    remaining  bigint NOT NULL CHECK (remaining > 0)
) WITH (fillfactor = 80);
CREATE INDEX open_lots_in_order ON open_lots (account_id, expires_on NULLS LAST, lot_id);
CREATE INDEX open_lots_by_day ON open_lots (expires_on) WHERE expires_on IS NOT NULL;

-- What a transfer took from a lot (negative) or returned to it (positive).
CREATE TABLE lot_moves (
    transfer_id bigint NOT NULL REFERENCES transfers,
    lot_id      bigint NOT NULL REFERENCES lots,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    amount      bigint NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (transfer_id, lot_id)
);
CREATE INDEX lot_moves_by_lot ON lot_moves (lot_id);
CREATE INDEX lot_moves_by_txid ON lot_moves (txid);

CREATE TRIGGER accounts_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfers_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON transfers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entries_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lots_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON lots FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lot_moves_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON lot_moves FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Nobody writes the books but the functions below, which run with the owner's rights.
REVOKE INSERT, UPDATE, DELETE ON balances, transfers, entries, lots, open_lots, lot_moves FROM vitrina_app;
REVOKE UPDATE, DELETE ON accounts FROM vitrina_app;

-- Opens an account once; asking again gives the same one.
CREATE FUNCTION ledger_open(p_programme bigint, p_kind text, p_owner bigint, p_unit text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_id bigint;
BEGIN
    SELECT id INTO v_id FROM accounts
     WHERE programme_id = p_programme AND kind = p_kind AND owner_id IS NOT DISTINCT FROM p_owner AND unit = p_unit;
    IF FOUND THEN RETURN v_id; END IF;
    INSERT INTO accounts (programme_id, kind, owner_id, unit) VALUES (p_programme, p_kind, p_owner, p_unit)
    ON CONFLICT DO NOTHING RETURNING id INTO v_id;
    IF v_id IS NULL THEN
        SELECT id INTO STRICT v_id FROM accounts
         WHERE programme_id = p_programme AND kind = p_kind AND owner_id IS NOT DISTINCT FROM p_owner AND unit = p_unit;
        RETURN v_id;
    END IF;
    IF p_kind IN ('member', 'held', 'debt') THEN
        INSERT INTO balances (account_id, floor, ceiling, keeps_lots)
        VALUES (v_id, CASE WHEN p_kind = 'debt' THEN NULL ELSE 0 END, CASE WHEN p_kind = 'debt' THEN 0 END,
                p_kind = 'member' AND p_unit = 'points');
    END IF;
    RETURN v_id;
END $$;

-- Takes points from an account's lots, soonest to expire first; lots past their last day do not count.
-- marketplace.ledger.rules.take is the same rule in Python, and a property test holds them equal.
CREATE FUNCTION ledger_take(p_transfer bigint, p_account bigint, p_amount bigint, p_today date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_taken bigint;
BEGIN
    WITH queue AS (
        SELECT lot_id, remaining,
               sum(remaining) OVER (ORDER BY expires_on NULLS LAST, lot_id) - remaining AS before
          FROM open_lots WHERE account_id = p_account AND (expires_on IS NULL OR expires_on >= p_today)
    ), part AS (
        SELECT lot_id, remaining, least(remaining, p_amount - before)::bigint AS amount FROM queue WHERE before < p_amount
    ), used_up AS (
        DELETE FROM open_lots o USING part p WHERE o.lot_id = p.lot_id AND p.amount = p.remaining
    ), shortened AS (
        UPDATE open_lots o SET remaining = o.remaining - p.amount FROM part p WHERE o.lot_id = p.lot_id AND p.amount < p.remaining
    ), moved AS (
        INSERT INTO lot_moves (transfer_id, lot_id, amount) SELECT p_transfer, lot_id, -amount FROM part RETURNING amount
    )
    SELECT coalesce(-sum(amount), 0) INTO v_taken FROM moved;
    IF v_taken <> p_amount THEN
        RAISE EXCEPTION 'account % has % of % to spend', p_account, v_taken, p_amount
            USING ERRCODE = 'check_violation', CONSTRAINT = 'balance_floor';
    END IF;
END $$;

-- Posts one transfer. Arrays run side by side: account, amount (signed), last day of the points, memo.
-- Returns the transfer and whether it is new: the same ref posts once. p_today is the programme's own date.
CREATE FUNCTION ledger_post(
    p_programme bigint, p_kind text, p_ref text, p_at timestamptz, p_today date, p_settles bigint,
    p_accounts bigint[], p_amounts bigint[], p_expires date[], p_memos jsonb[],
    OUT transfer_id bigint, OUT created boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_spender record;
    v_transfer bigint;
BEGIN
    INSERT INTO transfers (programme_id, kind, ref, at, settles_id) VALUES (p_programme, p_kind, p_ref, p_at, p_settles)
    ON CONFLICT (ref) DO NOTHING RETURNING id INTO v_transfer;
    transfer_id := v_transfer;
    created := v_transfer IS NOT NULL;
    IF NOT created THEN
        SELECT id INTO STRICT transfer_id FROM transfers t WHERE t.ref = p_ref;
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM unnest(p_accounts, p_amounts) e(account, amount) JOIN accounts a ON a.id = e.account
                GROUP BY a.unit HAVING sum(e.amount) <> 0)
       OR EXISTS (SELECT FROM unnest(p_accounts) e(account) LEFT JOIN accounts a ON a.id = e.account
                   WHERE a.programme_id IS DISTINCT FROM p_programme) THEN
        RAISE EXCEPTION 'transfer % does not balance', p_ref USING ERRCODE = 'integrity_constraint_violation';
    END IF;

    PERFORM FROM balances WHERE account_id = ANY (p_accounts) ORDER BY account_id FOR UPDATE;

    INSERT INTO entries (transfer_id, account_id, amount, balance_after, at, memo)
    SELECT v_transfer, e.account, e.amount,
           b.balance + sum(e.amount) OVER (PARTITION BY e.account ORDER BY e.n), p_at, e.memo
      FROM unnest(p_accounts, p_amounts, p_memos) WITH ORDINALITY e(account, amount, memo, n)
      LEFT JOIN balances b ON b.account_id = e.account
     ORDER BY e.n;

    UPDATE balances b SET balance = b.balance + e.amount
      FROM (SELECT account, sum(amount)::bigint AS amount FROM unnest(p_accounts, p_amounts) u(account, amount) GROUP BY account) e
     WHERE b.account_id = e.account;

    WITH born AS (
        INSERT INTO lots (account_id, transfer_id, amount, expires_on)
        SELECT e.account, v_transfer, e.amount, e.expires
          FROM unnest(p_accounts, p_amounts, p_expires) WITH ORDINALITY e(account, amount, expires, n)
          JOIN balances b ON b.account_id = e.account AND b.keeps_lots
         WHERE e.amount > 0 ORDER BY e.n
        RETURNING id, account_id, expires_on, amount
    )
    INSERT INTO open_lots (lot_id, account_id, expires_on, remaining) SELECT id, account_id, expires_on, amount FROM born;

    FOR v_spender IN
        SELECT e.account, -sum(e.amount)::bigint AS amount
          FROM unnest(p_accounts, p_amounts) e(account, amount)
          JOIN balances b ON b.account_id = e.account AND b.keeps_lots
         WHERE e.amount < 0 GROUP BY e.account ORDER BY e.account
    LOOP
        PERFORM ledger_take(v_transfer, v_spender.account, v_spender.amount, p_today);
    END LOOP;
END $$;

-- Posts the opposite of a transfer, once. Points go back to the lots that they came from; points that it brought are
-- taken back from its own lots first. A captured hold returns to the member, not to the hold.
CREATE FUNCTION ledger_reverse(
    p_transfer bigint, p_kind text, p_ref text, p_at timestamptz, p_today date, p_memo jsonb,
    OUT transfer_id bigint, OUT created boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_old transfers;
    v_new bigint;
    v_hold bigint;
    v_lot record;
    v_short record;
BEGIN
    SELECT * INTO STRICT v_old FROM transfers WHERE id = p_transfer;
    INSERT INTO transfers (programme_id, kind, ref, at, settles_id) VALUES (v_old.programme_id, p_kind, p_ref, p_at, p_transfer)
    ON CONFLICT (ref) DO NOTHING RETURNING id INTO v_new;
    transfer_id := v_new;
    created := v_new IS NOT NULL;
    IF NOT created THEN
        SELECT id INTO STRICT transfer_id FROM transfers t WHERE t.ref = p_ref;
        RETURN;
    END IF;
    IF v_old.kind = 'capture' THEN v_hold := v_old.settles_id; END IF;

    CREATE TEMP TABLE IF NOT EXISTS reversal (account bigint, amount bigint) ON COMMIT DROP;
    TRUNCATE pg_temp.reversal;
    INSERT INTO pg_temp.reversal
    SELECT coalesce(back.account_id, e.account_id), -e.amount
      FROM entries e
      JOIN accounts a ON a.id = e.account_id
      LEFT JOIN LATERAL (SELECT h.account_id FROM entries h JOIN accounts ha ON ha.id = h.account_id AND ha.kind = 'member'
                          WHERE h.transfer_id = v_hold AND a.kind = 'held') back ON true
     WHERE e.transfer_id = p_transfer;

    PERFORM FROM balances WHERE account_id IN (SELECT account FROM pg_temp.reversal) ORDER BY account_id FOR UPDATE;

    INSERT INTO entries (transfer_id, account_id, amount, balance_after, at, memo)
    SELECT v_new, r.account, r.amount, b.balance + r.amount, p_at, p_memo
      FROM (SELECT account, sum(amount)::bigint AS amount FROM pg_temp.reversal GROUP BY account HAVING sum(amount) <> 0) r
      LEFT JOIN balances b ON b.account_id = r.account ORDER BY r.account;

    UPDATE balances b SET balance = b.balance + r.amount
      FROM (SELECT account, sum(amount)::bigint AS amount FROM pg_temp.reversal GROUP BY account) r WHERE b.account_id = r.account;

    -- Back into the lots they came from.
    FOR v_lot IN
        SELECT l.id, l.account_id, l.expires_on, -m.amount AS amount
          FROM lot_moves m JOIN lots l ON l.id = m.lot_id
         WHERE m.transfer_id = coalesce(v_hold, p_transfer) AND m.amount < 0 ORDER BY l.id
    LOOP
        INSERT INTO lot_moves (transfer_id, lot_id, amount) VALUES (v_new, v_lot.id, v_lot.amount);
        INSERT INTO open_lots (lot_id, account_id, expires_on, remaining)
        VALUES (v_lot.id, v_lot.account_id, v_lot.expires_on, v_lot.amount)
        ON CONFLICT (lot_id) DO UPDATE SET remaining = open_lots.remaining + excluded.remaining;
    END LOOP;

    -- Out of the lots it made; what is gone from them comes from the others.
    FOR v_short IN
        WITH own AS (
            SELECT l.account_id, l.amount AS made, o.lot_id, o.remaining
              FROM lots l LEFT JOIN open_lots o ON o.lot_id = l.id WHERE l.transfer_id = p_transfer
        ), closed AS (
            DELETE FROM open_lots o USING own WHERE o.lot_id = own.lot_id
        ), moved AS (
            INSERT INTO lot_moves (transfer_id, lot_id, amount) SELECT v_new, lot_id, -remaining FROM own WHERE lot_id IS NOT NULL
        )
        SELECT account_id, sum(made - coalesce(remaining, 0))::bigint AS amount FROM own GROUP BY account_id ORDER BY account_id
    LOOP
        IF v_short.amount > 0 THEN PERFORM ledger_take(v_new, v_short.account_id, v_short.amount, p_today); END IF;
    END LOOP;
END $$;

-- Every lot of the programme whose last day lies before p_today goes to breakage: one transfer, an entry an account.
CREATE FUNCTION ledger_expire(p_programme bigint, p_ref text, p_at timestamptz, p_today date, p_breakage bigint, p_memo jsonb,
    OUT transfer_id bigint, OUT lot_count bigint, OUT total bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE v_transfer bigint;
BEGIN
    lot_count := 0; total := 0;
    PERFORM FROM balances WHERE account_id IN (
        SELECT o.account_id FROM open_lots o JOIN accounts a ON a.id = o.account_id AND a.programme_id = p_programme
         WHERE o.expires_on < p_today) ORDER BY account_id FOR UPDATE;
    CREATE TEMP TABLE IF NOT EXISTS expired (lot_id bigint, account_id bigint, expires_on date, remaining bigint) ON COMMIT DROP;
    TRUNCATE pg_temp.expired;
    WITH gone AS (
        DELETE FROM open_lots o USING accounts a
         WHERE a.id = o.account_id AND a.programme_id = p_programme AND o.expires_on < p_today RETURNING o.*)
    INSERT INTO pg_temp.expired SELECT lot_id, account_id, expires_on, remaining FROM gone;
    SELECT count(*), coalesce(sum(remaining), 0) INTO lot_count, total FROM pg_temp.expired;
    IF lot_count = 0 THEN RETURN; END IF;

    INSERT INTO transfers (programme_id, kind, ref, at) VALUES (p_programme, 'expiry', p_ref, p_at) RETURNING id INTO v_transfer;
    transfer_id := v_transfer;
    INSERT INTO lot_moves (transfer_id, lot_id, amount) SELECT v_transfer, lot_id, -remaining FROM pg_temp.expired;
    WITH due AS (SELECT account_id, sum(remaining)::bigint AS amount FROM pg_temp.expired GROUP BY account_id),
    lowered AS (
        UPDATE balances b SET balance = b.balance - due.amount FROM due WHERE b.account_id = due.account_id
        RETURNING b.account_id, due.amount, b.balance)
    INSERT INTO entries (transfer_id, account_id, amount, balance_after, at, memo)
    SELECT v_transfer, account_id, -amount, balance, p_at, p_memo FROM lowered;
    INSERT INTO entries (transfer_id, account_id, amount, at, memo) VALUES (v_transfer, p_breakage, total, p_at, p_memo);
END $$;

REVOKE EXECUTE ON FUNCTION ledger_take FROM PUBLIC;
