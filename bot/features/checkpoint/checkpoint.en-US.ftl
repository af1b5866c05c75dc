# In the channel
title = Checkpoint
open = { $questions } mixed questions on what we've had so far. You answer in private, whenever it suits you. The channel only hears how the group did.
until = Open until { $when }
take = Take the checkpoint
over-title = Checkpoint results
nobody = Nobody took this one. The next checkpoint comes in five study days.
one-took = One of you took it. How it went stays private.
result = { $shown ->
    [count] { $took } took it · { $right } of { $answers } right
   *[percent] { $took } took it · { $percent }% right
  }
result-missed = { $shown ->
    [count] { $took } took it · { $right } of { $answers } right · most missed: { $concept }
   *[percent] { $took } took it · { $percent }% right · most missed: { $concept }
  }
lead = Checkpoint: { $result }.

# Taking it, in private
step-title = Question { $number } of { $total } · Checkpoint
next = Next question
see = See how it went
already = You've answered this one. Your first answer counts.
edited = This question was edited meanwhile. Here's how it reads now.
left-out = { $count ->
    [one] One question was left out: it can't be answered right now.
   *[other] { $count } questions were left out: they can't be answered right now.
  }
done-title = Checkpoint: { $right } of { $answers } right
done-so-far = You answered { $answers } of { $total } before it ended.
done-channel = How the group did comes to the channel once the checkpoint is over.
points = { $points ->
    [0] No points this time: what you know already earns none.
    [one] { $points } point from these answers.
   *[other] { $points } points from these answers.
  }
study = Study these

# What can't be done
gone =
    .title = This checkpoint isn't there anymore
    .body = /today shows what's open now.
ended =
    .title = This checkpoint is over
    .body = The next one comes in a few study days. Meanwhile, /review asks what you're about to forget.
nothing =
    .title = Nothing to ask right now
    .body = None of this checkpoint's questions can be answered right now. /today shows what's open.
review = Review

# /today
today-open = { $done ->
    [0] **Checkpoint:** { $total } mixed questions are waiting for you.
   *[other] **Checkpoint:** { $done } of { $total } answered.
  }
go-on = Go on

# /study checkpoints
command = Turn the checkpoint on every fifth study day on or off
option = on or off
on = On
off = Off
about =
    .title = Checkpoints
    .body = On every fifth study day there are five mixed questions, answered in private. The channel only hears how the group did.
    .is-on = Checkpoints are on.
    .is-off = Checkpoints are off.
set-on =
    .title = Checkpoints are on
set-off =
    .title = Checkpoints are off
    .open = Today's checkpoint stays open until it ends.

# /study status
status-off = Off
status-open = Open now. { $took ->
    [0] Nobody has taken it yet.
    [one] { $took } has taken it so far.
   *[other] { $took } have taken it so far.
  }
status-next = { $left ->
    [0] The next checkpoint comes with the next question of the day.
    [one] The next checkpoint comes with the next question of the day.
   *[other] The next checkpoint comes in { $left } study days.
  }
