"""Variants of the example plan: the same document under another number and day, with chosen words changed."""

from __future__ import annotations

from tests.scenes import EXAMPLES

NUMBER, DAY_TEXT = "15/KH-UBND", "ngày 06 tháng 9 năm 2016"


def example(number: str = NUMBER, day: str = DAY_TEXT, **words: str) -> bytes:
    """The example's text with another number and day; ``words``: pairs of old and new text by any name."""
    text = (EXAMPLES / "ke-hoach-vi-du.txt").read_text("utf-8")
    changes = [(NUMBER, number), (DAY_TEXT, day), *(pair.split(" => ") for pair in words.values())]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()
