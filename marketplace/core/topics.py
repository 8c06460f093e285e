"""What can be promised: every topic of the outbox, for Python and for the functions of the database.

A topic is `<domain>.<verb>`; exactly one keeper is registered for each (marketplace.jobs.promises).
"""

from enum import StrEnum


class Topic(StrEnum):
    """What happens elsewhere because of what was committed here."""

    CASES_LETTER = "cases.letter"
    CODES_LOW = "codes.low"
    CODES_MOVE = "codes.move"
    CONNECTED_LOOK = "connected.look"
    CONNECTED_OPEN = "connected.open"
    FRAUD_TELL = "fraud.tell"
    GIFTCARDS_DELIVER = "giftcards.deliver"
    GIFTCARDS_MOVED = "giftcards.moved"
    GIFTCARDS_RESEND = "giftcards.resend"
    GIFTCARDS_SEEN = "giftcards.seen"
    GIFTCARDS_WITHDRAWN = "giftcards.withdrawn"
    GIFTCARDS_REMIND = "giftcards.remind"
    GIFTS_LAPSE = "gifts.lapse"
    GIFTS_NEWS = "gifts.news"
    GIFTS_SEND = "gifts.send"
    IDENTITY_LETTER = "identity.letter"
    MAILINGS_SEND = "mailings.send"
    ORDERS_ADVANCE = "orders.advance"
    PAYMENTS_HEAR = "payments.hear"
    PAYMENTS_LETTER = "payments.letter"
    PAYMENTS_REFUND = "payments.refund"
    PAYMENTS_WATCH = "payments.watch"
    PAYOUTS_MOVE = "payouts.move"
    POINTS_REMIND = "points.remind"
    REPORTS_EXPORT = "reports.export"
    RUNS_APPLY = "runs.apply"
    RUNS_CHECK = "runs.check"
    SETTLEMENTS_LETTER = "settlements.letter"
    SETTLEMENTS_PAYEE = "settlements.payee"
    SUPPORT_ARCHIVE = "support.archive"
    SUPPORT_COPIED = "support.copied"
    SUPPORT_POINTS = "support.points"
    TILLS_ALARM = "tills.alarm"
    WALLETS_PATCH = "wallets.patch"
    WALLETS_PUSH = "wallets.push"
    WEBHOOKS_DELIVER = "webhooks.deliver"
    WEBHOOKS_NOTICE = "webhooks.notice"
    WISHES_TELL = "wishes.tell"
