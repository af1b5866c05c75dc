# The question of the day, in the channel
question-title = { $position ->
    [0] Question of the day
   *[other] Review question
  }
open-until = Open until { $when }
open-until-answered = Open until { $when } · { $answered } answered
answered = { $answered } answered
hush = Please keep your answer to yourself until the results are in.
late-button = I haven't answered yet

# Results
results-title = Results
results-right = Right answer: **{ $solution }**
results-count = { $answered ->
    [one] { $answered } answer
   *[other] { $answered } answers
  }, { $right } right
results-percent = { $answered } answers, { $percent }% right
results-none = Nobody answered in time.
results-waiting = Another group here is still answering this question, so the answer has to wait until they're done.
takeaway = **Takeaway:** { $takeaway }
yesterday-count = { $number ->
    [0] Last question
   *[other] Question { $number }
  }: { $right } of { $answered } right. The answer was { $solution }.
yesterday-percent = { $number ->
    [0] Last question
   *[other] Question { $number }
  }: { $percent }% right. The answer was { $solution }.
yesterday-count-only = { $number ->
    [0] Last question
   *[other] Question { $number }
  }: { $right } of { $answered } right.
yesterday-percent-only = { $number ->
    [0] Last question
   *[other] Question { $number }
  }: { $percent }% right.
discuss =
    .title = Talk it over
    .body = { $turn ->
        [0] What made you pick your answer? Explaining a wrong one helps everyone here.
        [1] What almost fooled you? Tell the others how you decided.
        [2] How would you explain the answer to a colleague in one sentence?
       *[other] Where have you seen this at work? An example helps everyone remember.
      }
withdrawn =
    .title = Question withdrawn
    .body = An organizer took this question back. It doesn't count for anyone: its points are gone, and no streak breaks.
    .replaced = Today's new question is below.

# Other posts
opening-lead = Welcome! This group is now studying together.
week-title = Last week
week-heading = { $answered ->
    [one] { $answered } answer
   *[other] { $answered } answers
  }, { $share } right
week-right = Right
week-not-right = Not right
week-day = { $day }: { $answered } answered, { $share } right
week-nobody = none
week-alt = { $heading }. { $days }.
week-improved = **Most improved**
week-reviews = **Most reviews cleared**
week-streak = { $name } reached { $days } days
week-streaks = **Streaks:** { $names }{ $more ->
    [0] {""}
    [one] {" "}and { $more } more
   *[other] {" "}and { $more } more
  }
week-hardest = **Hardest question:** { $stem }
week-progress = Concepts covered so far: { $met } of { $all }.
goodbye-title = The course is complete
goodbye-thanks = That was { $course }: { $concepts ->
    [one] { $concepts } concept
   *[other] { $concepts } concepts
  } and { $questions ->
    [one] { $questions } question
   *[other] { $questions } questions
  } of the day. Thank you for studying together!
goodbye-all-time = **All time**
goodbye-stays = That's the last post. /quiz, /concept and /leaderboard are still here for you.
goodbye-next = Organizers: /study course starts another course or a new season. /study resume adds { $weeks } weeks of review.
what-next = { $left ->
    [one] { $left } concept is left in { $course }.
   *[other] { $left } concepts are left in { $course }.
  } What comes next? If you do nothing, there's a review question on { $days } for { $weeks } weeks, then a goodbye. /study course starts another course or a new season, and /study pause stops everything.
no-course = The course “{ $course }” is missing, so nothing can be posted. /study course chooses another one.

# Answering
sure-title = You chose { $answer }. How sure are you?
sure-body = You'll get the verdict either way. This helps the bot decide when to ask you again.
sure-long-title = How sure are you?
sure-long-chose = You chose **{ $answer }**.
sure-button = Sure
unsure-button = Not sure
change-button = Change
changed = You changed your choice after that. This is what counts now.
changed-answer = You'd changed your choice: **{ $answer }** is what counted.
edited = This question was edited after it was posted. Here's the new version: please choose again.
closed-meanwhile = This question has closed, and the results are out. You can still answer it for practice, without points.
closed-meanwhile-streak = This question has closed, and the results are out. An answer now earns no points, but it keeps your streak.
one-counts = You've answered this one already. The first answer counts.
counted-at-close = You hadn't confirmed this when the question closed, so your last choice counted.
still-open-elsewhere =
    .title = You've answered this one
    .body = You chose { $answer }. The same question is open as a question of the day now, so the answer has to wait. /today shows it.
gone =
    .title = This question is gone
    .body = It's older than the bot's records. /today shows the question that's open now.

# /today
today-command = See today's concept and the open question, just for you
today-title = Today
today-answered = You've answered today's question. **{ $verdict }**: you chose { $answer }.
today-chosen = You chose { $answer } and haven't confirmed it yet.
today-paused = The group is taking a break. /quiz is here for you meanwhile.
today-ended = The course is complete. /quiz and /concept are still here for you.
today-unplanned = Nothing is planned. /quiz is here for you meanwhile.
today-next = Nothing is open right now. The next post comes on { $day } at { $clock }.
