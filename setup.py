"""What the build of a wheel does on top of pyproject.toml: it takes the folders beside the packages along, and compiles translations."""

import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

# They get into the package as marketplace/shipped; `marketplace/core/places.py` finds them there.
SHIPPED = ("templates", "static", "translations", "migrations", "wsgi.py")
TARGET = Path("marketplace", "shipped")
MADE = {".pyc", ".mo"}  # by Python and by `make translations`, perhaps from an older source


class BuildWithShippedFiles(build_py):
    """Python files and their data as ever, then what is shipped with them."""

    def run(self) -> None:
        """An editable installation reads all of it where it lies."""
        if self.editable_mode:
            super().run()
            return
        for package in self.packages:  # what an earlier build left there may have been deleted since
            shutil.rmtree(Path(self.build_lib, package), ignore_errors=True)
        super().run()
        for source in map(Path, self._shipped()):
            target = Path(self.build_lib, TARGET, source)
            self.mkpath(str(target.parent))
            self.copy_file(str(source), str(target))
            if source.suffix == ".po":
                _compile(source, target.with_suffix(".mo"))

    def get_source_files(self) -> list[str]:
        """What a source distribution has to hold."""
        return [*super().get_source_files(), *self._shipped()]

    def _shipped(self) -> list[str]:
        files = [file for name in SHIPPED for file in (Path(name), *Path(name).rglob("*")) if file.is_file()]
        found = [file for file in files if file.suffix not in MADE]
        lacking = set(SHIPPED) - {file.parts[0] for file in found}
        assert not lacking, f"nothing to ship in {lacking}"
        return sorted(map(str, found))


def _compile(source: Path, target: Path) -> None:
    """Without what is marked as fuzzy, like `pybabel compile`."""
    with source.open("rb") as texts, target.open("wb") as compiled:
        write_mo(compiled, read_po(texts, locale=source.parts[1]))


setup(cmdclass={"build_py": BuildWithShippedFiles})
