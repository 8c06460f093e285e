"""The file of a run for the bank: payment orders for 1C where the programme's account is a Russian bank's, else pain.001.001.09, or .03 where the
operator lets it be chosen."""

from datetime import datetime
from zoneinfo import ZoneInfo

from marketplace import programmes, settlements
from marketplace.core.money import minor_digits
from marketplace.integrations.payment_files import Order, Party, onec, pain, unfit
from marketplace.integrations.payment_files import Payment as Written
from marketplace.settlements import File, Holder, Payment, Run

_FIELDS = {"name": "holder", "town": "town", "bank": "bank"}


def writable(given: Holder) -> Holder:
    """An account as it is stored, which a bank's file can carry. Raises BadPayoutAccount, with the field and the reason."""
    right = settlements.check_account(given)
    text = unfit(_party(right))
    if text is not None:
        raise settlements.BadPayoutAccount(field=_FIELDS[text], reason="letters")
    return right


def parties(run: Run) -> tuple[Holder, list[tuple[Payment, Holder]]]:
    """From which account a run pays, and each payment with the account it goes to: all of one kind, and fit for one file.

    Raises BadPayoutAccount: the programme has no account, a payee's is of the other kind, or a file cannot carry one.
    """
    own = settlements.own_account(run.programme_id)
    if own is None:
        raise settlements.BadPayoutAccount(field="account", reason="own")
    payees = [(one, one.holder) for one in settlements.payments(run.id) if one.holder is not None]
    if any(bool(holder.account) != bool(own.holder.account) for _one, holder in payees):
        raise settlements.BadPayoutAccount(field="account", reason="kind")
    for holder in (own.holder, *(holder for _one, holder in payees)):
        writable(holder)
    return own.holder, payees


def forms(run: Run, *, older: bool) -> tuple[str, ...]:
    """In which forms a run's file may be made, the usual one first; `older`: whether pain.001.001.03 may be chosen."""
    own = settlements.own_account(run.programme_id)
    if own is None or own.holder.account:
        return ("1c",)
    return pain.SCHEMAS if older else pain.SCHEMAS[:1]


def keep(run: Run, *, form: str = "", older: bool = False, now: datetime) -> File:
    """Make the file and keep it; a run has one, in whichever form, and it is never made again. Where the run's day is over it asks for today: banks refuse old orders.

    Args:
        form: one of `forms`; the usual one where it says nothing.

    Raises:
        PayoutStep: the run is not approved, or its file cannot be made in this form.
        CurrencyNotWritten: the bank's files have two decimals, and its currency has not.
        BadPayoutAccount: as `parties`.
    """
    kept = settlements.payout_files(run.id)
    if kept:
        return kept[0]
    possible = forms(run, older=older)
    form = form or possible[0]
    if run.channel != "bank" or form not in possible:
        raise settlements.PayoutStep
    if minor_digits(run.currency) != pain.DIGITS:
        raise settlements.CurrencyNotWritten(currency=run.currency)
    own, payees = parties(run)
    russian = bool(own.account)
    made_at = now.astimezone(ZoneInfo(programmes.get(run.programme_id).time_zone))
    order = Order(
        ref=run.ref, payer=_party(own), pays_on=max(run.pays_on, made_at.date()), currency=run.currency, made_at=made_at,
        payments=tuple(Written(number=one.id, payee=_party(holder), amount=one.amount, purpose=_purpose(one, russian=russian)) for one, holder in payees),
    )  # fmt: skip
    return settlements.keep_file(
        run, kind=form, name=f"{run.pays_on:%Y%m%d}-{run.id}.{'txt' if russian else 'xml'}", content=onec.write(order) if russian else pain.write(order, form),
        now=now,
    )  # fmt: skip


def _purpose(of: Payment, *, russian: bool) -> str:
    """What the payee reads. A Russian order says which tax is within the sum, or that there is none: banks send back those that say nothing."""
    if not russian:
        return f"Statement {of.statement}"
    rate, tax = settlements.tax_within(of.id)
    if rate is None:
        within = "В т.ч. НДС по ставкам расчёта"
    else:
        within = f"В т.ч. НДС {rate / 100:g}% - {tax // 100}.{tax % 100:02d}" if rate else "НДС не облагается"
    return f"Оплата по расчёту {of.statement}. {within}"


def _party(holder: Holder) -> Party:
    return Party(
        name=holder.holder, country=holder.country, town=holder.town, inn=holder.inn, kpp=holder.kpp, bic=holder.bic, bank=holder.bank,
        account=holder.account, iban=holder.iban,
    )  # fmt: skip
