"""Whether what a run changes takes a second person, and why, before anybody presses the button."""

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace import runs
from marketplace.catalogue import Impact


def why_two(kind: str, meant: Impact | None) -> str:
    """Why a second person has to approve a run of a kind, as a sentence."""
    if kind == "payment_status":
        return str(
            _(
                "It says that payments were rejected, and their debts would be open again: another person has to approve it."
            )
        )
    if meant is None and g.get("partner") is not None:
        return str(_("This is more than you may apply alone: somebody of the programme has to approve it."))
    if meant is None:
        return str(_("This is more than one person may apply alone: another person has to approve it."))
    why = [
        _("a price falls by %(percent)s %%", percent=meant.fall_percent) if meant.fall_percent else "",
        ngettext("%(num)s brand is new to the shop", "%(num)s brands are new to the shop", meant.new_brands) if meant.new_brands else "",
        ngettext("%(num)s thing can no longer be had", "%(num)s things can no longer be had", meant.gone) if meant.gone else "",
        ngettext("%(num)s offer is restricted", "%(num)s offers are restricted", meant.restricted) if meant.restricted else "",
        _("a price rises by %(percent)s %%", percent=meant.rise_percent) if meant.rise_percent else "",
    ]  # fmt: skip
    listed = ", ".join(one for one in why if one)
    return (
        str(_("Somebody of the programme has to approve it: %(why)s.", why=listed))
        if listed
        else str(_("Somebody of the programme has to approve it."))
    )


def meant_by(preview: dict[str, object]) -> Impact | None:
    """What a run's preview says of its meaning for the shop; None where it is about something else."""
    impact = preview.get("impact")
    return Impact(**impact) if isinstance(impact, dict) else None


def falls_too_far(percent: int, kind: str = "catalogue") -> bool:
    """Whether prices of a partner that fall by so many per cent alone would take a second person, so that a page says it before all else."""
    return runs.size_needs_approver(g.programme.id, kind, percent, by_partner=True)
