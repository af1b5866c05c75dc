"""JSON to and from the platforms: by orjson where it is installed, which takes a tenth of the time.

The extra ``fast`` brings it. Both ways give and take the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

orjson_dumps: Callable[[Any], bytes] | None = None
orjson_loads: Callable[[str | bytes], Any] | None = None
try:
    import orjson
except ImportError:
    pass
else:
    orjson_dumps, orjson_loads = orjson.dumps, orjson.loads


def is_fast() -> bool:
    """Whether orjson does it."""
    return orjson_dumps is not None


def to_json(body: Any) -> bytes:
    """``body`` as compact UTF-8. Raises ``TypeError`` for what JSON cannot hold."""
    if orjson_dumps is not None:
        return orjson_dumps(body)
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def from_json(raw: str | bytes) -> Any:
    """What ``raw`` holds. Raises ``ValueError`` (or ``RecursionError``) for what is no JSON."""
    if orjson_loads is not None:
        try:
            return orjson_loads(raw)
        except ValueError:
            # It is stricter: halves of characters are JSON, and the readers take them out.
            return json.loads(raw)
    return json.loads(raw)
