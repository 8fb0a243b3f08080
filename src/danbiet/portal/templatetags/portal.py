"""``{% load portal %}``: legal values in the reader's language."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.translation import get_language

from danbiet.law.dated import Value
from danbiet.people.matters import Matter

register = template.Library()


def _language() -> str:
    return "en" if get_language() == "en" else "vi"


@register.filter
def law_period(value: Value) -> str:
    """The days a legal value holds."""
    return value.period(_language())


@register.filter
def law_article(value: Value) -> str:
    """The article a legal value comes from."""
    return value.article(_language())


@register.filter
def ordered(matter: Matter, day: date) -> Value | None:
    """The legal value that orders a matter disclosed on a day."""
    return matter.ordered(day)
