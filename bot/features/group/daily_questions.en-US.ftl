# /study questions
command = Choose how many questions a study day has
count = 1 to 3
title = How many questions a day?
now = { $count ->
    [one] Now it's one question each study day.
   *[other] Now it's { $count } questions each study day.
  }
reviews = The first question is about something new. The others go back to what the group has had, just before it's forgotten.
button = { $count ->
    [one] 1 question
   *[other] { $count } questions
  }
set =
    .title = { $count ->
        [one] One question each study day
       *[other] { $count } questions each study day
      }
    .from = Today stays as it is; this begins on the next study day.
