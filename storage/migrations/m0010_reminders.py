"""Private reminders: what each person chose, and each reminder as a row before it is a message.

``reminders.next_at`` is set only while reminders are on, so what is due is found by an index of
those alone. ``news`` says that the person has to be told why they were turned off. ``conversation``
is where their direct messages go, once that is known.
"""

from __future__ import annotations

from storage.connection import Connection

REMINDERS = """
CREATE TABLE reminders (
  person_id INTEGER PRIMARY KEY REFERENCES persons (id),
  member TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 1439),
  zone TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('on', 'off', 'paused', 'closed')),
  local_date TEXT NOT NULL DEFAULT '',
  next_at BIGINT,
  since BIGINT NOT NULL,
  news INTEGER NOT NULL DEFAULT 0 CHECK (news IN (0, 1)),
  conversation TEXT,
  CHECK ((state = 'on') = (next_at IS NOT NULL))
)
"""

POSTS = """
CREATE TABLE reminder_posts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL REFERENCES persons (id),
  address TEXT NOT NULL,
  local_date TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'planned'
    CHECK (state IN ('planned', 'sending', 'sent', 'skipped', 'failed')),
  key TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  message TEXT,
  sending_at BIGINT,
  sent_at BIGINT,
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '',
  UNIQUE (person_id, local_date),
  CHECK (state <> 'sent' OR (message IS NOT NULL AND sent_at IS NOT NULL))
)
"""

INDEXES = (
    "CREATE INDEX reminders_due ON reminders (next_at) WHERE next_at IS NOT NULL",
    "CREATE INDEX reminders_member ON reminders (member)",
    "CREATE INDEX reminders_news ON reminders (member) WHERE news = 1",
    "CREATE INDEX reminder_posts_due ON reminder_posts (due_at, id) WHERE state = 'planned'",
    "CREATE INDEX reminder_posts_sending ON reminder_posts (id) WHERE state = 'sending'",
)


def apply(db: Connection) -> None:
    for statement in (REMINDERS, POSTS, *INDEXES):
        db.execute(statement)
