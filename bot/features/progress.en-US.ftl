# /progress
command = Your streak, your accuracy and what you know by now
title = Your progress
nothing = Nothing yet. Your first answer gets it going: /today has a question for you.

field-streak = Streak
field-freezes = Freezes
field-points = Points
field-right = Right answers
right = { $right } of { $asked } ({ $percent }%)

streak = { $days ->
    [one] { $days } study day
   *[other] { $days } study days
  }
streak-best = { $days ->
    [one] { $days } study day (best: { $best })
   *[other] { $days } study days (best: { $best })
  }
freezes = { $freezes ->
    [one] { $freezes } saved up: it keeps your streak on a day you miss
   *[other] { $freezes } saved up: each keeps your streak on a day you miss
  }

section = **{ $section }** · { $met } of { $total ->
    [one] { $total } concept
   *[other] { $total } concepts
  } so far, { $right } of { $asked } right.
section-fresh = **{ $section }** · { $met } of { $total ->
    [one] { $total } concept
   *[other] { $total } concepts
  } so far, { $right } of { $asked } right. You still remember about { $fresh }%.

# What is about to be forgotten, and how well "sure" fits
field-due = Due for review
due = { $due ->
    [one] 1 question
    [5] 5 questions for now
   *[other] { $due } questions
  }
field-sure = When you're sure
sure = you're right { $right } times out of 10
review = Review now
