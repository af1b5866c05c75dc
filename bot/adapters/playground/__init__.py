"""A chat platform in memory, shown on a local web page. It needs no token."""
