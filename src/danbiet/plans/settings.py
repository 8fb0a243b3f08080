"""Reporting settings: what a plan's duties go by in time, with their ground."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML


@cache
def defaults() -> dict[str, Any]:
    """The shipped settings, from ``data/reporting.yaml``; copied into each plan at its adoption."""
    source = (resources.files("danbiet.plans") / "data" / "reporting.yaml").read_text("utf-8")
    return dict(YAML(typ="safe", pure=True).load(source))
