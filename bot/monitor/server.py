"""Serves metrics, health and readiness to whoever may reach the port: by default this machine."""

from __future__ import annotations

from typing import Self

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.errors import StartError
from bot.monitor.metrics import Metrics
from bot.monitor.watch import CONNECTED, STANDS_BY, Watch


class MonitorServer:
    """``async with MonitorServer(...) as server``; ``url`` is where it listens.

    - ``/metrics``: Prometheus' text format.
    - ``/healthz``: 200 while the loop does its work, 503 when it is stuck.
    - ``/readyz``: 200 when the database can be written and a platform is connected, else 503;
      with ``?platforms=all`` each of them has to be, unless another copy of the bot is connected in
      its place. The JSON says which is not.

    Entering raises ``StartError`` when the port cannot be had.
    """

    def __init__(self, watch: Watch, metrics: Metrics, host: str, port: int) -> None:
        self._watch = watch
        self._metrics = metrics
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.add_routes(
            [
                web.get("/metrics", self._show_metrics),
                web.get("/healthz", self._show_health),
                web.get("/readyz", self._show_readiness),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except (OSError, UnicodeError) as error:
            await self._runner.cleanup()
            reason = getattr(error, "strerror", None) or str(error)
            raise StartError(
                f"Metrics cannot be served on {self._host}, port {self._port} ({reason}): change "
                "STUDYHALL_METRICS_PORT or STUDYHALL_METRICS_HOST."
            ) from error
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self._watch.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._watch.stop()
        if self._runner is not None:
            await self._runner.cleanup()

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
