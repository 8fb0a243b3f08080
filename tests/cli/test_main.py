"""The command line: finding subcommands, answering errors."""

import argparse
import subprocess
import sys

import pytest

from danbiet.base.errors import CodedError
from danbiet.cli import errors, main


def leaves(parser, path=()):
    """Every command without subcommands, as (words, parser)."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield path, parser
    for group in groups:
        for name, child in group.choices.items():
            yield from leaves(child, (*path, name))


def test_every_command_has_a_handler_and_help():
    commands = dict(leaves(main.build_parser()))
    assert {("plan", "read"), ("plan", "adopt"), ("plan", "approve"), ("tick",), ("init",), ("demo",)} <= set(commands)
    for words, parser in commands.items():
        assert callable(parser.get_default("run")), words
        assert parser.format_help()


@pytest.fixture
def failing(monkeypatch):
    """The parser replaced by one whose command raises what the test sets."""

    def build(error):
        def run(args):
            raise error

        parser = argparse.ArgumentParser()
        parser.set_defaults(run=run)
        monkeypatch.setattr(main, "build_parser", lambda: parser)

    return build


def test_a_coded_error_is_printed_with_place_and_remedy_and_ends_with_2(failing, monkeypatch, capsys):
    failing(CodedError(errors.HOME_IN_USE, at="var", home="var"))
    monkeypatch.delenv("DANBIET_LANG", raising=False)
    assert main.main([]) == 2
    assert capsys.readouterr().err.startswith("CLI-001 var: Thư mục")
    monkeypatch.setenv("DANBIET_LANG", "en")
    assert main.main([]) == 2
    assert "Choose another folder" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_said_in_one_line(monkeypatch, tmp_path):
    command = [sys.executable, "-m", "danbiet.cli.main", "people", "list"]
    environment = {"PATH": "/usr/bin:/bin", "DANBIET_HOME": str(tmp_path), "DANBIET_LANG": "en"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n"), done.stderr[:7]) == (2, 1, "CLI-003")
    # Nobody listens on that port.
    environment["DATABASE_URL"] = "postgres://danbiet:secret@127.0.0.1:1/danbiet"
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n"), done.stderr[:7]) == (2, 1, "CLI-006")
    assert "secret" not in done.stderr


def test_an_interrupt_ends_with_130(failing):
    failing(KeyboardInterrupt())
    assert main.main([]) == 130


def test_an_unknown_language_falls_back_to_vietnamese(monkeypatch):
    monkeypatch.setenv("DANBIET_LANG", "xx")
    assert main.language() == "vi"


def test_help_loads_neither_django_nor_what_is_heavy():
    script = (
        "import sys; from danbiet.cli.main import build_parser; build_parser();"
        "heavy = {'django', 'holidays', 'openpyxl', 'docx', 'rich', 'ruamel', 'lxml', 'numpy'} & set(sys.modules);"
        "sys.exit(f'loaded at start-up: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
