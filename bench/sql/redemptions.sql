-- So many redemptions for each partner of a programme, in the `days` from a moment on: two of each of its cards, which were sold in the month before.
-- Foreign keys are not looked up: the cards' orders, members and codes are not there, and no statement asks for them.
SET session_replication_role = replica;
CREATE TEMP TABLE fresh AS
SELECT nextval(pg_get_serial_sequence('giftcards', 'id')) AS id, b.id AS brand_id, b.partner_id, o.id AS offer_id, t.id AS terminal_id, n
  FROM brands b JOIN offers o ON o.brand_id = b.id JOIN terminals t ON t.partner_id = b.partner_id, generate_series(1, %(each)s / 2) n
 WHERE b.programme_id = %(programme)s AND b.partner_id = ANY (%(partners)s);

INSERT INTO giftcards (id, public_id, programme_id, member_id, order_id, brand_id, offer_id, offer_kind, code_id, value, remaining, currency, issued_at,
                       expires_on, born_until, last4)
SELECT id, lpad(id::text, 26, '0'), %(programme)s, -1, -id, brand_id, offer_id, 'gift_card', -id, 30000, 30000 - 2 * (100 + n %% 9000), 'RUB',
       %(begins)s::timestamptz - interval '10 days', current_date + 365, current_date + 365, lpad((n %% 10000)::text, 4, '0')
  FROM fresh ORDER BY id;

WITH taken AS (
    INSERT INTO redemptions (terminal_id, ref, asked, giftcard_id, amount, remaining, receipt, issuer_partner_id, acceptor_partner_id, at)
    SELECT terminal_id, 'B' || id || '-' || turn, sha256('x'), id, 100 + n %% 9000, 30000 - turn * (100 + n %% 9000), n::text, partner_id, partner_id,
           %(begins)s::timestamptz + make_interval(secs => (%(days)s - 1) * 86400.0 * (n * 2 + turn - 3) / %(each)s)
      FROM fresh, generate_series(1, 2) turn ORDER BY n, turn
    RETURNING id, giftcard_id, amount, at)
INSERT INTO giftcard_movements (giftcard_id, amount, cause, at) SELECT giftcard_id, -amount, 'redemption:' || id, at FROM taken;

DROP TABLE fresh;
SET session_replication_role = origin;
