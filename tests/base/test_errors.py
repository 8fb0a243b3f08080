"""The register of coded errors."""

import importlib
import pkgutil

import pytest

import danbiet
from danbiet.base import errors
from danbiet.base.errors import CodedError, define, registered


def all_codes():
    """Every code of every room, by importing each room's errors module."""
    for room in pkgutil.iter_modules(danbiet.__path__):
        for module in pkgutil.walk_packages([f"{danbiet.__path__[0]}/{room.name}"], f"danbiet.{room.name}."):
            if module.name.rpartition(".")[2] == "errors":
                importlib.import_module(module.name)
    return registered()


@pytest.fixture
def register(monkeypatch):
    monkeypatch.setattr(errors, "_REGISTER", {})


TEXTS = {"vi": "thiếu {what}", "en": "{what} is missing", "remedy_vi": "thêm", "remedy_en": "add it"}


def test_renders_code_place_message_and_remedy_in_both_languages(register):
    error = CodedError(define("TEST-001", **TEXTS), at="bảng 2, dòng V.2", what="cột")
    assert error.render() == "TEST-001 bảng 2, dòng V.2: thiếu cột thêm"
    assert error.render("en") == "TEST-001 bảng 2, dòng V.2: cột is missing add it"
    assert (error.code, str(error)) == ("TEST-001", error.render("en"))


def test_without_a_place_the_code_stands_alone(register):
    assert CodedError(define("TEST-001", **TEXTS), what="x").render("en").startswith("TEST-001: x")


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("test-1", {}),
        ("TEST-001", {"en": ""}),
        ("TEST-001", {"remedy_vi": ""}),
        ("TEST-001", {"en": "{other} is missing"}),
        ("TEST-001", {"remedy_en": "add {what}"}),
    ],
)
def test_refuses_a_malformed_definition(register, code, change):
    with pytest.raises(ValueError, match="code"):
        define(code, **{**TEXTS, **change})


def test_refuses_a_code_twice(register):
    define("TEST-001", **TEXTS)
    with pytest.raises(ValueError, match="twice"):
        define("TEST-001", **TEXTS)


def test_a_value_the_template_needs_must_be_given(register):
    with pytest.raises(ValueError, match="what"):
        CodedError(define("TEST-001", **TEXTS))


def test_every_code_of_the_product_translates_and_ends_its_sentences():
    codes = all_codes()
    assert len(codes) > 20
    for entry in codes.values():
        values = dict.fromkeys(entry.fields(), "x")
        for language in errors.LANGUAGES:
            text = CodedError(entry, **values).render(language)
            assert text.rstrip().endswith((".", "!", "?", ")", "»")), (entry.code, language, text)
        assert entry.vi != entry.en, entry.code
