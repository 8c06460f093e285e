"""Where the files lie that come with the code but are no code of the package: the same names in a checkout and in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
# `setup.py` puts them there when it builds a wheel; in a checkout they lie beside the package.
_IN_A_WHEEL = PACKAGE / "shipped"
INSTALLED = _IN_A_WHEEL.is_dir()
ROOT = _IN_A_WHEEL if INSTALLED else PACKAGE.parent

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
TRANSLATIONS = ROOT / "translations"
MIGRATIONS = ROOT / "migrations"
WSGI = ROOT / "wsgi.py"
