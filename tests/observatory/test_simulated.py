"""What is simulated says so wherever a figure of it is shown or taken away."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.index import made_up

pytestmark = pytest.mark.django_db


def test_simulated_editions_say_so_wherever_a_figure_is(ca_mau, client):
    made_up.stored()
    at = {"slug": "ca-mau", "index": "papi", "year": 2015}
    for name, more in (
        ("year", {}),
        ("map", {"code": "I"}),
        ("provinces", {"code": "total"}),
        ("element", {"code": "I"}),
    ):
        found = client.get(reverse(f"observatory:{name}", kwargs={**at, **more})).content.decode()
        assert "Số liệu mô phỏng." in found, name
        assert "số liệu mô phỏng" in found, "in the source line too"
    figure = {**at, "figure": "diem"}
    live = client.get(reverse("observatory:year-live", kwargs=figure)).content.decode()
    assert "Số liệu mô phỏng." in live
    taken = {
        form: client.get(reverse("observatory:year-file", kwargs={**figure, "form": form}))
        for form in ("csv", "xlsx", "svg")
    }
    assert all("mo-phong" in one["Content-Disposition"] for one in taken.values())
    assert "mô phỏng" in taken["csv"].content.decode()
    assert "mô phỏng" in taken["svg"].content.decode()
    book = load_workbook(io.BytesIO(taken["xlsx"].content))
    assert "mô phỏng" in str([cell.value for cell in book.worksheets[1]["A"]])
