"""How the house says no: named exceptions with facts."""

from typing import Any, ClassVar


class Refusal(Exception):
    """A domain's "no". Subclasses give a stable code and an HTTP status; facts are safe to show to the person who asked.

    A web page finds the words for `code` in the visitor's language; the API puts code and facts into problem+json.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422
    # Whether the transaction that it ends is committed all the same: a try that counts. Then nothing else was written in it.
    counts: ClassVar[bool] = False

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class NotFound(Refusal):
    """There is no such thing, or none that the caller may know of."""

    code = "not_found"
    status = 404


class Forbidden(Refusal):
    """The caller is known and may not do this at all."""

    code = "forbidden"
    status = 403
    recorded = True  # in the audit, as an act that the caller had no right to


class Conflict(Refusal):
    """The request does not fit what is there now."""

    code = "conflict"
    status = 409


class RefStands(Conflict):
    """The ref that came with a form or a request stands for something else: the same form was sent with other contents."""

    code = "ref_stands"
