"""How suppliers say no."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class NoConnection(NotFound):
    """The programme has no such connection to a supplier."""

    code = "no_supplier"


class NoPurchase(NotFound):
    """Nothing was bought from a supplier for this order."""

    code = "no_purchase"


class PurchaseEnded(Conflict):
    """It is known already how this purchase ended. Facts: `end`."""

    code = "purchase_ended"


class BeingAsked(Conflict):
    """The supplier is being asked at this moment; what it says decides."""

    code = "supplier_being_asked"


class ReceiptTaken(Conflict):
    """This transaction of the supplier's is another purchase's."""

    code = "receipt_taken"


class EvidenceNeeded(Refusal):
    """A decision without an answer of the supplier's needs words that say what it rests on. Facts: `least` characters."""

    code = "evidence_needed"
