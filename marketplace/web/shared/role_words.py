"""What roles are called, and what each opens."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.identity import Role

ROLES: Mapping[str, LazyString] = {
    Role.SUPPORT: _l("Support"), Role.CALL_CENTRE: _l("Call centre"), Role.FINANCE: _l("Finance"), Role.MANAGER: _l("Manager"),
    Role.ADMIN: _l("Admin"), Role.OWNER: _l("Owner"), Role.CATALOGUE: _l("Catalogue"), Role.CASHIER: _l("Cashier"),
    Role.ACCOUNTANT: _l("Accountant"), Role.INSTALLATION: _l("Installation"),
}  # fmt: skip
ABOUT: Mapping[str, LazyString] = {
    Role.SUPPORT: _l("members, emails, the audit log, codes that need a decision"), Role.CALL_CENTRE: _l("members and their emails"),
    Role.FINANCE: _l("card operations, the audit log"), Role.MANAGER: _l("catalogue, codes, the programme's texts"),
    Role.ADMIN: _l("everything staff can do, and managing their roles"), Role.OWNER: _l("everything a partner can do"),
    Role.CATALOGUE: _l("cards, prices and codes"), Role.CASHIER: _l("cards at the till"),
    Role.ACCOUNTANT: _l("statements and payments"),
    Role.INSTALLATION: _l("what belongs to no programme: background tasks, the books' alarm"),
}  # fmt: skip
