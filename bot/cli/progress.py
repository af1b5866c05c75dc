"""A bar for whoever waits at a terminal; nothing at all where nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


@contextmanager
def shown() -> Iterator[Callable[[str, float], None]]:
    """Yields what is to hear of the progress, see ``storage.progress``.

    The bar goes to the error stream, so that results can be piped, and goes away at the end.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    bar = Progress(
        *columns,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task("", total=None)

        def told(what: str, share: float) -> None:
            # Nobody knows how far a check of the whole file is: the bar then only moves.
            bar.update(task, description=what, total=1.0 if share else None, completed=share)

        yield told
