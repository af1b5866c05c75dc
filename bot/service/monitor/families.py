"""The metrics there are: names, units, labels. Nothing in them tells who somebody is.

Labels come from short lists: platforms, kinds, registered routes, outcomes, results, reasons.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

ANSWER = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 5.0, 10.0, 30.0)
"""Seconds; at 1.5 an answer is deferred, at 3 the platforms give up."""
COMMIT = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
LAG = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
LATE = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 10800.0)

REFUSED = ("studyhall_refused_inputs", "Inputs refused, by what was wrong with them.")
"""Counted by the core itself."""


class Families:
    """Each metric once, in ``registry``."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, about: str, *labels: str) -> Counter:
            return Counter(f"studyhall_{name}", about, labels, registry=registry)

        def gauge(name: str, about: str, *labels: str) -> Gauge:
            return Gauge(f"studyhall_{name}", about, labels, registry=registry)

        def times(name: str, about: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
            return Histogram(
                f"studyhall_{name}_seconds", about, labels, buckets=buckets, registry=registry
            )

        # what members do
        self.interactions = counter(
            "interactions",
            "What members did, by what they were shown or why nothing could be shown.",
            *("platform", "kind", "route", "outcome"),
        )
        self.deferred = counter(
            "interactions_deferred",
            "Answers that took so long that they were acknowledged first.",
            "platform",
        )
        self.acknowledge = times(
            "acknowledge",
            "From receipt to the first answer; the platforms allow 3.",
            ANSWER,
            "platform",
        )
        self.answer = times(
            "answer", "From receipt to the end of the answer.", ANSWER, "platform", "kind"
        )

        # what channels see
        self.posts = counter(
            "posts",
            "Posts and edits in channels, by how each attempt ended.",
            *("platform", "kind", "result"),
        )
        self.late = times(
            "post_late",
            "From when a post was due to when it was in the channel.",
            LATE,
            "platform",
        )
        self.due = gauge("posts_due", "Posts that are due and have not gone out.")
        self.oldest = gauge(
            "posts_due_oldest_seconds", "For how long the oldest of them has been due."
        )
        self.uncertain = gauge(
            "posts_uncertain",
            "Posts handed to a platform that has not said whether it has them.",
        )
        self.blocked = gauge(
            "channels_blocked",
            "Channels to which posting has stopped because the platform refuses.",
        )

        # the platforms
        self.up = gauge("connected", "1 while events of the platform arrive.", "platform")
        self.connections = counter(
            "connections",
            "Connections made to the platform; all but the first are reconnections.",
            "platform",
        )
        self.limited = counter("rate_limited", "Times that the platform asked to wait.", "platform")

        # the machine below
        self.commits = times("commit", "One group of writes, until it is on the disk.", COMMIT)
        self.writes = counter("writes", "Writes done.")
        self.queue = gauge("write_queue", "Writes that wait for their turn.")
        self.lag = times("loop_lag", "How late the event loop came to a call that was due.", LAG)
        self.ticked = gauge(
            "last_tick_timestamp_seconds", "When the bot last looked at all that is due."
        )
        self.bytes = gauge(
            "database_bytes", "Size of the database file and of its write-ahead log.", "file"
        )
        self.free = gauge("disk_free_bytes", "Room left on the database's disk.")
        self.backup = gauge(
            "last_backup_timestamp_seconds",
            "When the newest backup was made; 0 when there is none.",
        )
        self.course = gauge(
            "course_refused",
            "1 while changed course files are not in use because of mistakes in them.",
        )
        self.build = gauge(
            "build_info",
            "Always 1; the labels say what runs.",
            *("version", "python", "sqlite"),
        )
