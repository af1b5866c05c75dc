"""The rules of studying: pure functions of what is passed in.

Nothing here reads a clock, a file or a database, and nothing is random but what a seed decides.
"""
