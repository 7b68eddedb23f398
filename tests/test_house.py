"""The house rules that a machine can check: style, types, doors, catalogues, lists of the docs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from docgen.checks.rules import RULES
from docgen.cli.commands import COMMANDS
from docgen.codes import CATALOGUE
from docgen.records.workbooks import FAMILIES, SHEETS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "docgen"
MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in MODULES}

# Each outside library has one door: the rooms that may import it.
DOORS: Mapping[str, frozenset[str]] = {
    "openpyxl": frozenset({"workbook"}),
    "docxtpl": frozenset({"rendering"}),
    "isal": frozenset({"opc"}),
    "jinja2": frozenset({"rendering"}),
    "sqlite3": frozenset({"register"}),
    "filelock": frozenset({"register"}),
    "psycopg": frozenset({"register"}),
    "pymorphy3": frozenset({"russian"}),
    "pymorphy3_dicts_ru": frozenset({"russian"}),
    "pytrovich": frozenset({"russian"}),
    "click": frozenset({"cli"}),
    "lxml": frozenset({"comparison", "opc", "passport", "rendering", "workbook"}),
    "pypdf": frozenset({"delivery"}),
    "pypdfium2": frozenset({"delivery", "review"}),
    "segno": frozenset({"rendering"}),
    "zxingcpp": frozenset({"delivery"}),
    "PIL": frozenset({"delivery"}),
    "asn1crypto": frozenset({"delivery"}),
    "gostcrypto": frozenset({"delivery"}),
    "cryptography": frozenset({"delivery"}),
    "distributed": frozenset({"cluster"}),
}
IMPORTED_AS = {"Pillow": "PIL", "zxing_cpp": "zxingcpp"}
# What a module may not import as it is loaded: a command pays for what it uses.
HEAVY = DOORS.keys() - {"click"}
# The writer of workbooks is loaded as a whole, by the one function that makes a workbook.
LOADED_LAST = frozenset(
    {
        "sheet_writing",
        "declension_writing",
        "column_map_writing",
        "register_writing",
        "appearance",
        "drop_downs",
    }
)


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
    ],
    ids=lambda command: "-".join(command[:2]),
)
def test_the_code_is_clean(command: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_imports_go_down_the_journey_only() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == 0


def room_of(path: Path) -> str:
    """The package folder or top module in which a file stands."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def libraries(tree: ast.AST) -> Iterator[str]:
    """Top names of everything that a piece of code imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def loaded_at_once(tree: ast.Module) -> Iterator[str]:
    """Libraries imported when the module itself is: not in functions, not for types only."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from libraries(node)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_an_outside_library_is_known_behind_its_own_door_only(path: Path) -> None:
    foreign = set(libraries(TREES[path])) - sys.stdlib_module_names - {"docgen"}
    known = foreign | (set(libraries(TREES[path])) & DOORS.keys())
    assert known <= DOORS.keys(), "a new library needs a door: add it to DOORS"
    assert {name: DOORS[name] for name in known if room_of(path) not in DOORS[name]} == {}
    if path.stem not in LOADED_LAST:
        assert not HEAVY & set(loaded_at_once(TREES[path])), "import it where it is used"


def test_every_door_leads_somewhere_and_every_dependency_has_one() -> None:
    used = {name for tree in TREES.values() for name in libraries(tree)}
    text = "".join(path.read_text("utf-8") for path in MODULES)
    # pytrovich is a set of rules that are read as files.
    assert {name for name in DOORS if name not in used} == {"pytrovich"}
    assert 'files("pytrovich")' in text
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [
        n
        for extra, names in declared["optional-dependencies"].items()
        if extra != "test"
        for n in names
    ]
    wanted = {
        re.split(r"[<>=\[]", name)[0].replace("-", "_")
        for name in (*declared["dependencies"], *extras)
    }
    assert {IMPORTED_AS.get(name, name) for name in wanted} == DOORS.keys() - {"sqlite3"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints_reads_the_clock_and_the_environment(path: Path) -> None:
    if room_of(path) in {"cli", "__main__"} or path.name in {"__main__.py", "self_test.py"}:
        return
    calls = {ast.unparse(n.func) for n in ast.walk(TREES[path]) if isinstance(n, ast.Call)}
    names = {ast.unparse(n) for n in ast.walk(TREES[path]) if isinstance(n, ast.Attribute)}
    asked = re.compile(r"(^|\.)(print|now|today|utcnow|getcwd|cwd|getenv|time)$")
    allowed = {"datetime.time", "dt.time"}
    assert [call for call in calls if asked.search(call) and call not in allowed] == []
    assert not names & {"os.environ", "sys.argv", "sys.stdout", "sys.stderr"}


def told() -> Mapping[str, set[str]]:
    """Code of a diagnostic → rooms whose code names it."""
    found: dict[str, set[str]] = {}
    for path, tree in TREES.items():
        if room_of(path) == "codes":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in CATALOGUE:
                found.setdefault(str(node.value), set()).add(room_of(path))
    return found


def test_every_code_of_the_catalogue_is_told_by_some_room_and_has_a_title() -> None:
    assert set(CATALOGUE) - set(told()) == set()
    for code, entry in CATALOGUE.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", code)
        assert re.fullmatch(r"[А-ЯЁ«].*[^.]", entry.title), code
    titles = [entry.title for entry in CATALOGUE.values()]
    assert len(titles) == len(set(titles))


def test_every_code_that_a_room_tells_is_in_the_catalogue() -> None:
    unknown = [
        (path.name, call.lineno)
        for path, tree in TREES.items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).rpartition(".")[2] == "diagnose"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in CATALOGUE
    ]
    assert unknown == []


def test_every_rule_of_the_checks_is_in_the_list_of_rules() -> None:
    listed = {rule.__name__ for rule in RULES}
    assert len(listed) == len(RULES)
    written = {
        function.name
        for path, tree in TREES.items()
        if room_of(path) == "checks"
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and [a.arg for a in function.args.args] == ["facts"]
        and function.returns is not None
        and ast.unparse(function.returns) == "Iterator[Diagnostic]"
    }
    assert written == listed


def test_every_record_class_is_in_the_list_of_sheets_and_in_a_family() -> None:
    written = {
        node.name
        for path, tree in TREES.items()
        if room_of(path) == "records"
        for node in tree.body
        if isinstance(node, ast.ClassDef) and "Record" in [ast.unparse(b) for b in node.bases]
    }
    assert written == {kind.__name__ for kind in SHEETS}
    stems = {"directory"}.union(*({f.workbook, *f.reads} for f in FAMILIES.values()))
    assert {kind.SHEET.workbook for kind in SHEETS} == stems


def test_every_kind_of_paper_belongs_to_a_family_that_has_a_command() -> None:
    families = {
        tomllib.loads(path.read_text("utf-8"))["family"]
        for path in (ROOT / "templates_docx").glob("*.toml")
    }
    assert families == FAMILIES.keys()
    assert FAMILIES.keys() <= COMMANDS.keys()


@pytest.mark.parametrize("path", sorted((ROOT / "templates_docx").glob("*.docx")))
def test_every_template_is_in_the_list_that_the_clerk_reads(path: Path) -> None:
    assert f"`{path.name}`" in (ROOT / "templates_docx" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_clerks_guide_and_the_readme(command: str) -> None:
    for page in ("docs/guide.ru.md", "README.md"):
        assert f"docgen {command}" in (ROOT / page).read_text("utf-8"), page


@pytest.mark.parametrize("room", sorted({room_of(path) for path in MODULES}))
def test_every_station_is_on_the_map(room: str) -> None:
    if not room.startswith("__"):
        assert f"`{room}" in (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_no_file_is_named_by_code() -> None:
    words = {"utils", "helpers", "manager", "data", "process", "common", "misc", "base", "core"}
    assert [path for path in MODULES if path.stem in words] == []
