"""The pictures of the bundled course, drawn by program: ``python -m content.pictures``.

Each picture stands on a panel of its own, so that it reads the same in light and in dark
surroundings, and its words are large enough for a phone.
"""
