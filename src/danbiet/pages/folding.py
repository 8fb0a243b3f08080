"""A column that search looks through: the folded words of other columns of its row, kept by the row itself.

It is filled whenever the row is written (one by one or in bulk), in the same statement, so that it can't be behind.
``danbiet search rebuild`` fills it anew where it differs: after the rules of folding changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from danbiet.base.text import search_key

BATCH = 2000


class FoldedField(models.TextField):  # type: ignore[type-arg]
    """The search key (``base.text.search_key``) of the attributes named in ``sources``, best known by first."""

    def __init__(self, *, sources: Sequence[str], **kwargs: Any) -> None:
        self.sources = tuple(sources)
        super().__init__(**{**kwargs, "default": "", "editable": False})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def value_of(self, row: models.Model) -> str:
        """What the column must hold."""
        return search_key(*(str(getattr(row, source)) for source in self.sources))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Reckon the key with the row."""
        value = self.value_of(model_instance)
        setattr(model_instance, self.attname, value)
        return value


def columns() -> Iterator[tuple[type[models.Model], FoldedField]]:
    """Every column of this sort in the installation."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FoldedField):
                yield model, field


def rebuild(model: type[models.Model], field: FoldedField) -> tuple[int, int]:
    """Fill one column anew; rows read and rows that differed. Each batch is a transaction of its own."""
    rows = iter(model._default_manager.order_by("pk").iterator(chunk_size=BATCH))
    read = mended = 0
    while batch := list(islice(rows, BATCH)):
        read += len(batch)
        wrong = [(value, row.pk) for row in batch if (value := field.value_of(row)) != getattr(row, field.attname)]
        _update(model, field, wrong)
        mended += len(wrong)
    return read, mended


def _update(model: type[models.Model], field: FoldedField, values: list[tuple[str, Any]]) -> None:
    names = (model._meta.db_table, field.column, model._meta.pk.column)
    table, column, key = (connection.ops.quote_name(str(name)) for name in names)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", values)  # noqa: S608
