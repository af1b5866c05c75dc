# The verdict: its first line is all that many see
correct = Correct!{ $points ->
    [0] {""}
   *[other] {" "}+{ $points }
  }{ $streak ->
    [0] {""}
   *[other] {" · "}{ $streak }-day streak
  }
partly = { $verdict }{ $points ->
    [0] {""}
   *[other] {" · "}+{ $points }
  }{ $streak ->
    [0] {""}
   *[other] {" · "}{ $streak }-day streak
  }
wrong-solution = Not quite: it's { $solution }
wrong = Not quite
verdict-correct = Correct
verdict-partly = Partly right
verdict-parts = { $right } of { $parts } right
verdict-wrong = Not quite

praise = { $turn ->
    [0] Spot on.
    [1] Nicely done.
    [2] You've got this one.
    [3] Exactly right.
    [4] Good thinking.
    [5] That's the one.
   *[other] Well answered.
  }
praise-unsure = { $turn ->
    [0] Your hunch was right.
    [1] Trust yourself: you knew it.
    [2] Good instinct.
   *[other] You were closer than you thought.
  }
streak-alive = { $streak ->
    [one] No points this time, but you've started a streak.
   *[other] No points this time, but your { $streak }-day streak lives on.
  }
no-points = No points this time.
freeze-kept = { $freezes ->
    [one] A freeze kept your { $days }-day streak.
   *[other] { $freezes } freezes kept your { $days }-day streak.
  }
freeze-earned = You've earned a streak freeze: it covers a day you miss.

# Why a right answer brought nothing
why-elsewhere = You answered this one in another group, so it earns no points here. Your streak still counts.
why-late-streak = The results were out, so no points. Your streak is safe.
why-late = The results were out, so no points.
why-cap = You've earned all { $most } practice points for today.
why-retry = You saw the answer a moment ago, so no points this time. It comes back when it counts.
why-known = You know this one, so no points. It's back { $back }.

chose = You chose **{ $answer }**.
takeaway = **Takeaway:** { $takeaway }

# With a person's first verdict ever
welcome-points = Welcome! The question of the day earns 10, 20 or 30 points, and practice earns half. One answer counts, and only you see what you chose.
welcome-privacy = The bot keeps your answers, when you gave them, and your name here. The leaderboard shows names and points.
welcome-me = /study me hides you from the leaderboard, gives you the verdict right away, or reminds you once a day.

# Putting a question
answer-button = Answer
form-title = Your answer
withdrawn =
    .title = This question was withdrawn
    .body = An organizer took it back, so it doesn't count for anyone. /today shows what's open now.
no-question =
    .title = This question is no longer in the course
    .body = Your points for it stay. /quiz has others for you.
no-option =
    .title = That's not one of the options
    .body = Please use the buttons under the question.
left-open = You left it open. The answer: { $solution }
