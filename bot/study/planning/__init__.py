"""What a group's study days ask for: one view of the group in, one plan out. Pure.

``view.py`` is what storage loads about a group at once, ``plan.py`` what it writes at once, and
``look.py`` leads from one to the other.
"""
