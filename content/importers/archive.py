"""Files inside a ZIP archive, read within bounds whatever the archive says of itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from content.importers.base import LARGEST, CannotImport, Source

MOST_FILES = 20_000


class Archive:
    """Raises ``CannotImport`` for what is no archive, or one with too many files in it."""

    def __init__(self, source: Source) -> None:
        self._name = source.name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise CannotImport(f"{source.name} is no ZIP archive, or it is broken.") from error
        if len(self._zip.namelist()) > MOST_FILES:
            raise CannotImport(f"{source.name} has more than {MOST_FILES:,} files in it.")
        self._left = 4 * LARGEST

    def names(self) -> Iterator[str]:
        return iter(self._zip.namelist())

    def read(self, name: str, most: int = LARGEST) -> bytes:
        """The file ``name`` in it. Raises ``CannotImport`` where it is larger than ``most``, or all
        that was read is much larger than an archive should unpack to."""
        most = min(most, self._left)
        try:
            with self._zip.open(name) as file:
                data = file.read(most + 1)
        except (KeyError, RuntimeError, NotImplementedError) as error:
            raise CannotImport(f"{self._name}: {name} can't be unpacked: {error}.") from error
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, zlib.error) as error:
            raise CannotImport(f"{self._name}: {name} is broken.") from error
        if len(data) > most:
            raise CannotImport(f"{self._name}: {name} unpacks to more than {most // 1_000_000} MB.")
        self._left -= len(data)
        return data


def is_archive(source: Source) -> bool:
    return source.data.startswith(b"PK\x03\x04")
