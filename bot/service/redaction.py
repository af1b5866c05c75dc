"""Takes secrets out of everything that is said: logs, traces, sentences at start.

Two nets. Values of secret settings are known and hidden wherever they turn up; what the
platforms hand out while the bot runs (tickets, answer addresses, interaction tokens) is
known by its shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

HIDDEN = "[hidden]"
_SHORTEST = 6
_WORD = r"[^\s\"'<>\\]"  # as far as an address or a token goes inside a quoted text

_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        # tokens by their prefix, or by their three parts with dots between them
        (r"\b(?:xoxe\.)?(?:xox[a-z]|xapp)-[A-Za-z0-9-]+", HIDDEN),
        (r"\b[A-Za-z0-9_-]{23,30}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,}", HIDDEN),
        (r"\bBearer\s+[A-Za-z0-9._~+/=-]{6,}", f"Bearer {HIDDEN}"),
        # not plain words: a page of settings may be called "Basic Information"
        (r"\bBasic\s+(?=\S*[0-9+/=])[A-Za-z0-9+/=]{6,}", f"Basic {HIDDEN}"),
        (r"\bv0=[0-9a-f]{64}\b", f"v0={HIDDEN}"),
        # addresses by which anybody could answer or connect in the bot's name
        (rf"(/(?:webhooks|interactions)/\d+)/{_WORD.replace('^', '^/?')}+", rf"\1/{HIDDEN}"),
        (rf"(https?://)hooks\.{_WORD}+", rf"\1{HIDDEN}"),
        (rf"(https?://{_WORD.replace('^', '^/')}+)/hooks/{_WORD}+", rf"\1/hooks/{HIDDEN}"),
        (
            rf"([?&](?:ticket|token|secret|key|link_key|app_id)=){_WORD.replace('^', '^&')}+",
            rf"\1{HIDDEN}",
        ),
        (r"(://)[^\s/@:]+:[^\s/@]+@", rf"\1{HIDDEN}@"),
        # payloads and headers printed as they are
        (
            r"""(?i)(\\*["'](?:[a-z_]*token|[a-z_]*secret|authorization|response_url|ticket)"""
            r"""\\*["']\s*:\s*)(\\*["']).*?\2""",
            rf"\1\2{HIDDEN}\2",
        ),
        (r"(?i)\b((?:[a-z_]*token|[a-z_]*secret|ticket)=)[^\s&,;)\]}]+", rf"\1{HIDDEN}"),
    )
)
# What moves a terminal's cursor, starts a line, or turns the direction of reading round.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_known: frozenset[str] = frozenset()


def hide(*secrets: str) -> None:
    """These values are never said from now on. Less than six characters hide nothing."""
    global _known  # noqa: PLW0603 - every logger of the process has to know
    long_enough = {secret for secret in secrets if len(secret) >= _SHORTEST}
    _known |= long_enough | {quote(secret, safe="") for secret in long_enough}


def redacted(words: str) -> str:
    """``words`` without secrets."""
    for secret in sorted(_known, key=len, reverse=True):
        words = words.replace(secret, HIDDEN)
    for shape, put in _SHAPES:
        words = shape.sub(put, words)
    return words


def on_one_line(words: str) -> str:
    """``words`` with control characters written out, so that no input can fake a log line."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", words)


def plain_fields(_: object, __: str, event: Mapping[str, Any]) -> Mapping[str, Any]:
    """A structlog processor: ``on_one_line`` for every text but a trace."""
    return {
        name: on_one_line(value) if isinstance(value, str) and name != "exception" else value
        for name, value in event.items()
    }


def redacted_line(_: object, __: str, line: Any) -> str:
    """A structlog processor for the end of the chain, where a whole line is there."""
    return redacted(str(line))
