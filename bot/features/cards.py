"""Small helpers for building cards."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model import Block, Button, Buttons, Card, Node, Paragraph, Row, Text, Tone, text

PERCENT_FROM = 5
"""From so many answers on, shares are given in per cent."""


def say(
    title: str, *lines: str | Text | Node, rows: Iterable[Row] = (), tone: Tone = Tone.NEUTRAL
) -> Card:
    """A card with one paragraph a line."""
    blocks: tuple[Block, ...] = tuple(Paragraph(text(line)) for line in lines if line)
    return Card(title, blocks, tuple(rows), tone)


def buttons(*items: Button) -> Buttons:
    return Buttons(tuple(items))
