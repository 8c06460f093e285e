"""What is expected on the accounts, each thing once, and what of it is expected no more."""

from datetime import datetime

from marketplace.core.db import execute

_COLUMNS = "programme_id, kind, subject_id, partner_id, label, amount, currency, since, due, keys, group_keys"
_INTO = f"INSERT INTO expectations ({_COLUMNS})"
_ONCE = "ON CONFLICT (kind, subject_id) DO NOTHING"
_EMPTY = "'{}'::text[]"
# A name in the form in which names are compared, as `rules.keys_of` makes them.
_KEY = "regexp_replace(upper({0}), '[^0-9A-ZА-ЯЁ]', '', 'g')"
# Under which names a payout comes back: in pain.001 its end-to-end identifier, in a payment order its statement's number in the
# text; a file that is booked in one sum has its own. A bank may book a day early where zones differ.
_PAYOUTS = f"""{_INTO}
    SELECT r.programme_id, 'payout', l.id, l.partner_id, s.number, -l.amount, r.currency, sent.at::date - 1, greatest(r.pays_on, sent.at::date - 1) + 3,
           ARRAY[left(r.ref, 20) || l.id, replace(s.number, '-', '')], ARRAY[r.ref, r.ref || '1']
      FROM payout_lines l JOIN payout_runs r ON r.id = l.run_id JOIN payout_run_steps sent ON r.channel = 'bank' AND sent.run_id = r.id AND sent.step = 'sent'
      JOIN statements s ON s.id = l.statement_id
     WHERE r.programme_id = %(programme)s AND l.released_at IS NULL {_ONCE}"""  # noqa: S608
# What a partner owes by a statement that it has accepted; a deposit that it holds is no debt.
_OWED = f"""{_INTO}
    SELECT p.programme_id, 'owed', s.id, s.partner_id, s.number, -s.closing, s.currency, a.at::date - 1, a.at::date + 14, ARRAY[replace(s.number, '-', '')], {_EMPTY}
      FROM statements s JOIN statement_steps a ON a.statement_id = s.id AND a.step = 'accepted' JOIN partners p ON p.id = s.partner_id
     WHERE p.programme_id = %(programme)s AND s.closing < 0
       AND (SELECT (t.terms).payment FROM contract_terms(s.contract_id) t WHERE s.from_at >= t.starts AND s.from_at < t.ends) = 'postpaid'
       AND NOT EXISTS (SELECT FROM statements n WHERE n.previous_id = s.id) {_ONCE}"""  # noqa: S608
_DEPOSITS = f"""{_INTO}
    SELECT p.programme_id, 'deposit', d.id, d.partner_id, d.ref, d.amount, k.currency, d.at::date - 1, greatest(d.due, d.at::date) + 3, ARRAY[d.ref], {_EMPTY}
      FROM deposit_requests d JOIN partners p ON p.id = d.partner_id JOIN contracts k ON k.partner_id = d.partner_id
     WHERE p.programme_id = %(programme)s {_ONCE}"""  # noqa: S608
# Where an acquirer's tables are taken in at all, every payment is expected in one, before the fee.
_ACQUIRED = "EXISTS (SELECT FROM bank_statements s JOIN bank_accounts a ON a.id = s.account_id WHERE a.programme_id = %(programme)s AND s.form = 'acquirer')"
_PAYMENTS = f"""{_INTO}
    SELECT y.programme_id, 'payment', y.id, NULL, y.public_id, y.amount, y.currency, c.at::date - 1, c.at::date + 5,
           ARRAY[{_KEY.format("y.public_id")}, {_KEY.format("c.intent_ref")}], {_EMPTY}
      FROM payments y JOIN payment_completions c ON c.payment_id = y.id WHERE y.programme_id = %(programme)s AND {_ACQUIRED} {_ONCE}"""  # noqa: S608
_REFUNDS = f"""{_INTO}
    SELECT y.programme_id, 'refund', f.id, NULL, f.public_id, -f.amount, y.currency, f.at::date - 1, f.at::date + 5,
           ARRAY[{_KEY.format("f.public_id")}, {_KEY.format("t.provider_ref")}], {_EMPTY}
      FROM payment_refunds f JOIN payments y ON y.id = f.payment_id JOIN payment_refund_receipts t ON t.refund_id = f.id
     WHERE y.programme_id = %(programme)s AND {_ACQUIRED} {_ONCE}"""  # noqa: S608
# What the acquirer says that it has paid out, net of its fee: the bank shows it within days.
_PAID_OUT = f"""{_INTO}
    SELECT a.programme_id, 'acquirer', e.id, NULL, coalesce(nullif(e.reference, ''), e.keys[1]), -e.amount, a.currency, e.booked - 1, e.booked + 4, e.keys, {_EMPTY}
      FROM bank_entries e JOIN bank_statements s ON s.id = e.statement_id JOIN bank_accounts a ON a.id = e.account_id
     WHERE a.programme_id = %(programme)s AND s.form = 'acquirer' AND e.amount < 0 AND NOT e.returned AND cardinality(e.keys) > 0
       AND e.note ~* '(payout|выплата)' AND NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = e.id) {_ONCE}"""  # noqa: S608
_ENDED = """INSERT INTO expectation_ends (expectation_id, how, why, at)
    SELECT x.id, CASE x.kind WHEN 'payout' THEN 'released' ELSE 'carried' END, '', %(now)s FROM expectations x
     WHERE x.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM expectation_ends n WHERE n.expectation_id = x.id)
       AND NOT EXISTS (SELECT FROM bank_matches m WHERE m.expectation_id = x.id AND m.released_at IS NULL)
       AND ((x.kind = 'payout' AND EXISTS (SELECT FROM payout_lines l WHERE l.id = x.subject_id AND l.released_at IS NOT NULL))
         OR (x.kind = 'owed' AND EXISTS (SELECT FROM statements n WHERE n.previous_id = x.subject_id)))"""


def expect(programme_id: int, *, now: datetime) -> None:
    """Expect whatever has come up since, and end what has moved on: a payment that was released, a debt that a later statement carries."""
    for sql in (_PAYOUTS, _OWED, _DEPOSITS, _PAYMENTS, _REFUNDS, _PAID_OUT, _ENDED):
        execute(sql, {"programme": programme_id, "now": now})
