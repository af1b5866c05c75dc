# /leaderboard
command = See who's ahead and where you stand
option-period = Which period
this-week = This week
this-month = This month
all-time = All time

title-week = Leaderboard · week of { $monday }
title-month = Leaderboard · { $month }
title-all = Leaderboard · all time

button-week = Week
button-month = Month
button-all = All time
button-share = Share

empty = No points yet. /today shows the open question.
line = { $name } · { $points ->
    [one] { $points } point
   *[other] { $points } points
  } · { $right } of { $answers } right
line-you = **{ $name } (you)** · { $points ->
    [one] { $points } point
   *[other] { $points } points
  } · { $right } of { $answers } right
your-place = { ORDINAL($place) ->
    [one] You're { $place }st of { $members }.
    [two] You're { $place }nd of { $members }.
    [few] You're { $place }rd of { $members }.
   *[other] You're { $place }th of { $members }.
  }
no-points-yet = You don't have any points yet. /today shows the open question.

no-period =
    .title = I don't know that period
    .body = Try /leaderboard week, month or all.
