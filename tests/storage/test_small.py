"""Drafts and notes."""

from __future__ import annotations

from storage.protocols import Store

WEEK_MS = 7 * 24 * 3_600_000


async def test_a_draft_lives_for_a_week_and_its_id_is_never_used_again(store: Store) -> None:
    first = await store.drafts.put("one", 0)
    second = await store.drafts.put("two", WEEK_MS)
    assert await store.drafts.get(first) == "one"
    third = await store.drafts.put("three", WEEK_MS + 1)
    assert await store.drafts.get(first) is None
    assert await store.drafts.get(second) == "two"
    assert len({first, second, third}) == 3
    assert await store.drafts.get(99) is None


async def test_a_note_is_replaced(store: Store) -> None:
    assert await store.notes.get("file") is None
    await store.notes.put("file", "F1")
    await store.notes.put("file", "F2")
    assert await store.notes.get("file") == "F2"
