# /progress
command = Your streak, your accuracy and what you know by now
title = Your progress
title-in = Your progress: { $course }
nothing = Nothing yet. Your first answer gets it going: /today has a question for you.

# What there is to do today
field-today = Today
today-open = The question of the day is waiting for you
today-answered = You've answered the question of the day
field-checkpoint = Checkpoint
checkpoint = { $left ->
    [one] 1 question to go
   *[other] { $left } questions to go
  }
take-checkpoint = Checkpoint
field-due = Due for review
due = { $due ->
    [one] 1 question
    [5] 5 questions for now
   *[other] { $due } questions
  }

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
field-sure = When you're sure
sure = you're right { $right } times out of 10

# The last study days, in words: only the kinds of days that there were
last-days = { $days ->
    [one] The last study day
   *[other] The last { $days } study days
  }: { $done } done{ $freeze ->
    [0] {""}
    [one] {", "}1 freeze
   *[other] {", "}{ $freeze } freezes
  }{ $missed ->
    [0] {""}
   *[other] {", "}{ $missed } missed
  }{ $off ->
    [0] {""}
   *[other] {", "}{ $off } off
  }{ $open ->
    [0] {""}
   *[other] {", "}today still open
  }.

# What is known, by section
section = **{ $section }** · { $known }% known · { $met } of { $total ->
    [one] { $total } concept
   *[other] { $total } concepts
  } so far, { $right } of { $asked } right.
section-bar = { $section } · { $known }% known · { $met } of { $total ->
    [one] { $total } concept
   *[other] { $total } concepts
  } so far, { $right } of { $asked } right
more-sections = { $count ->
    [one] And one more section that you know better.
   *[other] And { $count } more sections that you know better.
  }
exam = Mock exam
field-ready = Ready for the exam
ready = about { $expected }% of what the course covers (probably { $low } to { $high }%)

# The picture
alt-streak = { $days ->
    [one] Streak: { $days } study day.
   *[other] Streak: { $days } study days.
  }
alt-section = { $section }, { $known }%.
alt-ready = Ready for the exam: probably { $low } to { $high }% of what the course covers.
picture-streak = { $days ->
    [one] study day in a row
   *[other] study days in a row
  }
picture-best = Best: { $best }
picture-freezes = { $freezes ->
    [0] no freeze left
    [one] 1 freeze left
   *[other] { $freezes } freezes left
  }
picture-days = { $days ->
    [one] The last study day
   *[other] The last { $days } study days
  }
picture-sections = { $more ->
    [0] What you know by section
   *[other] Your { $count } weakest sections
  }
legend = { $kind ->
    [done] done
    [freeze] freeze
    [missed] missed
    [off] off
   *[other] open
  }

# Buttons
answer = Answer today's question
review = Review now
quiz-weakest = Quiz my weakest section
why = { $days ->
    [0] Why is my streak 0?
   *[other] Why { $days }?
  }
back = Back to my progress

# Why the streak is what it is
why-title = { $days ->
    [0] Why your streak is 0
    [one] Why your streak is { $days } day
   *[other] Why your streak is { $days } days
  }
why-nothing = You haven't had a study day yet. Answer the question of the day, and your streak begins.
day-daily = { $date }: answered. Day { $streak }.
day-late = { $date }: answered within a day of the close. Day { $streak }.
day-practice = { $date }: { $answers } practice answers, { $right } right. Day { $streak }.
day-reviews = { $date }: due reviews cleared. Day { $streak }.
day-active = { $date }: studied. Day { $streak }.
day-freeze = { $date }: missed, but a freeze kept your streak.
day-missed = { $date }: missed, so your streak started over.
day-missed-again = { $date }: missed.
day-open = { $date }: not over yet. Today counts as soon as you study.
day-off = { $date }: a day off for the whole group. It doesn't count.
day-pause = { $date }: the group was on a break. It doesn't count.
day-away = { $date }: the bot didn't ask anything that day. It doesn't count against you.
day-withdrawn = { $date }: the question was taken back. It doesn't count.
why-counts = A study day counts when you answer the question of the day, or { $practice } practice questions with { $right } of them right, or clear your due reviews. Only the group's study days matter.
why-freezes = { $freezes ->
    [0] You have no freeze left. Every { $every } study days earn you one.
    [one] You have 1 freeze: it keeps your streak on a day you miss. Every { $every } study days earn you one more, up to { $most }.
   *[other] You have { $freezes } freezes, as many as you can save up. Each keeps your streak on a day you miss.
  }
why-next = { $left ->
    [one] One more day to your next milestone: { $milestone }.
   *[other] { $left } more days to your next milestone: { $milestone }.
  }

# The home page of the app, where a platform has one
updated = As of { $when }. Opening this page brings it up to date.
home-nobody =
    .title = Welcome to Studyhall
    .body = You're not in a study group here yet. Join one: go to its channel and answer a question there, or type /today.
    .setup = No group yet? Type /study setup in the channel where you want to study.
home-more = { $count ->
    [one] You study in one more group. /progress in its channel shows how you're doing there.
   *[other] You study in { $count } more groups. /progress in their channels shows how you're doing there.
  }
