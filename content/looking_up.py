"""``python -m content.looking_up FOLDER``: looks up what grading the courses in it will ask for.

Prints it as JSON for ``content.spelling.lexicon.take``. A process of its own, because the word
lists are large: reading them takes most of a second and leaves holes in the memory of whoever
reads them, for as long as it runs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from content.knowledge import learn
from content.loader import load_courses
from content.spelling import lexicon

if __name__ == "__main__":
    learn(load_courses(Path(sys.argv[1])).values())
    sys.stdout.write(json.dumps(lexicon.told()))
