"""What is expected on the accounts, each thing once, and what of it is expected no more."""

from datetime import datetime

from marketplace import settlements
from marketplace.core.db import execute

_COLUMNS = "programme_id, kind, subject_id, partner_id, label, amount, currency, since, due, keys, group_keys"
_INTO = f"INSERT INTO expectations ({_COLUMNS})"
_ONCE = "ON CONFLICT (kind, subject_id) DO NOTHING"
_EMPTY = "'{}'::text[]"
# A name in the form in which names are compared, as `rules.keys_of` makes them.
_KEY = "regexp_replace(upper({0}), '[^0-9A-ZА-ЯЁ]', '', 'g')"
# Under which names a payout comes back: in pain.001 its end-to-end identifier, in a payment order its statement's number in the
# text; a file that is booked in one sum has its own. A bank may book a day early where zones differ. One that is said to have failed is expected
# all the same: should the bank show it, everybody wants to know.
_PAYOUTS = f"""{_INTO}
    SELECT r.programme_id, 'payout', l.id, l.partner_id, s.number, -l.amount, r.currency, sent.at::date - 1, greatest(r.pays_on, sent.at::date - 1) + 3,
           ARRAY[left(r.ref, 20) || l.id, replace(s.number, '-', '')], ARRAY[r.ref, r.ref || '1']
      FROM payout_lines l JOIN payout_runs r ON r.id = l.run_id JOIN payout_run_steps sent ON r.channel = 'bank' AND sent.run_id = r.id AND sent.step = 'sent'
      JOIN statements s ON s.id = l.statement_id
     WHERE r.programme_id = %(programme)s {_ONCE}"""  # noqa: S608 - our own words
# What a partner owes by a statement that it has accepted; a deposit that it holds is no debt. Its number is known to the partner from the day on which
# it is sent; who pays late may name one before it, whose debt it carries.
_OWED = f"""{_INTO}
    SELECT p.programme_id, 'owed', s.id, s.partner_id, s.number, -s.closing, s.currency, carried.since - 1, a.at::date + {settlements.DEBT_DAYS}, carried.keys, {_EMPTY}
      FROM statements s JOIN statement_steps a ON a.statement_id = s.id AND a.step = 'accepted' JOIN partners p ON p.id = s.partner_id
     CROSS JOIN LATERAL (
           SELECT min(sent.at)::date AS since, array_agg(replace(n.number, '-', '') ORDER BY n.id DESC) AS keys
             FROM statements n JOIN statement_steps sent ON sent.statement_id = n.id AND sent.step = 'sent'
            WHERE n.contract_id = s.contract_id AND n.id <= s.id
              AND n.id > coalesce((SELECT max(z.id) FROM statements z WHERE z.contract_id = s.contract_id AND z.id < s.id AND z.closing >= 0), 0)) carried
     WHERE p.programme_id = %(programme)s AND s.closing < 0
       AND (SELECT (t.terms).payment FROM contract_terms(s.contract_id) t WHERE s.from_at >= t.starts AND s.from_at < t.ends) = 'postpaid'
       AND NOT EXISTS (SELECT FROM statements n WHERE n.previous_id = s.id) {_ONCE}"""  # noqa: S608
_DEPOSITS = f"""{_INTO}
    SELECT p.programme_id, 'deposit', d.id, d.partner_id, d.ref, d.amount, k.currency, d.at::date - 1, greatest(d.due, d.at::date) + 3, ARRAY[d.ref], {_EMPTY}
      FROM deposit_requests d JOIN partners p ON p.id = d.partner_id JOIN contracts k ON k.partner_id = d.partner_id
     WHERE p.programme_id = %(programme)s {_ONCE}"""  # noqa: S608
# From the first day that an acquirer's tables tell of, every payment is expected in one, before the fee; of the days just before it, which the first
# table may still pay, those that a table names.
_TOLD_FROM = """(SELECT min(s.from_day) FROM bank_statements s JOIN bank_accounts a ON a.id = s.account_id
                   WHERE a.programme_id = %(programme)s AND s.form = 'acquirer')"""
_ACQUIRED = f"""{{at}}::date >= {_TOLD_FROM} - 10 AND ({{at}}::date >= {_TOLD_FROM} OR EXISTS (
                    SELECT FROM bank_entries e JOIN bank_statements s ON s.id = e.statement_id WHERE s.form = 'acquirer' AND e.keys && ARRAY[{{keys}}]))"""
_PAYMENT_KEYS = f"{_KEY.format('y.public_id')}, {_KEY.format('c.intent_ref')}"
_REFUND_KEYS = f"{_KEY.format('f.public_id')}, {_KEY.format('t.provider_ref')}"
_PAYMENTS = f"""{_INTO}
    SELECT y.programme_id, 'payment', y.id, NULL, y.public_id, y.amount, y.currency, c.at::date - 1, c.at::date + 5,
           ARRAY[{_PAYMENT_KEYS}], {_EMPTY}
      FROM payments y JOIN payment_completions c ON c.payment_id = y.id
     WHERE y.programme_id = %(programme)s AND {_ACQUIRED.format(at="c.at", keys=_PAYMENT_KEYS)} {_ONCE}"""  # noqa: S608
_REFUNDS = f"""{_INTO}
    SELECT y.programme_id, 'refund', f.id, NULL, f.public_id, -f.amount, y.currency, f.at::date - 1, f.at::date + 5,
           ARRAY[{_REFUND_KEYS}], {_EMPTY}
      FROM payment_refunds f JOIN payments y ON y.id = f.payment_id JOIN payment_refund_receipts t ON t.refund_id = f.id
     WHERE y.programme_id = %(programme)s AND {_ACQUIRED.format(at="f.at", keys=_REFUND_KEYS)} {_ONCE}"""  # noqa: S608
# What the acquirer says that it has paid out, net of its fee: the bank shows it within days.
_PAID_OUT = f"""{_INTO}
    SELECT a.programme_id, 'acquirer', e.id, NULL, coalesce(nullif(e.reference, ''), e.keys[1]), -e.amount, a.currency, e.booked - 1, e.booked + 4, e.keys, {_EMPTY}
      FROM bank_entries e JOIN bank_statements s ON s.id = e.statement_id JOIN bank_accounts a ON a.id = e.account_id
     WHERE a.programme_id = %(programme)s AND s.form = 'acquirer' AND e.amount < 0 AND NOT e.returned AND cardinality(e.keys) > 0
       AND e.note ~* '(payout|выплата)' AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = e.id AND r.released_at IS NULL) {_ONCE}"""  # noqa: S608
# A payment that came back needs somebody's attention until another one goes to its partner.
_ENDED = """INSERT INTO expectation_ends (expectation_id, how, why, at)
    SELECT x.id, 'carried', '', %(now)s FROM expectations x
     WHERE x.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM expectation_ends n WHERE n.expectation_id = x.id)
       AND ((x.kind = 'payout' AND EXISTS (SELECT FROM bank_returns b WHERE b.expectation_id = x.id)
             AND EXISTS (SELECT FROM payout_lines l JOIN payout_lines n ON n.partner_id = l.partner_id AND n.id > l.id AND n.released_at IS NULL
                          WHERE l.id = x.subject_id AND l.released_at IS NOT NULL))
         OR (x.kind = 'owed' AND EXISTS (SELECT FROM statements n WHERE n.previous_id = x.subject_id)
             AND x.amount > coalesce((SELECT sum(m.amount + m.fee) FROM bank_matches m WHERE m.expectation_id = x.id AND m.released_at IS NULL), 0)))"""


def expect(programme_id: int, *, now: datetime) -> None:
    """Expect whatever has come up since, and end what has moved on: a debt that a later statement carries."""
    for sql in (_PAYOUTS, _OWED, _DEPOSITS, _PAYMENTS, _REFUNDS, _PAID_OUT, _ENDED):
        execute(sql, {"programme": programme_id, "now": now})
