"""What the rooms above register: duty rules, kinds of evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from danbiet.base.errors import CodedError
from danbiet.duties import errors

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from danbiet.duties.models import Duty, Evidence


@dataclass(frozen=True, slots=True)
class Rule:
    """A source of duties. ``lines``: what stands inside a duty (a report's tasks); ``link``: where its subject is."""

    key: str
    label: str | _StrPromise
    lines: Callable[[Duty], Sequence[Any]]
    link: Callable[[Duty], str]
    # The title in the reader's language; the stored one is Vietnamese.
    title: Callable[[Duty], str]


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A kind of evidence and the address of what it points at ("" where its file is all)."""

    key: str
    label: str | _StrPromise
    link: Callable[[Evidence], str]


_RULES: dict[str, Rule] = {}
_KINDS: dict[str, EvidenceKind] = {}
OFFICIAL_DOCUMENT = "official-document"


def register_rule(rule: Rule) -> None:
    """Make a rule known. ValueError if the key is taken by another."""
    if rule.key in _RULES and _RULES[rule.key] != rule:
        raise ValueError(f"the duty rule {rule.key} is registered twice")
    _RULES[rule.key] = rule


def rule(key: str) -> Rule:
    """A registered rule. Raises CodedError DUTY-009."""
    if key not in _RULES:
        raise CodedError(errors.UNKNOWN_RULE, rule=key)
    return _RULES[key]


def register_kind(kind: EvidenceKind) -> None:
    """Make a kind of evidence known."""
    _KINDS[kind.key] = kind


def kind(key: str) -> EvidenceKind:
    """A registered kind of evidence. Raises CodedError DUTY-010."""
    if key not in _KINDS:
        raise CodedError(errors.UNKNOWN_KIND, kind=key)
    return _KINDS[key]


def no_link(evidence: Evidence) -> str:
    """For evidence that is its file."""
    return evidence.link


register_kind(EvidenceKind(OFFICIAL_DOCUMENT, _("văn bản đã phát hành"), no_link))
