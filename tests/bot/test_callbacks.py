from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData

from bot import callbacks
from bot.app import new_card_id

LARGEST = 999_999
TAPS: list[type[CallbackData]] = [
    tap for tap in vars(callbacks).values() if isinstance(tap, type) and CallbackData in tap.__bases__
]


def largest(kind: object) -> object:
    """The value of a button's field that takes most room."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return max(kind, key=len)
    return {int: LARGEST, int | None: LARGEST, bool: True}.get(kind, new_card_id())  # type: ignore[call-overload]


def test_there_are_taps() -> None:
    assert TAPS


@pytest.mark.parametrize("tap", TAPS)
def test_what_a_button_carries_fits_into_telegrams_64_bytes(tap: type[CallbackData]) -> None:
    values: dict[str, Any] = {name: largest(field.annotation) for name, field in tap.model_fields.items()}
    packed = tap(**values).pack()
    assert len(packed.encode()) <= 64
    assert tap.unpack(packed) == tap(**values)


def test_no_two_taps_look_alike() -> None:
    prefixes = [tap.__prefix__ for tap in TAPS]
    assert len(set(prefixes)) == len(prefixes)


def test_card_ids_are_short_and_never_the_same() -> None:
    made = {new_card_id() for _ in range(1000)}
    assert len(made) == 1000
    assert {len(card_id) for card_id in made} == {12}
    assert not any(":" in card_id for card_id in made)
