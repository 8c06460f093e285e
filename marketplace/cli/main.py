"""`vitrina`: what the operator can ask for. A command is a click command in this package and one line in COMMANDS."""

import os
import sys
from importlib import import_module
from pathlib import Path

import click
from flask.cli import ScriptInfo

from marketplace.cli.at_hand import at_hand
from marketplace.core import places
from marketplace.core.postgres import ServerRefused
from marketplace.core.vault import KeysUnusable
from marketplace.settings import SettingsRefused

# Module and name within it. A module is loaded when its command is asked for: half of the start is loading libraries.
COMMANDS = {
    "demo": "demo:demo",
    "db": "database:db",
    "keys": "keys:keys",
    "roles": "roles:roles",
    "import": "imports:group",
    "suppliers": "suppliers:suppliers",
    "erasures": "erasures:group",
    "stock": "stock:stock",
    "cases": "cases:cases",
    "verify": "verify:verify",
    "statement": "statements:statement",
    "web": "processes:web",
    "worker": "processes:worker",
    "beat": "processes:beat",
}
# These see to the database themselves, or need none.
WITHOUT_DATABASE = ("demo", "keys")


class Commands(click.Group):
    """Loads the module of a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """None for a name that is no command."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(f"marketplace.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.pass_context
def vitrina(context: click.Context) -> None:
    """Vitrina: members exchange points for gift cards and rewards.

    Settings come from the environment or from .env; without DATABASE_URL a PostgreSQL in VAR_DIR is started.
    """
    if os.environ.get("VAR_DIR"):  # processes that we start work in another folder than we do
        os.environ["VAR_DIR"] = str(Path(os.environ["VAR_DIR"]).absolute())
    # The application is named, not imported: it stands above the command line, and not every command needs it.
    context.obj = ScriptInfo(app_import_path=f"{places.WSGI}:app", set_debug_flag=False)
    if context.invoked_subcommand not in WITHOUT_DATABASE and not set(sys.argv) & {"-h", "--help"}:
        context.with_resource(at_hand())


def main() -> None:
    """Run a command; what stops a start is said in one line, with exit code 2."""
    try:
        vitrina(prog_name="vitrina")
    except (SettingsRefused, ServerRefused) as refused:
        sys.exit(_refuse(str(refused)))
    except KeysUnusable as refused:
        sys.exit(_refuse(f"KEYS_FILE: {refused}"))


def _refuse(reason: str) -> int:
    print(f"vitrina: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
