"""The statements of the order's verbs: each writes one step of the business whole, so that a step is one round trip.

Audit records and promises are written along with what they are about; their tables belong to the core.
"""

_TRAIL = """INSERT INTO audit_records (at, actor_kind, actor_id, action, subject, why, after, request_id)
    SELECT %(now)s, %(actor_kind)s, %(actor_id)s::bigint, %(action)s, 'order:' || order_id, %(why)s,
           jsonb_build_object('price_points', %(price_points)s::bigint), %(request_id)s FROM"""
# The order, what was accepted with it, its audit record, and either its fulfilment or the promise of it.
PLACE = f"""
WITH placed AS (
    INSERT INTO orders (programme_id, member_id, ref, offer_id, brand_id, denomination_id, value, currency, price_points,
                        fulfilment, card_until, placed_at, counted_member, counted_offer)
    VALUES (%(programme_id)s, %(member_id)s, %(ref)s, %(offer_id)s, %(brand_id)s, %(denomination_id)s, %(value)s,
            %(currency)s, %(price_points)s, %(fulfilment)s, %(card_until)s, %(now)s, %(counted_member)s,
            %(counted_offer)s)
    ON CONFLICT (member_id, ref) DO NOTHING RETURNING id AS order_id),
texts AS (
    INSERT INTO acceptances (order_id, kind, digest)
    SELECT order_id, kind, digest FROM placed, (VALUES ('rules', %(rules)s::bytea), ('offer', %(offer)s)) a(kind, digest)),
done AS (
    INSERT INTO order_fulfilments (order_id, at) SELECT order_id, %(now)s FROM placed WHERE %(fulfilment)s = 'stock'),
promise AS (
    INSERT INTO outbox (topic, ref, promised_at, due_at, request_id)
    SELECT %(topic)s, order_id::text, %(now)s, %(now)s, %(request_id)s FROM placed WHERE %(fulfilment)s = 'own'),
trail AS ({_TRAIL} placed)
SELECT order_id FROM placed
"""  # noqa: S608 - our own text
CANCEL_ONCE = f"""
WITH cancelled AS (
    INSERT INTO order_cancellations (order_id, at, by, why) VALUES (%(order_id)s, %(now)s, %(by)s, %(why)s)
    ON CONFLICT (order_id) DO NOTHING RETURNING order_id),
trail AS ({_TRAIL} cancelled)
SELECT order_id FROM cancelled
"""  # noqa: S608
FULFIL_ONCE = f"""
WITH done AS (
    INSERT INTO order_fulfilments (order_id, at) VALUES (%(order_id)s, %(now)s)
    ON CONFLICT (order_id) DO NOTHING RETURNING order_id),
trail AS ({_TRAIL} done)
SELECT order_id FROM done
"""  # noqa: S608
COUNT_MEMBER = """
INSERT INTO member_offer_usage AS u (member_id, offer_id, used) VALUES (%(member)s, %(offer)s, 1)
ON CONFLICT (member_id, offer_id) DO UPDATE SET used = u.used + 1 WHERE u.used < %(limit)s RETURNING used
"""
COUNT_OFFER = """
INSERT INTO offer_usage AS u (offer_id, used) VALUES (%(offer)s, 1)
ON CONFLICT (offer_id) DO UPDATE SET used = u.used + 1 WHERE u.used < %(limit)s RETURNING used
"""

UNCOUNT_MEMBER = """
UPDATE member_offer_usage SET used = used - 1 WHERE member_id = %(member)s AND offer_id = %(offer)s AND used > 0
"""
UNCOUNT_OFFER = "UPDATE offer_usage SET used = used - 1 WHERE offer_id = %(offer)s AND used > 0"
