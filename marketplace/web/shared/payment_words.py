"""What becomes of payments to partners, and the codes by which banks say why not (ISO 20022, external code sets), in words."""

from flask_babel import lazy_gettext as _l

PAYMENTS = {
    "accepted": _l("Accepted by the bank"), "confirmed": _l("Arrived"), "failed": _l("Rejected: owed again"),
    "name_mismatch": _l("Rejected: the payee’s name does not match"), "returned": _l("Came back: owed again"),
}  # fmt: skip
CODES = {
    "AC01": _l("the account number is wrong"), "AC03": _l("the payee’s account number is wrong"), "AC04": _l("the account is closed"),
    "AC06": _l("the account is blocked"), "AC13": _l("the account cannot be paid to"), "AG01": _l("the account allows no such payment"),
    "AG02": _l("the kind of payment is wrong"), "AM01": _l("the sum is zero"), "AM02": _l("the sum is too large"), "AM03": _l("the currency is not allowed"),
    "AM04": _l("there is not enough money"), "AM05": _l("the bank has it already"), "AM09": _l("the sum is wrong"), "BE01": _l("the name does not match the account"),
    "BE04": _l("the payee’s address is missing"), "BE22": _l("the payee’s name is missing"), "CNOR": _l("the payee’s bank cannot be reached"),
    "CUST": _l("the customer asked for it"), "DT01": _l("the day is wrong"), "DUPL": _l("it is a duplicate"), "ED05": _l("it could not be settled"),
    "FF01": _l("the file’s form is wrong"), "FOCR": _l("it was called back"), "MD07": _l("the payee is no longer there"), "MS02": _l("the payee refused it"),
    "MS03": _l("the bank gives no reason"), "NOAS": _l("the customer did not answer"), "RC01": _l("the bank’s code is wrong"), "RR01": _l("the payer’s account is missing"),
    "RR04": _l("rules forbid it"), "TM01": _l("it came after the day’s end"),
}  # fmt: skip
