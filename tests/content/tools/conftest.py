"""The same small course as for the linter."""

from tests.content.lint.conftest import lint, small

__all__ = ["lint", "small"]
