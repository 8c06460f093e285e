"""How approvals say no."""

from marketplace.core.errors import Conflict, Forbidden, NotFound, Refusal


class NoProposal(NotFound):
    """There is no such proposal in this programme."""

    code = "proposal_not_found"


class ProposalRefUsed(Conflict):
    """Another act was proposed under this ref."""

    code = "proposal_ref_used"


class ProposalOpen(Conflict):
    """A proposal for the same subject still waits: the fact `ref` names it."""

    code = "proposal_open"


class NothingProposed(Refusal):
    """The proposal would change nothing."""

    code = "proposal_of_nothing"


class NobodyCouldApprove(Refusal):
    """Fewer people could approve this than are needed: facts are `needed` and `could`."""

    code = "nobody_could_approve"


class MayNotPropose(Forbidden):
    """This person's roles do not let them propose acts of this kind, nor edit their proposals."""

    code = "may_not_propose"


class MayNotApprove(Forbidden):
    """This person's roles, or the rule of the kind, do not let them decide about this proposal."""

    code = "may_not_approve"


class OwnProposal(Forbidden):
    """They proposed or edited it themselves, so another person has to decide."""

    code = "proposal_own"


class ProposalOfAnother(Forbidden):
    """Only who proposed it may withdraw it."""

    code = "proposal_of_another"


class ProposalClosed(Conflict):
    """It was applied, refused or withdrawn already."""

    code = "proposal_closed"


class ProposalExpired(Conflict):
    """Its 24 hours are over."""

    code = "proposal_expired"


class ProposalChanged(Conflict):
    """It was edited since this person saw it."""

    code = "proposal_changed"


class ChangesAwaited(Conflict):
    """Changes were asked for: it waits for an edit, not for a decision."""

    code = "proposal_changes_awaited"


class NotEditable(Conflict):
    """Proposals of this kind are not edited: it is refused and proposed anew instead."""

    code = "proposal_not_editable"


class AlreadyDecided(Conflict):
    """This person has decided about this version already."""

    code = "proposal_decided"


class TargetMoved(Conflict):
    """What it would change is no longer as it was when it was proposed: facts are the versions `base` and `found`."""

    code = "proposal_target_moved"


class ReasonNeeded(Refusal):
    """Who refuses or asks for changes says why."""

    code = "proposal_reason_needed"


class BadNote(Refusal):
    """A note is empty or too long: the fact `most` is the number of characters it may have."""

    code = "proposal_note_refused"


class BadRule(Refusal):
    """A rule of approval cannot be taken: facts name the field and the reason."""

    code = "approval_rule_refused"


# The refusals that the database says, by the code with which it names them.
BY_CODE: dict[str, type[Refusal]] = {
    refusal.code: refusal
    for refusal in (
        NoProposal, ProposalOpen, OwnProposal, ProposalOfAnother, ProposalClosed, ProposalExpired, ProposalChanged, ChangesAwaited,
        AlreadyDecided,
    )
}  # fmt: skip
