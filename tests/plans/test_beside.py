"""Doubts beside their places: in text and in DOCX, in tables cut where a doubt stands, and where there is no place."""

import pytest

from danbiet.plans import beside
from danbiet.reading import blocks, source
from danbiet.reading.plan.read import read_blocks
from tests.scenes import EXAMPLES


def read(name):
    found = source.blocks_of((EXAMPLES / name).read_bytes(), name)
    content = read_blocks(found, name)
    return blocks.to_json(found), content, beside.items_of(content, [])


def texts(part):
    return part.text + " ".join(line for row in part.rows for cell in row for line in cell.lines)


@pytest.mark.parametrize("name", ["ke-hoach-vi-du.txt", "ke-hoach-vi-du.docx"])
def test_each_doubt_stands_once_and_the_words_it_is_about_stand_in_its_part(name):
    stored, content, items = read(name)
    parts = beside.parts_of(stored, content, items)
    assert sorted(item.key for part in parts for item in part.items) == sorted(item.key for item in items)
    for part in parts:
        for item in part.items:
            quoted = item.doubt.facts.get("wrong") or item.doubt.facts.get("claim")
            if item.doubt.code in ("READ-130", "READ-103"):
                assert quoted.casefold() in texts(part).casefold(), item.message


@pytest.mark.parametrize("name", ["ke-hoach-vi-du.txt", "ke-hoach-vi-du.docx"])
def test_the_parts_are_the_whole_document_in_order(name):
    stored, content, items = read(name)
    parts = beside.parts_of(stored, content, items)
    whole = " ".join(filter(None, (texts(part) for part in parts)))
    for task in content.tasks:
        assert task.title.split(".")[0][:30].casefold() in whole.casefold()
    lines = [block["text"] for block in stored if "text" in block]
    assert [part.text for part in parts if part.text] == lines
    assert len({part.anchor for part in parts}) == len(parts)


def test_a_table_keeps_its_head_over_every_cut_and_every_page():
    stored, content, items = read("ke-hoach-vi-du.txt")
    parts = [part for part in beside.parts_of(stored, content, items) if part.rows and part.head]
    tasks = [part for part in parts if "Đơn vị chủ trì" in part.head]
    assert len(tasks) > 5
    assert all(cell.label for part in tasks for row in part.rows for cell in row[1:])
    doubtful = [cell for part in parts for row in part.rows for cell in row if cell.doubtful]
    assert doubtful, "a cell that a doubt names is marked"


def test_a_doubt_whose_place_is_not_in_the_text_stands_at_the_head():
    _, content, items = read("ke-hoach-vi-du.txt")
    (part,) = beside.parts_of([], content, items)
    assert len(part.items) == len(items)
    assert part.items[0].doubt.blocking


def test_the_keys_of_columns_are_said_in_words():
    *_, items = read("ke-hoach-vi-du.txt")
    assert not any("score_" in item.message + item.suggestion for item in items)
    assert any("điểm 2014" in item.message for item in items)
