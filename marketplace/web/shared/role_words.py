"""What roles are called."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.identity import Role

ROLES: Mapping[str, LazyString] = {
    Role.SUPPORT: _l("Support"), Role.CALL_CENTRE: _l("Call centre"), Role.FINANCE: _l("Finance"), Role.MANAGER: _l("Manager"),
    Role.ADMIN: _l("Admin"), Role.OWNER: _l("Owner"), Role.CATALOGUE: _l("Catalogue"), Role.CASHIER: _l("Cashier"),
    Role.ACCOUNTANT: _l("Accountant"), Role.INSTALLATION: _l("Installation"),
}  # fmt: skip
