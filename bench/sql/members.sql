-- Every second one of so many members, with up to three lots each, as one file of accruals would have left them: the first of three is
-- used up by two orders. What the other half writes meanwhile is seen when all of it is there.
-- Foreign keys are not looked up: millions of lookups, of rows that are taken from their tables here.
SET session_replication_role = replica;
CREATE TEMP TABLE earned AS
SELECT amount, expires_on FROM (VALUES (1, 20000, NULL), (2, 20000, current_date + 400), (3, 700, current_date + 100)) l(n, amount, expires_on)
 WHERE n <= %(lots)s;

WITH joined AS (
    INSERT INTO members (programme_id, number, first_name, last_name, email, language, joined_at)
    SELECT %(programme)s, lpad((%(programme)s * 100000000 + n)::text, 12, '0'), 'Анна', 'Соколова', '', 'ru', now()
      FROM generate_series(%(there)s + 1 + %(half)s, %(there)s + %(count)s, 2) n
    RETURNING id, programme_id)
INSERT INTO accounts (programme_id, kind, owner_id, unit) SELECT programme_id, 'member', id, 'points' FROM joined ORDER BY id;

INSERT INTO balances (account_id, balance, floor, keeps_lots)
SELECT id, (SELECT sum(amount) FROM earned), 0, true FROM accounts a WHERE kind = 'member' AND programme_id = %(programme)s
   AND NOT EXISTS (SELECT FROM balances b WHERE b.account_id = a.id);

INSERT INTO transfers (programme_id, kind, ref, at) VALUES (%(programme)s, 'accrual', 'bench:' || %(half)s || ':' || %(programme)s || ':' || clock_timestamp(), now());

CREATE TEMP TABLE fresh AS
SELECT a.id AS account_id, t.id AS transfer_id, l.amount, l.expires_on
  FROM accounts a, currval('transfers_id_seq') t (id), earned l
 WHERE a.kind = 'member' AND a.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM lots o WHERE o.account_id = a.id);

WITH born AS (
    INSERT INTO lots (account_id, transfer_id, amount, expires_on)
    SELECT account_id, transfer_id, amount, expires_on FROM fresh ORDER BY account_id, expires_on
    RETURNING id, account_id, expires_on, amount)
INSERT INTO open_lots (lot_id, account_id, expires_on, remaining) SELECT id, account_id, expires_on, amount FROM born;

INSERT INTO entries (transfer_id, account_id, amount, balance_after, at, expires_on, memo)
SELECT transfer_id, account_id, amount, sum(amount) OVER (PARTITION BY account_id ORDER BY expires_on), now(), expires_on,
       '{"what": "bonus"}'
  FROM fresh ORDER BY account_id, expires_on;

INSERT INTO entries (transfer_id, account_id, amount, at)
SELECT f.transfer_id, ledger_open(%(programme)s, 'programme', NULL, 'points'), -sum(f.amount), now() FROM fresh f GROUP BY f.transfer_id;

DROP TABLE fresh, earned;
