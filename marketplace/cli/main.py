"""`vitrina`: what the operator can ask for. A command is a click command in this package and one name in COMMANDS."""

import sys

import click
from flask.cli import ScriptInfo

from marketplace.cli import database, demo, imports, keys, processes, verify
from marketplace.core.postgres import ServerRefused
from marketplace.core.vault import KeysUnusable
from marketplace.settings import ROOT, SettingsRefused

COMMANDS: tuple[click.Command, ...] = (
    demo.demo,
    database.db,
    keys.keys,
    imports.group,
    verify.verify,
    processes.web,
    processes.worker,
    processes.beat,
)
# These see to the database themselves, or need none.
WITHOUT_DATABASE = ("demo", "keys")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.pass_context
def vitrina(context: click.Context) -> None:
    """Vitrina: members exchange points for gift cards and rewards.

    Settings come from the environment or from .env; without DATABASE_URL the PostgreSQL in var/ is started.
    """
    # The application is named, not imported: it stands above the command line, and not every command needs it.
    context.obj = ScriptInfo(app_import_path=f"{ROOT / 'wsgi.py'}:app", set_debug_flag=False)
    if context.invoked_subcommand not in WITHOUT_DATABASE and not set(sys.argv) & {"-h", "--help"}:
        context.with_resource(database.at_hand())


for command in COMMANDS:
    vitrina.add_command(command)


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
