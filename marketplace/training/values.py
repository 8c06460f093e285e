"""The calls that staff can practise, and the people in them; all of them are made up."""

from dataclasses import dataclass
from typing import Literal

from marketplace.giftcards import Card
from marketplace.members import Member

Expected = Literal["lost", "refused", "resend", "other", "unidentified"]


@dataclass(frozen=True, slots=True)
class Plan:
    """One call: who calls from which number, and what the right end of it is. Names are (Russian, English)."""

    name: str
    expected: Expected
    first_name: tuple[str, str]
    last_name: tuple[str, str]
    phone: str
    relative: tuple[str, str] | None = None  # somebody else with the same number


SCENES = (
    Plan("lost", "lost", ("Анна", "Anna"), ("Лебедева", "Lebedeva"), "+7 900 000-00-01"),
    Plan("till", "refused", ("Борис", "Boris"), ("Громов", "Gromov"), "+7 900 000-00-02", relative=("Нина", "Nina")),
    Plan("stranger", "unidentified", ("Вера", "Vera"), ("Орлова", "Orlova"), "+7 900 000-00-03"),
    Plan("email", "resend", ("Галина", "Galina"), ("Зимина", "Zimina"), "+7 900 000-00-04"),
    Plan("points", "other", ("Дмитрий", "Dmitry"), ("Котов", "Kotov"), "+7 900 000-00-05"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scene:
    """A call of a world: its plan, who calls, the card that it may be about, and what was done so far."""

    plan: Plan
    member: Member
    card: Card | None
    called: bool
    identified: bool
    done: frozenset[str]
