"""The console: what staff sees. Alarms, acts of two, the programme, files taken in, codes that came back, members, bought cards, promises, letters, who did what; lists as files."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.console import (
    acceptance_kind,
    acceptances,
    alarms,
    allowance_shown,
    approval_rules_words,
    approval_shown,
    approvals,
    archives,
    bank_cards,
    brand_page_shown,
    calls,
    card_acts,
    card_reveals,
    cards,
    cases,
    catalogues,
    corrections,
    corrections_shown,
    erasures,
    exchange_rule_kind,
    exports,
    finding,
    fraud,
    home,
    journal,
    large_runs,
    letters,
    members,
    merge_shown,
    merges,
    money,
    orders,
    partners,
    payments,
    people,
    programme,
    promises,
    recipient_shown,
    recipients,
    reconciling,
    records,
    reissue_shown,
    reissues,
    returned_codes,
    seen,
    supplied,
    training,
    uploads,
    vault,
    withdrawal_shown,
    withdrawals,
)
from marketplace.web.console.limits import LIMITS
from marketplace.web.shared.entry_points import EntryPoint

PARTS = (
    home,
    calls,
    cases,
    reissues,
    recipients,
    withdrawals,
    alarms,
    approvals,
    programme,
    finding,
    fraud,
    members,
    card_acts,
    card_reveals,
    corrections,
    bank_cards,
    merges,
    archives,
    erasures,
    seen,
    orders,
    cards,
    partners,
    money.statements,
    money.contracts,
    money.promotions,
    money.payouts,
    money.netting,
    money.accounts,
    money.adjustments,
    money.liability,
    money.funders,
    money.accounting,
    reconciling,
    reconciling.tills,
    payments,
    acceptances,
    people,
    promises,
    supplied,
    training,
    uploads,
    catalogues,
    vault,
    returned_codes,
    letters,
    journal,
    records,
    exports,
)
# The rail, in its order.
PLACES = (
    home,
    calls,
    cases,
    alarms,
    fraud,
    promises,
    members,
    cards,
    partners,
    money.statements,
    money.payouts,
    reconciling,
    money.liability,
    money.accounting,
    payments,
    supplied,
    uploads,
    vault,
    returned_codes,
    journal,
    letters,
    approval_shown,
    programme,
    people,
    training,
)
whole = Blueprint("console", __name__, url_prefix="/console")
for _part in PARTS:
    whole.register_blueprint(_part.blueprint)


def prepare(_app: Flask) -> None:
    """Words that domains do not have for what their pages show."""
    approval_rules_words.register()
    large_runs.register()
    reissue_shown.register()
    withdrawal_shown.register()
    recipient_shown.register()
    exchange_rule_kind.register()
    corrections_shown.register()
    merge_shown.register()
    acceptance_kind.register()
    money.register()
    reconciling.register()
    allowance_shown.register()
    brand_page_shown.register()
    fraud.register()


ENTRY_POINT = EntryPoint(
    name="console",
    blueprints=(whole,),
    prepare=prepare,
    places=tuple(part.PLACE for part in PLACES),
    front="console.home.index",
    desk="console/layout.html",
    called=_l("Console"),
    opened_by=Permission.CONSOLE_OPEN,
    trains=True,
    cookie="console",
    limits=LIMITS,
)
