"""The statements of the order's verbs: each writes one step of the business whole, so that a step is one round trip."""

# Everything that an order writes: marketplace/orders/sql/order_place.sql.
PLACE = """
SELECT order_id, code FROM order_place(
    p_programme => %(programme_id)s, p_member => %(member_id)s, p_ref => %(ref)s, p_offer => %(offer_id)s,
    p_brand => %(brand_id)s, p_denomination => %(denomination_id)s, p_value => %(value)s,
    p_currency => %(currency)s, p_price => %(price_points)s, p_fulfilment => %(fulfilment)s,
    p_card_until => %(card_until)s, p_member_limit => %(member_limit)s, p_offer_limit => %(offer_limit)s, p_cancellations_limit => %(cancellations_limit)s,
    p_rules => %(rules)s, p_offer_text => %(offer)s, p_memo => %(memo)s,
    p_card => %(card)s, p_now => %(now)s, p_today => %(today)s, p_points => %(points_part)s,
    p_money => %(money_part)s, p_payment => %(payment)s, p_pay_until => %(pay_until)s)
"""
LOCK = "SELECT order_lock(%(order_id)s)"
OBTAIN = """
WITH done AS (INSERT INTO order_obtainments (order_id, code_id, at) VALUES (%(order_id)s, %(code_id)s, %(now)s) RETURNING order_id),
known AS (UPDATE order_unknown_outcomes SET closed_at = %(now)s, sold = true WHERE order_id = %(order_id)s AND closed_at IS NULL)
SELECT audit_record('orders.obtain', 'order:' || order_id, %(now)s, '', jsonb_build_object('state', %(was)s::text), '{"state": "obtained"}') FROM done
"""
ISSUE = "SELECT order_issue(%(order_id)s, %(memo)s, %(card)s, %(now)s, %(today)s) AS blind"
LOSE_SIGHT = """
WITH lost AS (
    INSERT INTO order_unknown_outcomes (order_id, since, why) VALUES (%(order_id)s, %(now)s, %(why)s)
    ON CONFLICT (order_id) DO NOTHING RETURNING order_id, why)
SELECT audit_record('orders.lose_sight', 'order:' || order_id, %(now)s, why, '{"state": "placed"}', '{"state": "unknown"}') FROM lost
"""
FIND_AGAIN = """
WITH known AS (
    UPDATE order_unknown_outcomes SET closed_at = %(now)s, sold = %(sold)s WHERE order_id = %(order_id)s AND closed_at IS NULL
    RETURNING order_id, sold)
SELECT audit_record('orders.find_again', 'order:' || order_id, %(now)s, '', '{"state": "unknown"}',
                    jsonb_build_object('state', 'placed', 'sold', sold)) FROM known
"""
CANCEL = "SELECT order_cancel(%(order_id)s, %(why)s, %(memo)s, %(now)s, %(today)s, %(grace)s, %(refund)s)"
UNCOUNT_MEMBER = """
UPDATE member_offer_usage SET used = used - 1 WHERE member_id = %(member)s AND offer_id = %(offer)s AND used > 0
"""
UNCOUNT_OFFER = "UPDATE offer_usage SET used = used - 1 WHERE offer_id = %(offer)s AND used > 0"
