"""The e2e stage: the real bot, both SDKs, both local servers, a group on each."""

from __future__ import annotations

from tests.e2e.conftest import faults, running, stage

__all__ = ["faults", "running", "stage"]
