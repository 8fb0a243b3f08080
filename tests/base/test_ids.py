"""Public identifiers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danbiet.base.ids import ALPHABET, is_public_id, new_public_id


def test_ids_are_well_formed_and_differ():
    made = {new_public_id() for _ in range(2000)}
    assert len(made) == 2000
    assert all(is_public_id(one) for one in made)


def test_no_letter_can_be_taken_for_another():
    assert not set("01liouv") & set(ALPHABET)


@pytest.mark.parametrize("text", ["", "-", "k7m2q9xw4c", "k7m2q-9xw4", "K7M2Q-9XW4C", "k7m2q-9xw4o"])
def test_other_texts_are_not_ids(text):
    assert not is_public_id(text)


@given(st.text())
def test_anything_may_be_asked(text):
    assert is_public_id(text) in (True, False)
