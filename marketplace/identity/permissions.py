"""What may be done, and which role may do it: one table for pages, places and tests."""

from collections.abc import Mapping
from enum import StrEnum


class Permission(StrEnum):
    """One thing that somebody may do. Where he may do it is said by his grant: a programme, a partner, everywhere."""

    CONSOLE_OPEN = "console.open"
    REPORTS_READ = "reports.read"
    AUDIT_READ = "audit.read"
    LETTERS_READ = "letters.read"
    MEMBERS_READ = "members.read"
    MEMBERS_CONTACTS = "members.contacts"  # addresses and phones whole
    CARD_REVEAL = "card.reveal"
    CARD_FREEZE = "card.freeze"  # for its owner: freeze, release, send the link again
    CARD_STOP = "card.stop"  # for a suspicion or a dispute, and to lift that
    CARD_EXTEND = "card.extend"
    CARD_REISSUE = "card.reissue"
    CARD_REISSUE_APPROVE = "card.reissue_approve"  # the second person, where one is needed
    CARD_WITHDRAW = "card.withdraw"  # void or refund
    CARD_WITHDRAW_APPROVE = "card.withdraw_approve"  # the second person, where one is needed
    POINTS_GOODWILL = "points.goodwill"  # from one's own budget of a day
    POINTS_CORRECT = "points.correct"
    POINTS_CORRECT_APPROVE = "points.correct_approve"  # the second person, where one is needed
    MEMBERS_MERGE = "members.merge"  # two memberships of one person
    MEMBERS_MERGE_APPROVE = "members.merge_approve"  # the second person
    MEMBERS_DATA = "members.data"  # a copy of all that is kept of a member
    MEMBERS_ERASE = "members.erase"  # to record that a member wants his data erased, and to read the act of it
    CASES_READ = "cases.read"
    CASES_ANSWER = "cases.answer"  # also to open, hand over, merge, link and close them
    CALLS_TAKE = "calls.take"  # the call desk, and the training world
    CASES_MANAGE = "cases.manage"  # prepared answers, hours and promised times

    FRAUD_READ = "fraud.read"
    FRAUD_DECIDE = "fraud.decide"  # release, hold, suspend a colleague from issuing, propose a block
    FRAUD_APPROVE = "fraud.approve"  # the second person of a block and of the end of a suspension, and the thresholds

    RUNS_READ = "runs.read"
    RUNS_CATALOGUE = "runs.catalogue"
    RUNS_BRANDS = "runs.brands"
    RUNS_CODES = "runs.codes"
    RUNS_CARD_OPERATIONS = "runs.card_operations"
    RUNS_BANK = "runs.bank"  # statements of banks and acquirers
    RUNS_RATES = "runs.rates"  # exchange rates of the sources that contracts name
    RUNS_TILLS = "runs.tills"  # what a partner's tills say that they took
    CODES_DECIDE = "codes.decide"  # whether a code that came back is sold again

    APPROVALS_READ = "approvals.read"
    APPROVALS_RULES = "approvals.rules"
    PROGRAMME_READ = "programme.read"
    PROGRAMME_PROPOSE = "programme.propose"
    PROGRAMME_PUBLISH = "programme.publish"

    WEBHOOKS_MANAGE = "webhooks.manage"  # where a partner's events go, and its keys

    SUPPLIERS_READ = "suppliers.read"
    SUPPLIERS_DECIDE = "suppliers.decide"  # what became of an order that a supplier left in the dark

    PAYMENTS_READ = "payments.read"
    PAYMENTS_REFUND = "payments.refund"  # money back to its source

    GRANTS_READ = "grants.read"
    GRANTS_MANAGE = "grants.manage"

    PARTNERS_READ = "partners.read"
    PARTNERS_MANAGE = "partners.manage"  # invite, suspend, reinstate, let go
    PARTNERS_ADMIT = "partners.admit"  # the second person of an admission
    PARTNERS_DOCUMENTS = "partners.documents"

    PORTAL_OPEN = "portal.open"
    PORTAL_TEAM = "portal.team"
    PORTAL_BRANDS = "portal.brands"
    PORTAL_SALES = "portal.sales"
    PORTAL_COMPANY = "portal.company"
    TILL_USE = "till.use"
    REDEMPTIONS_READ = "redemptions.read"
    REDEMPTIONS_REVERSE = "redemptions.reverse"  # also those that a cashier may not any more
    TERMINALS_MANAGE = "terminals.manage"
    ALARMS_READ = "alarms.read"  # what tills raise, and to answer it
    QUESTIONS_ANSWER = "questions.answer"  # what support asks a partner about a card

    STATEMENTS_READ = "statements.read"
    STATEMENTS_ACCEPT = "statements.accept"  # for the partner: accept, dispute
    STATEMENTS_MANAGE = "statements.manage"  # for the programme: draw, send, answer
    CONTRACTS_SIGN = "contracts.sign"  # for the programme
    CONTRACTS_ACCEPT = "contracts.accept"  # for the partner; no role of staff holds it
    PAYOUTS_MANAGE = "payouts.manage"
    PAYOUTS_APPROVE = "payouts.approve"  # the second person: payouts, accounts, large adjustments

    # Of the whole installation: things that belong to no programme.
    PROMISES_READ = "promises.read"
    PROMISES_RESEND = "promises.resend"
    INSTALLATION_WATCH = "installation.watch"
    INSTALLATION_GRANTS = "installation.grants"


class Role(StrEnum):
    """A name for what somebody does here, and so for a set of permissions."""

    SUPPORT = "support"
    CALL_CENTRE = "call_centre"
    FINANCE = "finance"
    MANAGER = "manager"
    ADMIN = "admin"

    OWNER = "owner"
    CATALOGUE = "catalogue"
    CASHIER = "cashier"
    ACCOUNTANT = "accountant"

    INSTALLATION = "installation"


# A grant of the first kind is bound to a programme, of the second to a partner in it, of the third to nothing.
STAFF_ROLES = (Role.SUPPORT, Role.CALL_CENTRE, Role.FINANCE, Role.MANAGER, Role.ADMIN)
PARTNER_ROLES = (Role.OWNER, Role.CATALOGUE, Role.CASHIER, Role.ACCOUNTANT)
INSTALLATION_ROLES = (Role.INSTALLATION,)
# Who holds one of these gives roles at its place, so that the last one stays.
KEEPERS = (Role.ADMIN, Role.INSTALLATION, Role.OWNER)

_P = Permission
_CALL_CENTRE = frozenset(
    {
        _P.CONSOLE_OPEN,
        _P.MEMBERS_READ,
        _P.CARD_FREEZE,
        _P.LETTERS_READ,
        _P.CASES_READ,
        _P.CASES_ANSWER,
        _P.CALLS_TAKE,
        _P.POINTS_GOODWILL,
    }
)
_SUPPORT = _CALL_CENTRE | {
    _P.CASES_MANAGE,
    _P.FRAUD_READ,
    _P.FRAUD_DECIDE,
    _P.AUDIT_READ,
    _P.CARD_STOP,
    _P.CARD_EXTEND,
    _P.CARD_REVEAL,
    _P.CARD_REISSUE,
    _P.CARD_REISSUE_APPROVE,
    _P.CARD_WITHDRAW,
    _P.CARD_WITHDRAW_APPROVE,
    _P.MEMBERS_DATA,
    _P.MEMBERS_MERGE,
    _P.MEMBERS_MERGE_APPROVE,
    _P.MEMBERS_ERASE,
    _P.POINTS_CORRECT,
    _P.POINTS_CORRECT_APPROVE,
    _P.APPROVALS_READ,
    _P.SUPPLIERS_READ,
    _P.SUPPLIERS_DECIDE,
    _P.PAYMENTS_READ,
}
_FINANCE = frozenset(
    {_P.CONSOLE_OPEN, _P.REPORTS_READ, _P.AUDIT_READ, _P.MEMBERS_READ, _P.RUNS_READ, _P.RUNS_CARD_OPERATIONS, _P.RUNS_BANK, _P.RUNS_RATES, _P.RUNS_TILLS, _P.APPROVALS_READ,
     _P.PROGRAMME_READ, _P.PARTNERS_READ, _P.PARTNERS_DOCUMENTS, _P.STATEMENTS_READ, _P.STATEMENTS_MANAGE, _P.PAYOUTS_MANAGE, _P.PAYMENTS_READ,
     _P.PAYMENTS_REFUND, _P.POINTS_CORRECT_APPROVE}
)  # fmt: skip
_MANAGER = frozenset({
    _P.CONSOLE_OPEN, _P.REPORTS_READ, _P.AUDIT_READ, _P.MEMBERS_READ, _P.MEMBERS_CONTACTS, _P.RUNS_READ, _P.RUNS_CATALOGUE, _P.RUNS_BRANDS, _P.RUNS_CODES,
    _P.CODES_DECIDE, _P.APPROVALS_READ, _P.PROGRAMME_READ, _P.PROGRAMME_PROPOSE, _P.PROGRAMME_PUBLISH,
    _P.PARTNERS_READ, _P.PARTNERS_MANAGE, _P.PARTNERS_ADMIT, _P.PARTNERS_DOCUMENTS, _P.SUPPLIERS_READ, _P.CARD_REISSUE_APPROVE, _P.CARD_WITHDRAW_APPROVE, _P.ALARMS_READ,
    _P.CASES_READ, _P.CASES_MANAGE, _P.POINTS_CORRECT_APPROVE, _P.MEMBERS_MERGE_APPROVE, _P.FRAUD_READ, _P.FRAUD_DECIDE, _P.FRAUD_APPROVE,
    _P.STATEMENTS_READ, _P.CONTRACTS_SIGN, _P.PAYOUTS_APPROVE,
})  # fmt: skip

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.CALL_CENTRE: _CALL_CENTRE,
    Role.SUPPORT: _SUPPORT,
    Role.FINANCE: _FINANCE,
    Role.MANAGER: _MANAGER,
    # All that staff may, and who else is staff.
    Role.ADMIN: _SUPPORT | _FINANCE | _MANAGER | {_P.GRANTS_READ, _P.GRANTS_MANAGE, _P.APPROVALS_RULES},
    Role.OWNER: frozenset({
        _P.PORTAL_OPEN, _P.PORTAL_TEAM, _P.PORTAL_BRANDS, _P.PORTAL_SALES, _P.PORTAL_COMPANY, _P.WEBHOOKS_MANAGE, _P.RUNS_READ, _P.RUNS_CATALOGUE,
        _P.RUNS_BRANDS, _P.RUNS_CODES, _P.CODES_DECIDE, _P.RUNS_TILLS, _P.TILL_USE, _P.REDEMPTIONS_READ, _P.REDEMPTIONS_REVERSE, _P.TERMINALS_MANAGE,
        _P.ALARMS_READ, _P.QUESTIONS_ANSWER, _P.STATEMENTS_READ, _P.STATEMENTS_ACCEPT, _P.CONTRACTS_ACCEPT,
    }),
    Role.CATALOGUE: frozenset({_P.PORTAL_OPEN, _P.PORTAL_BRANDS, _P.RUNS_READ, _P.RUNS_CATALOGUE, _P.RUNS_BRANDS, _P.RUNS_CODES, _P.CODES_DECIDE}),
    Role.CASHIER: frozenset({_P.PORTAL_OPEN, _P.TILL_USE, _P.REDEMPTIONS_READ}),
    Role.ACCOUNTANT: frozenset({
        _P.PORTAL_OPEN, _P.PORTAL_SALES, _P.PORTAL_COMPANY, _P.REDEMPTIONS_READ, _P.STATEMENTS_READ, _P.STATEMENTS_ACCEPT,
    }),
    Role.INSTALLATION: frozenset({
        _P.CONSOLE_OPEN, _P.PROMISES_READ, _P.PROMISES_RESEND, _P.INSTALLATION_WATCH, _P.INSTALLATION_GRANTS,
    }),
}  # fmt: skip


def gives(role: str, permission: Permission) -> bool:
    """Whether a role holds a permission; a role that is not in the table holds none."""
    return role in PERMISSIONS and permission in PERMISSIONS[Role(role)]


def roles_with(permission: Permission) -> frozenset[Role]:
    """The roles that hold a permission."""
    return frozenset(role for role, held in PERMISSIONS.items() if permission in held)
