"""How settlements say no. Whatever is refused has changed nothing of what anybody is owed."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from marketplace.core.db import broken_rule
from marketplace.core.errors import Conflict, NotFound, Refusal


class NoContract(NotFound):
    """The programme has no contract with this partner, or no such version of it."""

    code = "no_contract"


class BadTerms(Refusal):
    """A term that no contract can have; facts: field, reason ("range", "form", "steps", "unknown")."""

    code = "bad_terms"


class ContractThere(Conflict):
    """The partner has a contract already; it is changed by its next version."""

    code = "contract_there"


class ContractMoved(Conflict):
    """This version waits for nobody any more: it was signed, refused or replaced by a newer one."""

    code = "contract_moved"


class ContractSettled(Conflict):
    """The version begins on a day that a statement or a later version already covers."""

    code = "contract_settled"


class BothSides(Conflict):
    """One person cannot sign for both sides."""

    code = "both_sides"


class NoStatement(NotFound):
    """There is no such statement."""

    code = "no_statement"


class StatementTooEarly(Conflict):
    """Its period has not ended an hour ago: something of it may still be on its way; facts: until."""

    code = "statement_too_early"


class StatementPeriod(Conflict):
    """That day is in a statement already."""

    code = "statement_period"


class NumbersBegunAgain(Conflict):
    """A dump was loaded into a cluster that counts its transactions from a lower number: what is new would be taken for old."""

    code = "statement_numbers"


class NoTerms(Conflict):
    """No version of the contract has been signed by both sides."""

    code = "no_terms"


class NoPromotion(NotFound):
    """There is no such joint promotion."""

    code = "no_promotion"


class BadPromotion(Refusal):
    """A joint promotion that cannot be; facts: field."""

    code = "bad_promotion"


class PromotionMoved(Conflict):
    """The promotion waits for nobody any more: it was signed or refused."""

    code = "promotion_moved"


class PromotionSettled(Conflict):
    """A statement covers the promotion's first day."""

    code = "promotion_settled"


class PromotionBeside(Conflict):
    """Another promotion of the offer was agreed on for some of the same days."""

    code = "promotion_beside"


class NoRate(Conflict):
    """The contract's source has not said what a currency was worth on a day, nor on one of the week before."""

    code = "no_rate"


class BadRate(BadTerms):
    """A rate that is zero, or beyond what is kept; facts: currency, day."""


class StatementStep(Conflict):
    """The statement has not come so far, or has gone further; one is accepted after those before it."""

    code = "statement_step"


class NoDispute(NotFound):
    """There is no such dispute."""

    code = "no_dispute"


class DisputeEnded(Conflict):
    """It was decided already."""

    code = "dispute_ended"


class LineNotDisputable(Conflict):
    """Only lines of a statement that was sent and is not settled are disputed, and each once."""

    code = "line_not_disputable"


class DisputeSameSum(Refusal):
    """What is claimed is what the line comes to already."""

    code = "dispute_same_sum"


class DisputeFileRefused(Refusal):
    """A file cannot come with a remark; facts: reason (as papers say it, or "many"), name, and where they are too many: most."""

    code = "dispute_file_refused"


class NoDisputeFile(NotFound):
    """There is no such paper."""

    code = "no_dispute_file"


class AdjustmentRefUsed(Conflict):
    """The ref is another adjustment's."""

    code = "adjustment_ref_used"


class NoPayoutRun(NotFound):
    """There is no such run of payments."""

    code = "no_payout_run"


class NothingToPay(Conflict):
    """Nobody is owed as much as is paid out at least, or has an account to pay to."""

    code = "nothing_to_pay"


class PaidMaybe(Conflict):
    """The database came from a backup, and nobody has said yet what happened since."""

    code = "paid_maybe"


class PayoutStep(Conflict):
    """The run, or the payment, is not where this can happen."""

    code = "payout_step"


class DepositShort(Conflict):
    """So much is not kept of a partner as its deposit; fact: kept, in minor units."""

    code = "deposit_short"


class NoNetting(NotFound):
    """There is no such netting, or it does not touch the programme."""

    code = "no_netting"


class NothingToNet(Conflict):
    """No company has both a claim and a debt that this programme could set off."""

    code = "nothing_to_net"


class NettingStep(Conflict):
    """The netting is not where this can happen, or this person cannot do it."""

    code = "netting_step"


class NettingMoved(Conflict):
    """What a partner is owed has changed since: another netting has to be drafted."""

    code = "netting_moved"


class NotConnected(NotFound):
    """There is no such account at the payment provider."""

    code = "not_connected"


class BadPayoutAccount(Refusal):
    """An account that cannot be paid to; facts: field, reason."""

    code = "bad_payout_account"


class NothingToAdjust(Refusal):
    """An adjustment of nothing."""

    code = "nothing_to_adjust"


class CurrencyNotWritten(Conflict):
    """A bank's files have two decimals, and the currency has not; fact: currency."""

    code = "currency_not_written"


_REFUSED: dict[str, type[Refusal]] = {
    "contracts_partner_id_key": ContractThere, "contract_moved": ContractMoved, "contract_signed": ContractMoved,
    "contract_refusals_pkey": ContractMoved, "contract_versions_contract_id_number_key": ContractMoved,
    "contract_signed_by_two": BothSides, "contract_settled": ContractSettled,
    "promotion_moved": PromotionMoved, "promotion_signed": PromotionMoved, "joint_promotion_refusals_pkey": PromotionMoved,
    "promotion_signed_by_two": BothSides, "promotion_settled": PromotionSettled, "promotion_beside": PromotionBeside,
    "statement_step_once": StatementStep, "statement_period": StatementPeriod, "statement_numbers": NumbersBegunAgain, "statement_terms": NoTerms, "settlement_rate": NoRate, "statement_step": StatementStep,
    "statement_dispute_once": LineNotDisputable, "statement_dispute_ends_pkey": DisputeEnded,
    "netting_step": NettingStep, "netting_approved_once": NettingStep, "netting_approved_by_each": NettingStep, "netting_steps_pkey": NettingStep,
    "netting_moved": NettingMoved, "payout_nothing": NothingToPay, "payout_step": PayoutStep, "payout_step_once": PayoutStep,
}  # fmt: skip


@contextmanager
def refused() -> Iterator[None]:
    """Say what the database refuses under the name of a rule as the domain's own "no"."""
    try:
        yield
    except DBAPIError as error:
        no = _REFUSED.get(broken_rule(error))
        if no is None:
            raise
        raise no from error
