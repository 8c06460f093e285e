"""How mailings say no."""

from marketplace.core.errors import NotFound, Refusal


class LetterRefused(Refusal):
    """A letter cannot be written so: facts name the field."""

    code = "letter_refused"


class NoLetter(NotFound):
    """There is no such letter."""

    code = "no_letter"
