"""Serves metrics, health and readiness to whoever may reach the port: by default this machine."""

from __future__ import annotations

from typing import Self

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.adapters.common.listener import Handler, Listener
from bot.service.errors import StartError
from bot.service.monitor.metrics import Metrics
from bot.service.monitor.names import ours
from bot.service.monitor.watch import CONNECTED, STANDS_BY, Watch

MOST = 64
"""Connections at once."""
NOT_OURS = (
    "This is not a name of the bot: ask by its IP address or a name of your own network, or put "
    "the name into STUDYHALL_METRICS_HOST."
)


class MonitorServer:
    """``async with MonitorServer(...) as server``; ``url`` is where it listens.

    - ``/metrics``: Prometheus' text format.
    - ``/healthz``: 200 while the loop does its work, 503 when it is stuck.
    - ``/readyz``: 200 when the database can be written and a platform is connected, else 503;
      with ``?platforms=all`` each of them has to be, unless another copy of the bot is connected in
      its place. The JSON says which is not.

    421 for a ``Host`` that is no name of this machine (see ``names``).
    Entering raises ``StartError`` when the port cannot be had.
    """

    def __init__(self, watch: Watch, metrics: Metrics, host: str, port: int) -> None:
        self._watch = watch
        self._metrics = metrics
        self._host = host
        self._port = port
        self._listener: Listener | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/metrics", self._show_metrics),
                web.get("/healthz", self._show_health),
                web.get("/readyz", self._show_readiness),
            ]
        )
        listener = Listener(app, most=MOST)
        try:
            await listener.start(self._host, self._port)
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise StartError(
                f"Metrics cannot be served on {self._host}, port {self._port} ({reason}): change "
                "STUDYHALL_METRICS_PORT or STUDYHALL_METRICS_HOST."
            ) from error
        self._listener = listener
        host, port = listener.address
        self.url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self._watch.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._watch.stop()
        if self._listener is not None:
            await self._listener.stop()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A page of another site, under a name that leads here (DNS rebinding), reads nothing."""
        named = request.headers.get("Host", "")
        if not ours(named, self._host):
            raise web.HTTPMisdirectedRequest(text=NOT_OURS)
        return await handler(request)

    async def _show_metrics(self, _: web.Request) -> web.Response:
        await self._watch.fill()
        body = generate_latest(self._metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _show_health(self, _: web.Request) -> web.Response:
        problem = self._watch.unwell()
        return web.json_response(
            {"healthy": not problem, "problem": problem}, status=503 if problem else 200
        )

    async def _show_readiness(self, request: web.Request) -> web.Response:
        platforms, database = self._watch.platforms(), await self._watch.database()
        states = set(platforms.values())
        enough = CONNECTED in states
        if request.query.get("platforms") == "all":
            enough = enough and states <= {CONNECTED, STANDS_BY}
        ready = enough and database == "ok"
        return web.json_response(
            {"ready": ready, "platforms": platforms, "database": database},
            status=200 if ready else 503,
        )
