"""``python -m content.pictures`` draws all pictures anew into the course's folder."""

from __future__ import annotations

import sys

from content.pictures.album import draw_all

if __name__ == "__main__":
    for path in draw_all():
        sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")
