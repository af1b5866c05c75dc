# /study status
command = How this group is set up
title = This study group
course = Course
course-plan = { $course }: { $met } of { $concepts } concepts
course-missing = { $course }: missing
schedule = Schedule
local-time = Local time
state = State
next = Next
open = Open question
open-none = none
why = Why this question
checkpoints = Checkpoints
exam = Exam
readiness = Mock exams
open-answers = { $answers ->
    [one] { $answers } answer so far
   *[other] { $answers } answers so far
  }
organizers = Organizers
nobody = nobody
channels = { $channels ->
    [one] Channel
   *[other] Channels
  }
channel-unnamed = { $channels ->
    [one] one channel
   *[other] { $channels } channels
  }
private = { $channel } (private: only its members see this group)
free-days = Free days
problem = Problem
problem-told = { $problem }. /study resume tries again once it's fixed.
lost = Today's posts
lost-unknown = The { $kind } may not have gone out. It counts as posted, and /today shows it to everybody.
lost-refused = The { $kind } was refused ({ $error }).
course-files = Course files
