"""One module a concern, each implementing one protocol of ``storage.protocols``."""
