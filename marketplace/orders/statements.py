"""The statements of the order's verbs: each writes one step of the business whole, so that a step is one round trip.

Audit records and promises are written along with what they are about; their tables belong to the core.
"""

_TRAIL = """INSERT INTO audit_records (at, actor_kind, actor_id, action, subject, why, after, request_id)
    SELECT %(now)s, %(actor_kind)s, %(actor_id)s::bigint, %(action)s, 'order:' || order_id, %(why)s,
           jsonb_build_object('price_points', %(price_points)s::bigint), %(request_id)s FROM"""
# Everything that an order writes: migrations/sql/0017_orders.sql.
PLACE = """
SELECT order_place(
    p_programme => %(programme_id)s, p_member => %(member_id)s, p_ref => %(ref)s, p_offer => %(offer_id)s,
    p_brand => %(brand_id)s, p_partner => %(partner_id)s, p_denomination => %(denomination_id)s, p_value => %(value)s,
    p_currency => %(currency)s, p_price => %(price_points)s, p_fulfilment => %(fulfilment)s,
    p_card_until => %(card_until)s, p_member_limit => %(member_limit)s, p_offer_limit => %(offer_limit)s,
    p_rules => %(rules)s, p_offer_text => %(offer)s, p_memo => %(memo)s, p_first_number => %(first_number)s,
    p_card => %(card)s, p_actor_kind => %(actor_kind)s, p_actor_id => %(actor_id)s, p_request_id => %(request_id)s,
    p_now => %(now)s, p_today => %(today)s)
"""
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
UNCOUNT_MEMBER = """
UPDATE member_offer_usage SET used = used - 1 WHERE member_id = %(member)s AND offer_id = %(offer)s AND used > 0
"""
UNCOUNT_OFFER = "UPDATE offer_usage SET used = used - 1 WHERE offer_id = %(offer)s AND used > 0"
