"""The style sheet keeps to its tokens, and its colours can be read."""

import re

from danbiet.pages.assets import PACKAGE

CSS = (PACKAGE / "pages" / "static" / "pages" / "danbiet.css").read_text("utf-8")
ROOT = re.search(r":root\{(.*?)\}", CSS, re.DOTALL)[1]
TOKENS = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", ROOT))


def luminance(colour):
    """Relative luminance (WCAG 2.2)."""
    text = colour.lstrip("#")
    text = "".join(letter * 2 for letter in text) if len(text) == 3 else text
    parts = [int(text[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast ratio (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_can_be_read_on_paper_and_on_panels():
    for name in ("ink", "quiet", "ours", "done", "soon", "late"):
        for ground in ("paper", "panel"):
            assert contrast(TOKENS[name], TOKENS[ground]) >= 4.5, (name, ground)
    assert contrast(TOKENS["edge"], TOKENS["paper"]) >= 3


def test_colours_stand_in_the_tokens_only():
    rest = re.sub(r"@media print\{.*", "", CSS.replace(ROOT, ""), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rest) == []


def test_nothing_decorates():
    assert not re.search(r"gradient\(|text-shadow|animation:(?!none)|filter:", CSS)


def test_templates_hold_no_inline_style_or_script():
    for path in PACKAGE.rglob("templates/**/*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"<style|<script|\sstyle=|\son\w+=\"|javascript:", text), path
        assert not re.search(r"https?://", text), path
