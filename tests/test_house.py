"""The rules of the house that no linter knows. Each rule is also shown a wrong example, so that it is known to see."""

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from marketplace.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted(
    [*ROOT.glob("marketplace/**/*.py"), *ROOT.glob("partner_portal/**/*.py"), ROOT / "wsgi.py", ROOT / "setup.py"]
)
BROWSER = sorted(ROOT.glob("tests/browser/*.py"))
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
# Packages of marketplace that are no domains: the ground, who comes in, who we call.
NO_DOMAINS = {"core", "web", "jobs", "cli", "integrations"}
DOMAINS = sorted(
    face.parent.name for face in ROOT.glob("marketplace/*/__init__.py") if face.parent.name not in NO_DOMAINS
)
MODULE_LINES = 300
FUNCTION_LINES = 40
TEMPLATE_LINES = 100
IMPORTS = 12


def long_functions(path: str, source: str) -> Iterator[str]:
    """A function does one thing, and is seen at a glance; its promise, the docstring, is not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            promise = node.body[0] if ast.get_docstring(node) else None
            counted = promise.end_lineno - promise.lineno + 1 if promise and promise.end_lineno else 0
            lines = (node.end_lineno or node.lineno) - node.lineno + 1 - counted
            if lines > FUNCTION_LINES:
                yield f"{path}: {node.name} has {lines} lines"


def many_imports(path: str, source: str) -> Iterator[str]:
    """A module depends on few others. Python's own library is no dependency that somebody has to know."""
    imported = [name for name, _ in _imports(ast.parse(source)) if name.split(".")[0] not in sys.stdlib_module_names]
    statements = len(imported)
    if statements > IMPORTS:
        yield f"{path}: {statements} import statements"


def hidden_imports(path: str, source: str) -> Iterator[str]:
    """What a module needs stands at its top."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    yield f"{path}: import in {node.name}"


def commits(path: str, source: str) -> Iterator[str]:
    """One place commits: `transaction()`; and the core's counters, each by itself."""
    if path == "marketplace/core/db.py":
        return
    if "write_alone" in source and not path.startswith("marketplace/core/"):
        yield f"{path}: write_alone is the core's"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ("commit", "begin_nested"):
            yield f"{path}: line {node.lineno} calls {node.attr}"


def nameless_transactions(path: str, source: str) -> Iterator[str]:
    """Whoever comes in says who acts, where the transaction begins; jobs alone are the system's own."""
    if not path.startswith(("marketplace/web/", "marketplace/cli/", "partner_portal/")):
        return
    for node in ast.walk(ast.parse(source)):
        begins = isinstance(node, ast.Call) and ast.unparse(node.func) == "transaction"
        if begins and not any(keyword.arg == "by" for keyword in node.keywords):
            yield f"{path}: line {node.lineno} begins a transaction of nobody's"


def rooms_entered(path: str, source: str) -> Iterator[str]:
    """Other domains are reached through their face: `from marketplace import ledger`, never `ledger.models`."""
    own = path.split("/")[1] if path.count("/") > 1 else ""
    for name, node in _imports(ast.parse(source)):
        parts = name.split(".")
        inside = parts[0] == "marketplace" and len(parts) > 2 and parts[1] in DOMAINS and parts[1] != own
        taken = name == f"marketplace.{parts[-1]}" and parts[-1] in DOMAINS and parts[-1] != own
        private = taken and isinstance(node, ast.ImportFrom) and any(alias.name.startswith("_") for alias in node.names)
        if inside or private:
            yield f"{path}: imports {name}"


def unlisted_faces(path: str, source: str) -> Iterator[str]:
    """A domain's face: one sentence, imports, and the list of names that others may use."""
    parts = path.split("/")
    if len(parts) != 3 or parts[0] != "marketplace" or parts[2] != "__init__.py" or parts[1] in NO_DOMAINS:
        return
    tree = ast.parse(source)
    if not ast.get_docstring(tree):
        yield f"{path}: says nothing about the domain"
    listed = [node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
    if not listed:
        yield f"{path}: has no __all__"
    for node in tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.Expr):
            yield f"{path}: line {node.lineno} does more than list names"


def fields_of_their_own(path: str, source: str) -> Iterator[str]:
    """Texts and numbers that people type go by one rule: the fields of `web.shared.form`, not the library's."""
    if path in (
        "marketplace/web/shared/form.py",
        "marketplace/web/shared/member_fields.py",
    ):  # names have a rule of their own
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "wtforms":
            plain = {"StringField", "TextAreaField", "IntegerField", "DecimalField", "FloatField"}
            for name in sorted(plain & {alias.name for alias in node.names}):
                yield f"{path}: {name} takes what our fields do not"


def waiting_inside_of_a_page(path: str, source: str) -> Iterator[str]:
    """A browser's test waits with `until`: the pages' policy forbids what the library would do inside of them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "wait_for_function":
            yield f"{path}: line {node.lineno} calls {node.attr}"


RULES: dict[Callable[[str, str], Iterator[str]], str] = {
    long_functions: "def f():\n" + "    pass\n" * FUNCTION_LINES,
    many_imports: "".join(f"import lib{n}\n" for n in range(IMPORTS + 1)),
    hidden_imports: "def f():\n    import json\n",
    commits: "db.session.commit()\n",
    nameless_transactions: "with transaction():\n    pass\n",
    fields_of_their_own: "from wtforms import Form, StringField\n",
    rooms_entered: "from marketplace.ledger.models import Entry\n",
    waiting_inside_of_a_page: "page.wait_for_function('done')\n",
    unlisted_faces: '"""Books."""\nfrom marketplace.books.actions import post\n',
}
WRONG_PATH = {unlisted_faces: "marketplace/books/__init__.py"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_code_keeps_the_rule(rule: Callable[[str, str], Iterator[str]]) -> None:
    files = BROWSER if rule is waiting_inside_of_a_page else CODE
    found = [
        said for file in files for said in rule(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_sees_what_is_wrong(rule: Callable[[str, str], Iterator[str]]) -> None:
    path = WRONG_PATH.get(rule, "marketplace/web/wrong.py")
    assert list(rule(path, RULES[rule]))


def test_no_module_and_no_template_has_grown_into_two() -> None:
    assert CODE
    assert TEMPLATES
    limits = [(file, MODULE_LINES) for file in CODE] + [(file, TEMPLATE_LINES) for file in TEMPLATES]
    lengths = [(file, len(file.read_text(encoding="utf-8").splitlines()), limit) for file, limit in limits]
    long = [f"{file.relative_to(ROOT)}: {lines} lines" for file, lines, limit in lengths if lines > limit]
    assert not long, "\n".join(long)


def test_templates_hold_no_inline_script_and_no_inline_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=[\"']", re.IGNORECASE)
    web = [file for file in TEMPLATES if not {"mail", "pdf"} & set(file.relative_to(ROOT).parts)]
    found = [f"{file.relative_to(ROOT)}: {hit.group()}" for file in web for hit in inline.finditer(file.read_text())]
    assert not found, "\n".join(found)


def test_every_setting_is_explained_in_the_example_and_nothing_else() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_every_dependency_has_an_exact_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = {
        canonicalize_name(line.split("==")[0]): line.split("==")[1]
        for file in ("requirements.lock", "requirements-dev.lock")
        for line in (ROOT / file).read_text().splitlines()
        if "==" in line
    }
    wanted = [Requirement(line) for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]
    missing = [
        need.name for need in wanted if not need.specifier.contains(locked.get(canonicalize_name(need.name), "0"))
    ]
    assert not missing


def test_contract_of_the_business_covers_every_domain() -> None:
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = set(re.findall(r"\w+", " ".join(layers)))
    assert set(DOMAINS) <= placed


def _imports(tree: ast.Module) -> list[tuple[str, ast.Import | ast.ImportFrom]]:
    found: list[tuple[str, ast.Import | ast.ImportFrom]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node.module, node))
    return found
