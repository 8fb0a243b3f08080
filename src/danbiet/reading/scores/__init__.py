"""Published tables of scores (XLSX, XLSM, CSV) into raw sheets: every figure with its place, doubts with codes."""

from danbiet.reading.scores.raw import Doubt, Kind, Line, Province, RawBook, RawSheet
from danbiet.reading.scores.read import load, read

__all__ = ["Doubt", "Kind", "Line", "Province", "RawBook", "RawSheet", "load", "read"]
