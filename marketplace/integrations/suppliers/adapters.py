"""Which adapter speaks through a connection, with its secret out of the vault."""

from pathlib import Path

from marketplace import suppliers
from marketplace.integrations.suppliers.port import Supplier
from marketplace.integrations.suppliers.reloadly_api import Reloadly
from marketplace.suppliers import Connection

UNIX = "unix:"
ADAPTERS = {"reloadly": Reloadly}


def supplier(connection: Connection, var_dir: Path) -> Supplier:
    """The supplier at the other end. `unix:name` is a socket in `var_dir`: the practice supplier's."""
    secret = suppliers.secret(connection.id)
    make, base, auth = ADAPTERS[connection.adapter], connection.base_url, connection.auth_url
    if base.startswith(UNIX):
        file = str(var_dir / base.removeprefix(UNIX))
        return make("http://practice", "http://practice/oauth/token", connection.client_id, secret, socket_file=file)
    return make(base, auth, connection.client_id, secret)
