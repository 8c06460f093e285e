"""How codes say no. No message ever holds a code."""

from marketplace.core.errors import Conflict, NotFound


class OutOfStock(Conflict):
    """No unsold code of this denomination is left that has not expired."""

    code = "out_of_stock"


class CodeKnown(Conflict):
    """A code that was bought is one that we have had already."""

    code = "code_known"


class NoCode(NotFound):
    """There is no such code."""

    code = "no_code"
