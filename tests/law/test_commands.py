"""The subcommands of the law."""

import argparse
import json
import subprocess
import sys
from datetime import date

import pytest

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.law import commands


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")

    def run(*words, language="vi"):
        monkeypatch.setenv("DANBIET_LANG", language)
        parser = argparse.ArgumentParser()
        commands.register(parser.add_subparsers(required=True))
        args = parser.parse_args(["law", *words])
        assert args.run(args) == 0
        return capsys.readouterr().out

    return run


def test_a_value(run):
    text = run("value", "poor_households.posting.minimum", "--on", "09/09/2016")
    assert "7 ngày làm việc" in text
    assert "Thông tư 17/2016/TT-BLĐTBXH" in text
    assert "cần đối chiếu" in text
    assert "last known value" in run("value", "feedback.transfer", "--on", "2030-01-01", language="en")


def test_today_is_the_clock_s(run):
    with clock.frozen(date(2016, 9, 9)):
        assert json.loads(run("value", "feedback.focal_point", "--json"))["value"] == "justice"


def test_a_deadline(run):
    assert "Hạn: thứ Sáu 13/5/2016" in run("deadline", "2016-04-12", "20wd")
    assert "Due on Mon 10 October 2016" in run("deadline", "2016-09-09", "complaints.first.settlement", language="en")
    shown = json.loads(run("deadline", "2016-05-22", "elections.voter_list.posting", "--before", "--json"))
    assert (shown["due"], shown["explanation"]["key"]) == ("2016-04-12", "elections.voter_list.posting")


def test_the_list(run):
    assert "complaints.first.settlement" in run("list")
    assert len(json.loads(run("list", "--json"))) > 350


@pytest.mark.parametrize("day", ["2016-02-30", "31/02/2016", "tomorrow", "20160909", "2016-9-9"])
def test_what_is_no_day(run, day):
    with pytest.raises(CodedError, match="LAW-019"):
        run("deadline", day, "20wd")


def test_heavy_packages_wait_until_they_are_needed():
    heavy = {"holidays", "rich", "ruamel.yaml", "django"}
    code = f"import sys, danbiet.law.commands, danbiet.law; print({heavy!r} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
