# /exam
command = Take a mock exam, set your exam date, see how ready you are
option-size = How long
size-short = Short
size-full = Full
option-date = When your exam is, such as Dec 20; "none" clears it
title = Mock exam
how = It's like the real one: a clock that doesn't stop, no hints, and the result at the end. You can go back and forth, flag questions, and leave and come back, on any device.
start-short = Short: { $count } questions, { $minutes } min
start-full = Full: { $count } questions, { $minutes } min
see-last = Your last result
about = Mock exam
no-date = When is your exam? Type /exam Dec 20 (with your own date), and reviews will aim for that day.
begun = The clock is running. Answers are saved as you go.
still-open = This one is still under way. Submit it before you begin another.
nothing =
    .title = There aren't enough questions yet
    .body = The questions of this course are kept for the coming days. Try again when the group is further along.
date-set =
    .title = Your exam: { $day }
    .reviews = From now on, /review picks what gains most for that day.
date-cleared =
    .title = No exam date
    .body = Reviews go back to what you're about to forget. The group's date counts, if there is one.
date-unclear =
    .title = Which day is that?
date-past =
    .title = That day is over
    .body = Type /exam with a day to come, such as /exam Dec 20.
ready-unknown = Answer { $least } questions of this course, and I can tell how ready you are.
ready-now = If you took the covered part today, you'd get about { $percent }% right (probably { $low } to { $high }%).
ready-on-day = On that day you'd get about { $percent }% of the covered part right (probably { $low } to { $high }%).
uncovered = This course leaves out about { $share }% of it.
uncovered-domains = This course leaves out about { $share }% of it; not covered at all: { $domains }.
record = Mock exams so far: { $expected }% expected, { $observed }% right, over { $answers } questions (Brier score { $brier }; 0.25 would be guessing).
plan =
    .left = { $days ->
        [0] The exam is today. Good luck!
        [one] 1 day to go until { $day }.
       *[other] { $days } days to go until { $day }.
      }
    .concepts = { $left ->
        [one] 1 concept is still to come
       *[other] { $left } concepts are still to come
      } on { $ahead ->
        [one] 1 study day
       *[other] { $ahead } study days
      }.
    .behind = { $left } concepts are still to come, but there are only { $ahead } study days: look the rest up with /concept.
    .reviews = All concepts are behind you. { $ahead ->
        [0] Get some rest.
        [one] 1 study day is left for reviews.
       *[other] { $ahead } study days are left for reviews.
      }
    .exam-like = In the last two weeks, reviews are mixed and exam-like. A mock exam now shows you where you stand.
question-title = Question { $number } of { $all } · { $minutes } min left
given = Your answer: { $answer }
flagged = Flagged for another look.
ends = Ends at { $when }
lost = This question was taken out of the course. It won't count.
reworded = This question was changed a moment ago. Here's how it reads now.
back = Back
next = Next
flag = Flag
unflag = Remove flag
see-all = Overview
submit = Submit
to-report = Back to the result
overview =
    .title = Overview · { $minutes } min left
    .done = { $done } of { $all } answered.
    .open = Open: { $numbers }
    .flagged = Flagged: { $numbers }
    .jump = Go to a question
    .option = Question { $number }{ $state ->
        [flagged] {" "}· flagged
        [answered] {" "}· answered
       *[open] {" "}· open
      }
sure =
    .title = Submit the exam?
    .open = { $count ->
        [one] 1 question is open: { $numbers }. It counts as wrong.
       *[other] { $count } questions are open: { $numbers }. They count as wrong.
      }
    .all = Every question is answered. After this nothing can be changed.
    .yes = Submit
    .no = Not yet
report =
    .title = { $right } of { $all } right
    .mark = { $passed ->
        [yes] That's { $percent }%. The real exam asks for about { $mark }%, so this would be enough.
       *[no] That's { $percent }%. The real exam asks for about { $mark }%.
      }
    .luck = { $count ->
        [one] One question says little.
       *[other] With { $count } questions luck plays a part: your true share is probably between { $low } and { $high }%.
      }
    .domain = { $domain }: { $right } of { $asked }
    .expected = Before it I expected about { $percent }%.
    .reviews = What you missed comes back in /review.
    .look = { $count ->
        [one] Look at the one you missed
       *[other] Look at the { $count } you missed
      }
look-title = Missed { $number } of { $all }
not-yours =
    .title = This is somebody else's exam
    .body = Type /exam for your own.
gone =
    .title = This exam is gone
    .body = Type /exam to start a new one.
# /study exam
study-command = Set the date of the exam that the group studies for
study-date = Such as Dec 20; "none" clears it
study =
    .title = { $day ->
        [none] No exam date
       *[other] The group's exam: { $day }
      }
    .set = Everyone's reviews aim for that day, unless they set a date of their own with /exam.
    .none = Type /study exam Dec 20 (with your own date) to set one.
    .cleared = Reviews go by memory again.
