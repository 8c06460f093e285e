"""Which kinds of act there are. Anyone who performs them registers them; approvals know none but the change of their own rules."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from marketplace.approvals.values import Facts, Proposal, Target
from marketplace.identity import Permission

Apply = Callable[[Proposal, datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of act that one person proposes and another approves.

    Args:
        name: as it is stored: small letters and underscores.
        propose, approve: what somebody must be permitted to do in the programme.
        may_propose: (programme, subject, user) whether somebody else may propose this one, too: a partner's people for what is theirs.
        check: (programme, subject, payload) as it would be applied; raises a Refusal where it could not be.
        target: (programme, subject, payload) how the target stands now; its facts have the payload's names.
        hold: (programme, subject) lock the target until the end of the transaction, so that `target` stays true.
        apply: do it, in the transaction of the last approval.
        size: what the rule's cap is compared with; None: acts of this kind have no size.
        alone: whether a rule may let one person do it without anybody's approval, as it is until there is a rule.
        cap: until there is a rule, larger acts need another person even so; None: no act does.
        unruled: whether something else holds until there is a rule (of acts that are decided elsewhere), so that even a rule like the one to begin with says something.
        edited: whether there is a page where its proposals are edited; where not, nobody asks for changes: it is refused and proposed anew.
        gives: whether value leaves by it: then neither who proposes nor who approves is suspended from issuing, or has changed what they sign in with
            within 24 hours.
        about: (programme, subject, payload) the members whom it concerns, by number in the books: it is told of them, and forgotten with them.
        concerned: (programme, subject, payload) whose own account it is about, as users: they do not approve it, whatever they may.
    """

    name: str
    propose: Permission
    approve: Permission
    check: Callable[[int, str, Facts], Facts]
    target: Callable[[int, str, Facts], Target]
    hold: Callable[[int, str], None]
    apply: Apply
    size: Callable[[Facts], int] | None = None
    alone: bool = False
    cap: int | None = None
    unruled: bool = False
    edited: bool = False
    gives: bool = False
    about: Callable[[int, str, Facts], Collection[int]] = lambda _programme, _subject, _payload: ()
    concerned: Callable[[int, str, Facts], Collection[int]] = lambda _programme, _subject, _payload: ()
    may_propose: Callable[[int, str, int], bool] = lambda _programme, _subject, _user: False

    @property
    def fewest(self) -> int:
        """How many people have to approve at least, whatever the rule."""
        return 0 if self.alone else 1


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; the same name again takes its place."""
    _kinds[kind.name] = kind


def kind(name: str) -> Kind:
    """The kind of this name. It is an error of ours to ask for one that nobody registered."""
    assert name in _kinds, f"nobody registered acts of kind {name}"
    return _kinds[name]


def names() -> list[str]:
    """The kinds that are known, in order."""
    return sorted(_kinds)
