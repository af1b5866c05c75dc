"""Drafts and notes."""

from __future__ import annotations

from storage.protocols import Store
from storage.repositories.small import DRAFTS

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


async def test_one_owner_has_few_drafts_and_nobody_elses_make_way(store: Store) -> None:
    other = await store.drafts.put('{"owner": "here:ben"}', 0)
    own = [
        await store.drafts.put(f'{{"owner": "here:ann", "n": {n}}}', n) for n in range(DRAFTS + 5)
    ]
    kept = [draft for draft in own if await store.drafts.get(draft) is not None]
    assert kept == own[5:]
    assert await store.drafts.get(other) is not None


async def test_old_drafts_go_without_a_new_one(store: Store) -> None:
    first = await store.drafts.put("{}", 0)
    await store.drafts.tidy(WEEK_MS)
    assert await store.drafts.get(first) == "{}"
    await store.drafts.tidy(WEEK_MS + 1)
    assert await store.drafts.get(first) is None


async def test_a_note_is_replaced(store: Store) -> None:
    assert await store.notes.get("file") is None
    await store.notes.put("file", "F1")
    await store.notes.put("file", "F2")
    assert await store.notes.get("file") == "F2"
