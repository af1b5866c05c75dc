"""Answers that arrive broken, or not at all, after the server has done what was asked."""

from __future__ import annotations

import asyncio

from aiohttp import web

MANGLED = ("drop", "half", "json", "page", "bytes", "hang")
"""The line is cut; half a body, then cut; JSON that ends early; a page instead of JSON; bytes
that are no text; no answer for as long as the other side waits."""
_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


async def mangled(
    request: web.Request, answer: web.StreamResponse, kind: str
) -> web.StreamResponse:
    """What goes out instead of ``answer``."""
    assert request.transport is not None
    body = bytes(answer.body) if isinstance(answer, web.Response) and answer.body else b"{}"  # type: ignore[arg-type]
    if kind == "drop":
        request.transport.abort()
    elif kind == "half":
        part = web.StreamResponse(headers={"Content-Type": "application/json"})
        part.content_length = len(body) + 10
        await part.prepare(request)
        await part.write(body[: len(body) // 2])
        request.transport.abort()
        return part
    elif kind == "json":
        return _json(body[: len(body) // 2])
    elif kind == "page":
        return web.Response(text=_PAGE, content_type="text/html")
    elif kind == "bytes":
        return _json(b'{"ok": true, "id": "\xff\xfe\xa5"}')
    elif kind == "hang":
        await asyncio.Event().wait()  # until the server ends
    return answer


def _json(body: bytes) -> web.Response:
    return web.Response(body=body, headers={"Content-Type": "application/json"})
