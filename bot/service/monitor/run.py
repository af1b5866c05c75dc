"""Puts the monitor beside a running bot, when the settings ask for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.runtime.meter import SILENT, Meter
from bot.service.app import App
from bot.service.backups.daily import Backups
from bot.service.settings import Settings
from storage.sql_store import SqlStore


def meter_for(settings: Settings) -> Meter:
    """What the app shall tell everything to: nobody, unless metrics are asked for."""
    if settings.studyhall_metrics_port is None:
        return SILENT
    from bot.service.monitor.metrics import Metrics

    return Metrics()


@asynccontextmanager
async def monitored(
    settings: Settings, app: App, store: SqlStore, backups: Backups | None = None
) -> AsyncIterator[str]:
    """The address under which metrics, health and readiness are served meanwhile; empty when
    they are not asked for. The app's meter must be that of ``meter_for``.

    Raises ``StartError`` when the port cannot be had.
    """
    port = settings.studyhall_metrics_port
    if port is None:
        yield ""
        return
    from bot.service.monitor.metrics import Metrics
    from bot.service.monitor.server import MonitorServer
    from bot.service.monitor.watch import Watch

    metrics = app.meter
    assert isinstance(metrics, Metrics)
    path = settings.studyhall_database
    newest = backups.last_success if backups else lambda: None
    watch = Watch(app, store, path, metrics, refused=app.counts.snapshot, backup=newest)
    async with MonitorServer(watch, metrics, settings.studyhall_metrics_host, port) as server:
        yield server.url
