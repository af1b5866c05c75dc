"""The first shape of the database.

Times are epoch milliseconds, local dates ISO strings, references the keys of
``bot.model.refs``. Flags are 0 or 1. The constraints hold the promises of the design: one
scored answer per round and person, one daily question per group and date, one post per
(group, channel, kind, date, sequence), one group per channel.
"""

from __future__ import annotations

from storage.connection import Connection

PEOPLE = """
CREATE TABLE persons (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  straight INTEGER NOT NULL DEFAULT 0 CHECK (straight IN (0, 1)),
  welcomed INTEGER NOT NULL DEFAULT 0 CHECK (welcomed IN (0, 1)),
  created_at BIGINT NOT NULL
);
CREATE TABLE members (
  member TEXT PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES persons (id)
) WITHOUT ROWID;
CREATE INDEX members_person ON members (person_id);
"""

GROUPS = """
CREATE TABLE groups (
  id INTEGER PRIMARY KEY,
  course TEXT NOT NULL,
  zone TEXT NOT NULL,
  days TEXT NOT NULL,
  rhythm TEXT NOT NULL,
  times TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'ended')),
  created_at BIGINT NOT NULL,
  due_at BIGINT,
  position INTEGER NOT NULL DEFAULT 0 CHECK (position >= 0),
  season INTEGER NOT NULL DEFAULT 1 CHECK (season >= 1),
  paused_until TEXT,
  settings TEXT NOT NULL DEFAULT '{}',
  concept_date TEXT NOT NULL DEFAULT ''
);
CREATE INDEX groups_due ON groups (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE channels (
  channel TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  group_id INTEGER NOT NULL REFERENCES groups (id),
  problem TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX channels_workspace ON channels (workspace, group_id);
CREATE INDEX channels_group ON channels (group_id);
CREATE TABLE organisers (
  group_id INTEGER NOT NULL REFERENCES groups (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  PRIMARY KEY (group_id, person_id)
) WITHOUT ROWID;
CREATE INDEX organisers_person ON organisers (person_id);
CREATE TABLE memberships (
  person_id INTEGER NOT NULL REFERENCES persons (id),
  group_id INTEGER NOT NULL REFERENCES groups (id),
  since BIGINT NOT NULL,
  PRIMARY KEY (person_id, group_id)
) WITHOUT ROWID;
CREATE TABLE remembered_groups (
  person_id INTEGER NOT NULL REFERENCES persons (id),
  workspace TEXT NOT NULL,
  group_id INTEGER NOT NULL REFERENCES groups (id),
  PRIMARY KEY (person_id, workspace)
) WITHOUT ROWID;
CREATE TABLE free_dates (
  group_id INTEGER NOT NULL REFERENCES groups (id),
  local_date TEXT NOT NULL,
  PRIMARY KEY (group_id, local_date)
) WITHOUT ROWID;
CREATE TABLE notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  group_id INTEGER NOT NULL REFERENCES groups (id),
  words TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (group_id, words)
);
"""

ROUNDS = """
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES persons (id),
  group_id INTEGER NOT NULL REFERENCES groups (id),
  topic TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
  started_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX runs_open ON runs (person_id, group_id) WHERE state = 'open';
CREATE TABLE rounds (
  id INTEGER PRIMARY KEY,
  group_id INTEGER NOT NULL REFERENCES groups (id),
  kind TEXT NOT NULL CHECK (kind IN ('daily', 'practice')),
  question_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  concept_id TEXT NOT NULL,
  option_order TEXT NOT NULL,
  local_date TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  closes_at BIGINT,
  closed_at BIGINT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'void')),
  person_id INTEGER REFERENCES persons (id),
  run_id INTEGER REFERENCES runs (id),
  position INTEGER NOT NULL DEFAULT 0,
  CHECK ((kind = 'practice') = (person_id IS NOT NULL)),
  CHECK ((kind = 'practice') = (run_id IS NOT NULL))
);
CREATE UNIQUE INDEX rounds_daily ON rounds (group_id, local_date) WHERE kind = 'daily';
CREATE UNIQUE INDEX rounds_run ON rounds (run_id, position) WHERE run_id IS NOT NULL;
"""

DELIVERIES = """
CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY,
  group_id INTEGER NOT NULL REFERENCES groups (id),
  season INTEGER NOT NULL,
  channel TEXT NOT NULL,
  place TEXT NOT NULL,
  kind TEXT NOT NULL,
  local_date TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'planned'
    CHECK (state IN ('planned', 'sending', 'sent', 'skipped', 'failed')),
  key TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  round_id INTEGER REFERENCES rounds (id),
  subject TEXT NOT NULL DEFAULT '',
  target TEXT,
  expires_at BIGINT,
  message TEXT,
  sending_at BIGINT,
  sent_at BIGINT,
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '',
  UNIQUE (group_id, channel, kind, local_date, sequence),
  CHECK (state <> 'sent' OR (message IS NOT NULL AND sent_at IS NOT NULL))
);
CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE state = 'planned';
CREATE INDEX deliveries_sending ON deliveries (id) WHERE state = 'sending';
CREATE INDEX deliveries_round ON deliveries (round_id, kind) WHERE round_id IS NOT NULL;
CREATE INDEX deliveries_day ON deliveries (group_id, local_date);
CREATE INDEX deliveries_message ON deliveries (message) WHERE message IS NOT NULL;
CREATE INDEX deliveries_sent ON deliveries (group_id, kind, sent_at) WHERE state = 'sent';
"""

ANSWERS = """
CREATE TABLE choices (
  round_id INTEGER NOT NULL REFERENCES rounds (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  given TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (round_id, person_id)
) WITHOUT ROWID;
CREATE TABLE answers (
  id INTEGER PRIMARY KEY,
  round_id INTEGER NOT NULL REFERENCES rounds (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  group_id INTEGER NOT NULL REFERENCES groups (id),
  course TEXT NOT NULL,
  question_id TEXT NOT NULL,
  concept_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('daily', 'late', 'practice', 'void')),
  given TEXT NOT NULL,
  correct INTEGER NOT NULL CHECK (correct IN (0, 1)),
  credit DOUBLE PRECISION NOT NULL CHECK (credit BETWEEN 0 AND 1),
  points INTEGER NOT NULL,
  sure INTEGER CHECK (sure IN (0, 1)),
  local_date TEXT NOT NULL,
  week TEXT NOT NULL,
  month TEXT NOT NULL,
  at BIGINT NOT NULL,
  CHECK ((kind = 'void' AND points <= 0) OR (kind <> 'void' AND points >= 0))
);
CREATE UNIQUE INDEX answers_once ON answers (round_id, person_id) WHERE kind <> 'void';
CREATE UNIQUE INDEX answers_void_once ON answers (round_id, person_id) WHERE kind = 'void';
CREATE INDEX answers_round ON answers (round_id, kind, correct);
CREATE INDEX answers_question ON answers (person_id, course, question_id, at);
CREATE INDEX answers_person ON answers (person_id, group_id, local_date);
CREATE INDEX answers_group ON answers (group_id, at);
CREATE TABLE active_days (
  group_id INTEGER NOT NULL REFERENCES groups (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  local_date TEXT NOT NULL,
  PRIMARY KEY (group_id, person_id, local_date)
) WITHOUT ROWID;
"""

DERIVED = """
CREATE TABLE totals (
  person_id INTEGER NOT NULL REFERENCES persons (id),
  group_id INTEGER NOT NULL REFERENCES groups (id),
  period TEXT NOT NULL,
  hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
  points INTEGER NOT NULL,
  correct INTEGER NOT NULL,
  answers INTEGER NOT NULL CHECK (answers > 0),
  accuracy DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (person_id, group_id, period),
  CHECK (correct BETWEEN 0 AND answers)
) WITHOUT ROWID;
CREATE INDEX totals_board
  ON totals (group_id, period, hidden, points DESC, accuracy DESC, person_id);
CREATE TABLE streaks (
  group_id INTEGER NOT NULL REFERENCES groups (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  current INTEGER NOT NULL,
  best INTEGER NOT NULL,
  freezes INTEGER NOT NULL,
  toward_freeze INTEGER NOT NULL,
  through TEXT NOT NULL,
  PRIMARY KEY (group_id, person_id)
) WITHOUT ROWID;
CREATE TABLE memory (
  person_id INTEGER NOT NULL REFERENCES persons (id),
  course TEXT NOT NULL,
  concept_id TEXT NOT NULL,
  state TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, course, concept_id)
) WITHOUT ROWID;
"""

SMALL = """
CREATE TABLE drafts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX drafts_age ON drafts (created_at);
CREATE TABLE notes (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
"""


def apply(database: Connection) -> None:
    for part in (PEOPLE, GROUPS, ROUNDS, DELIVERIES, ANSWERS, DERIVED, SMALL):
        for statement in part.split(";"):
            if statement.strip():
                database.execute(statement)
