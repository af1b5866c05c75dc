"""Property tests that give the same verdict every time, however busy the machine is."""

from hypothesis import settings

settings.register_profile("study", max_examples=60, derandomize=True, deadline=None, database=None)
settings.load_profile("study")
