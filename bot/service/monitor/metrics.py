"""Counts what the core tells, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot.service.monitor.families import REFUSED, Families
from bot.study.delivery import DeliveryKind

OTHER = "other"
"""Stands for a route that is not registered, which only a forged or outdated press names."""


class Metrics:
    """A ``bot.runtime.meter.Meter`` with a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.families = Families(self.registry)
        self._routes: frozenset[str] = frozenset()
        # Told of with each press; looking a child up takes as long as counting it.
        self._acknowledge = cache(self.families.acknowledge.labels)
        self._interactions = cache(self.families.interactions.labels)
        self._answer = cache(self.families.answer.labels)
        ProcessCollector(registry=self.registry)

    def know(self, routes: Iterable[str]) -> None:
        """Only these routes become labels, so that a member cannot make new ones."""
        self._routes = frozenset(routes)

    def counts(self, refused: Callable[[], Mapping[str, int]]) -> None:
        """Shows counts that are kept elsewhere, by reason."""
        self.registry.register(_Refused(refused))

    def acknowledged(self, platform: str, seconds: float, *, deferred: bool) -> None:
        self._acknowledge(platform).observe(seconds)
        if deferred:
            self.families.deferred.labels(platform).inc()

    def answered(self, platform: str, kind: str, route: str, outcome: str, seconds: float) -> None:
        known = route if route in self._routes else OTHER
        self._interactions(platform, kind, known, outcome).inc()
        self._answer(platform, kind).observe(seconds)

    def posted(self, platform: str, kind: str, result: str, late: float | None = None) -> None:
        self.families.posts.labels(platform, kind, result).inc()
        # At a favorite hour many reminders are due at once, and are late by design.
        if late is not None and kind != DeliveryKind.REMINDER:
            self.families.late.labels(platform).observe(max(late, 0.0))

    def limited(self, platform: str) -> None:
        self.families.limited.labels(platform).inc()

    def connected(self, platform: str, *, up: bool) -> None:
        self.families.up.labels(platform).set(up)
        if up:
            self.families.connections.labels(platform).inc()

    def committed(self, jobs: int, seconds: float) -> None:
        """A group of writes is on the disk. Called by the writer's own thread."""
        self.families.commits.observe(seconds)
        self.families.writes.inc(jobs)


class _Refused(Collector):
    def __init__(self, counts: Callable[[], Mapping[str, int]]) -> None:
        self._counts = counts

    def collect(self) -> Iterator[CounterMetricFamily]:
        name, about = REFUSED
        family = CounterMetricFamily(name, about, labels=["reason"])
        for reason, number in self._counts().items():
            family.add_metric([reason], number)
        yield family
