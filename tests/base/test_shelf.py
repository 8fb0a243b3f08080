"""A folder of things that were dear to make, within its bounds."""

import os

from danbiet.base.shelf import Shelf


def test_the_shelf_keeps_within_its_bounds(tmp_path):
    shelf = Shelf(tmp_path, most_bytes=1000)
    for number in range(20):
        shelf.put(f"{number:02}", b"x" * 100)
        os.utime(tmp_path / f"{number:02}", ns=(number, number))
    shelf.trim()
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [f"{number:02}" for number in range(13, 20)]
    assert shelf.get("00") is None


def test_a_shelf_that_cannot_be_written_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    shelf = Shelf(tmp_path / "file")
    shelf.put("a", b"x")
    assert shelf.get("a") is None
