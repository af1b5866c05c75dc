"""When two typed answers are the same: letters and their marks, terms, signs, numbers, words.

Courses are checked with these rules when they are read, and answers are graded with them.
"""
