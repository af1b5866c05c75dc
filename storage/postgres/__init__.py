"""PostgreSQL as the second engine: the same jobs and SQL as over SQLite.

Needs the optional extra ``postgres``; nothing here is imported before such a database is asked for.
"""
