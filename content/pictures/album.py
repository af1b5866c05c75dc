"""Which pictures there are, and how they become files."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from content.pictures import data, kinds, loops, process, services, splits, story
from content.pictures.sheet import Sheet

FOLDER = Path(__file__).parents[1] / "courses" / "aws-ml-ramp-up" / "images"

ALBUM: Mapping[str, Callable[[], Sheet]] = MappingProxyType(
    {
        "ai-and-ml": kinds.ai_and_ml,
        "aws-ai-services": services.services,
        "data-structure": data.structure,
        "deployment-questions": services.four_questions,
        "drift-and-timeline": story.drift,
        "first-ml-project": story.stairs,
        "flywheels": loops.flywheels,
        "fitting": process.fits,
        "framing": process.framing,
        "histogram-and-scatterplot": data.plots,
        "k-fold": splits.k_fold,
        "ml-and-programming": kinds.ml_and_programming,
        "ml-at-amazon": story.history,
        "ml-loop": loops.ml_loop,
        "model-and-training": process.training,
        "narrow-and-general": services.narrow_and_general,
        "personalize": services.personalize,
        "polly-and-transcribe": data.speech,
        "process-steps": process.steps,
        "project-timeline": story.project,
        "recipe-to-campaign": services.personalize_steps,
        "reinforcement-learning": loops.reinforcement,
        "rows-and-columns": data.table,
        "split-shares": splits.shares,
        "supervised-learning": kinds.supervised,
        "testing-and-deploying": splits.testing,
        "three-data-sets": splits.three_sets,
        "three-kinds-of-learning": kinds.three_kinds,
        "uncertainty": story.chance,
        "unsupervised-learning": kinds.unsupervised,
        "voice-assistant": services.voice_assistant,
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
