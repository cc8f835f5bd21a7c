"""Reading the project's documents: links, commands, and the names they mention."""

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
# Put together here, so that this file does not hold what it looks for.
FOREIGN = re.compile(
    "|".join(
        [
            r"(?<![\w.$}])/(?:work|root)" + r"/",
            "pypi" + r"\.org",
            "pythonhosted" + r"\.org",
            "registry" + r"\.npmjs",
            "proxy" + r"\.golang",
        ]
    )
)
NAME = re.compile(r"^([A-Za-z0-9][\w.-]*)")


@cache
def tracked() -> tuple[str, ...]:
    """Return the paths git knows; without git, all but what is made here."""
    done = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = done.stdout.splitlines() or _walked()
    return tuple(name for name in names if (ROOT / name).is_file())


def _walked() -> list[str]:
    """Return the files of the tree but for installed, built and secret ones."""
    made = {name.strip("/") for name in (ROOT / ".gitignore").read_text().split()}
    paths = [path.relative_to(ROOT) for path in sorted(ROOT.rglob("*"))]
    return [
        str(path)
        for path in paths
        if not made.union({".git"}).intersection({*path.parts, *map(str, path.parents)})
    ]


def documents() -> list[Path]:
    """Return all Markdown files of the project."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/*.md")]
    return sorted(found)


def text_of(path: Path) -> str:
    """Return a document without its fenced blocks."""
    return re.sub(
        r"^```.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
    )


def broken_links(path: Path, text: str) -> list[str]:
    """Return the relative links of a document that lead nowhere."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        goal = (path.parent / name).resolve() if name else path
        missing_anchor = anchor and goal.is_file() and anchor not in anchors(goal)
        if not goal.exists() or missing_anchor:
            broken.append(target)
    return broken


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.strip().replace(" ", "-") for heading in plain}


def commands(text: str) -> list[str]:
    """Return the command lines shown in fences marked `sh`."""
    lines = []
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        lines += [line.partition("  #")[0].strip() for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def make_targets() -> set[str]:
    """Return the Makefile's targets that a person types."""
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony
    return {name for name in phony.group(1).split() if not name.startswith("env")}


def targets_named(text: str) -> set[str]:
    """Return the make targets a document names."""
    return set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))


def tests_named(text: str) -> set[str]:
    """Return the tests a document names."""
    return set(re.findall(r"`(test_\w+)`", text))


@cache
def tests_there() -> frozenset[str]:
    """Return the names of all tests of the suite."""
    return frozenset(
        name
        for path in ROOT.glob("tests/**/test_*.py")
        for name in re.findall(
            r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE
        )
    )


def codes_named(text: str) -> set[str]:
    """Return the finding codes a document names; `DEL_` alone names a family."""
    families = "|".join(sorted({code.split("_")[0] for code in codes_there()}))
    return set(re.findall(rf"`((?:{families})_[A-Z_]*[A-Z])`", text))


@cache
def codes_there() -> frozenset[str]:
    """Return the finding codes of the intake."""
    path = ROOT / "include" / "vroegsein" / "intake" / "findings.yml"
    return frozenset(yaml.safe_load(path.read_text("utf-8")))


def direct_dependencies(kind: str) -> set[str]:
    """Return the packages pyproject.toml names for a lock: plain, production or dev."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = list(project["project"]["dependencies"])
    if kind == "production":
        wanted += project["project"]["optional-dependencies"]["production"]
    if kind == "dev":
        wanted += project["dependency-groups"]["dev"]
    found = [NAME.match(requirement) for requirement in wanted]
    return {match.group(1).lower().replace("_", "-") for match in found if match}


def locked(text: str) -> dict[str, set[str]]:
    """Return the versions a lock pins per package."""
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(
        r"^([\w.-]+)(?:\[.*\])?==(\S+)", text, re.MULTILINE
    ):
        pins.setdefault(name.lower(), set()).add(version)
    return pins


def unhashed(text: str) -> list[str]:
    """Return the packages of a lock that have no hash."""
    blocks = re.split(r"^(?=[\w.-]+(?:\[.*\])?==)", text, flags=re.MULTILINE)[1:]
    return [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block]


def levels_there() -> dict[str, str]:
    """Return the level of each finding code."""
    path = ROOT / "include" / "vroegsein" / "intake" / "findings.yml"
    rules = yaml.safe_load(path.read_text("utf-8"))
    return {code: rule["level"] for code, rule in rules.items()}


def partner_headers() -> dict[str, set[str]]:
    """Return per field the headers the example partners use."""
    headers: dict[str, set[str]] = {}
    for path in (ROOT / "include" / "partners").glob("*.yml"):
        columns = yaml.safe_load(path.read_text("utf-8"))["columns"]
        for header, field in columns.items():
            headers.setdefault(field, set()).add(str(header))
    return headers


def tasks_of(path: Path) -> set[str]:
    """Return the ids of a Dag's tasks, as written in its file."""
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [
        word.value for call in calls for word in call.keywords if word.arg == "task_id"
    ]
    decorated = {
        function.name
        for function in functions
        if any(
            re.match(r"task(\.|\(|$)", ast.unparse(d)) for d in function.decorator_list
        )
    }
    return decorated | {n.value for n in named if isinstance(n, ast.Constant)}
