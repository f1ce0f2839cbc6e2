"""Followed companies and visits, on both stores."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tieout.engine.shelf import Library

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_following_keeps_its_order_and_can_be_left(library: Library) -> None:
    """Companies stand in the order they were followed, each once, apart for each visitor."""
    for company in ("hk-07345", "heron", "hk-07345"):
        library.store.following.follow("Ana", company)
    library.store.following.follow("Ben", "kite")
    assert set(library.store.following.followed("Ana")) == {"hk-07345", "heron"}
    library.store.following.unfollow("Ana", "heron")
    assert library.store.following.followed("Ana") == ("hk-07345",)
    assert library.store.following.followed("Ben") == ("kite",)


def test_a_visit_ends_after_a_pause(library: Library) -> None:
    """Pages close together are one visit; after half an hour the visit before is what counts as last."""
    assert library.store.following.note_visit("Ana", NOON) is None
    assert library.store.following.note_visit("Ana", NOON + timedelta(minutes=20)) is None
    later = NOON + timedelta(hours=3)
    assert library.store.following.note_visit("Ana", later) == (NOON + timedelta(minutes=20)).isoformat()
    assert (
        library.store.following.note_visit("Ana", later + timedelta(minutes=5))
        == (NOON + timedelta(minutes=20)).isoformat()
    )
