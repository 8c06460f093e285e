"""What the partner's own tills tell, held against what was taken here."""

from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.shared import till_lines
from marketplace.web.shared.places import Place
from partner_portal.desk import of_address

PLACE = Place("partner.till_lines.index", _l("Reconciliation"), "list-checks", Permission.STATEMENTS_READ)
blueprint = till_lines.blueprint(__name__, prefix="/<partner>/till-lines", partner=of_address)
