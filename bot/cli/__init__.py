"""The ``studyhall`` command, one file a subcommand."""
