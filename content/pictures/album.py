"""Which pictures there are, and how they become files."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from content.pictures import (
    choosing,
    data,
    gaps,
    kinds,
    loops,
    planning,
    process,
    services,
    splits,
    story,
)
from content.pictures.sheet import Sheet

FOLDER = Path(__file__).parents[1] / "courses" / "aws-ml-ramp-up" / "images"

ALBUM: Mapping[str, Callable[[], Sheet]] = MappingProxyType(
    {
        "ai-and-ml": kinds.ai_and_ml,
        "aws-ai-services": services.services,
        "balance": data.balance,
        "columns-and-roles": data.roles,
        "data-readiness": planning.checks,
        "data-structure": data.structure,
        "deployment-questions": services.four_questions,
        "drift-and-timeline": story.drift,
        "explore-and-exploit": choosing.explore,
        "feature-engineering": choosing.features,
        "first-ml-project": story.stairs,
        "fitting": process.fits,
        "flywheels": loops.flywheels,
        "framing": process.framing,
        "histogram-and-scatterplot": data.plots,
        "join": data.join,
        "k-fold": splits.k_fold,
        "leave-one-out": splits.leave_one_out,
        "logistic-regression": choosing.logistic,
        "mean-and-median": gaps.mean_and_median,
        "missing-values": gaps.ways,
        "ml-and-programming": kinds.ml_and_programming,
        "ml-at-amazon": story.history,
        "ml-loop": loops.ml_loop,
        "model-and-training": process.training,
        "narrow-and-general": services.narrow_and_general,
        "personalize": services.personalize,
        "polly-and-transcribe": data.speech,
        "precision-and-recall": choosing.precision_and_recall,
        "privacy-and-security": planning.privacy,
        "process-steps": process.steps,
        "project-timeline": story.project,
        "recipe-to-campaign": services.personalize_steps,
        "reinforcement-learning": loops.reinforcement,
        "rows-and-columns": data.table,
        "scope-input-output": planning.three_questions,
        "shuffling": splits.shuffled,
        "split-shares": splits.shares,
        "supervised-learning": kinds.supervised,
        "svm-margin": choosing.margin,
        "task-to-speech": choosing.task_to_speech,
        "testing-and-deploying": splits.testing,
        "three-data-sets": splits.three_sets,
        "three-kinds-of-learning": kinds.three_kinds,
        "uncertainty": story.chance,
        "unsupervised-learning": kinds.unsupervised,
        "voice-assistant": services.voice_assistant,
        "when-ml-fits": planning.signals,
    }
)
"""What draws each picture, by the file's name without its ending."""


def png(name: str) -> bytes:
    """The file of one picture; the same bytes each time with one version of Pillow.

    Raises ``KeyError`` when there is no such picture.
    """
    return file_of(ALBUM[name]())


def file_of(sheet: Sheet) -> bytes:
    """A finished sheet as a PNG file."""
    image = sheet.finish()
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True, transparency=image.info["transparency"])
    return file.getvalue()


def draw_all(folder: Path = FOLDER) -> list[Path]:
    """Writes every picture into ``folder``, which is made when missing; the files' paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in ALBUM:
        path = folder / f"{name}.png"
        path.write_bytes(png(name))
        paths.append(path)
    return paths
