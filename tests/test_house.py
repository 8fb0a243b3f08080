"""The habits of the house, held by the run."""

import ast
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from danbiet.cli.main import build_parser

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "danbiet"
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file())
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
# Written in pieces, so that this file doesn't name what it forbids.
FORBIDDEN = ("/wo" + "rk/", "py" + "pi.org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian")


def tracked():
    """Files under version control; all files where there is no git (a source archive)."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = done.stdout.splitlines() if done.returncode == 0 else []
    return [ROOT / name for name in names] or [path for path in PACKAGE.rglob("*") if path.is_file()]


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "config"])
def test_every_room_says_what_lives_in_it(room):
    text = (PACKAGE / room / "README.md").read_text("utf-8")
    assert text.startswith(f"# {room}")
    assert "ever" in text.lower(), "a room says what never enters it"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_functions_stay_readable(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, node.name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_is_public_says_what_it_does(path):
    tree = ast.parse(path.read_text("utf-8"))
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


def test_no_file_names_a_registry_or_a_machine():
    found = []
    for path in tracked():
        if not path.is_file() or path.stat().st_size > 2_000_000:
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in text]
    assert not found


def test_every_dependency_is_pinned_with_a_hash():
    for path in (ROOT / "requirements").glob("*.txt"):
        lines = path.read_text("utf-8").splitlines()
        pins = [line for line in lines if re.match(r"[a-z0-9]", line)]
        assert pins, path
        assert all("==" in line and line.endswith("\\") for line in pins), path
        assert sum("--hash=sha256:" in line for line in lines) >= len(pins)


def test_the_two_readmes_show_the_same_commands():
    def commands(name):
        blocks = re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
        return re.findall(r"^(danbiet \w+(?: \w+(?= |$))?|make \w+)", "\n".join(blocks), re.MULTILINE)

    words = [[word.split()[:2] for word in commands(name)] for name in ("README.md", "README.vi.md")]
    assert words[0] == words[1] != []


def test_every_command_in_the_documents_is_one_that_the_program_takes():
    parser, found = build_parser(), 0
    for name in ("README.md", "README.vi.md", "docs/deployment.md"):
        for block in re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL):
            # Without comments and without what may be left out.
            plain = re.sub(r"\s#.*|\[[^\]]*\]", "", block)
            for part in re.split(r"\n|&&|;| \| ", plain):
                called = re.match(r"\s*(?:\w+=\S+ )*(?:db|as_owner|drill|(?:\S*/)?danbiet) (\w.*)", part)
                if called:
                    parser.parse_args(shlex.split(called[1]))
                    found += 1
    assert found > 20
