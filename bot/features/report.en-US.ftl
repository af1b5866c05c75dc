# Report, under each verdict
button = Report
form-title = Report this question
form-reason = What's wrong?
form-words = In your words
form-words-hint = Organizers see this with your name
form-send = Send
key = The answer is wrong
ambiguous = It's ambiguous
outdated = It's outdated
typo = There's a typo
other = Something else
choose = Choose what's wrong.
thanks =
    .title = Thank you
    .body = The organizers will see your report.
not-answered =
    .title = Answer it first
    .body = You can report a question once you've answered it.
already =
    .title = You've already reported this question
    .body = The organizers have it. Thank you!
enough =
    .title = That's enough for today
    .body = You can send { $most } reports a day. Come back tomorrow for more.
notice = { $name } reported { $question } (“{ $stem }”): { $reason }. { $answers ->
    [one] In this group: { $answers } answer, { $right } right.
   *[other] In this group: { $answers } answers, { $right } right.
  }
notice-words = { $name } reported { $question } (“{ $stem }”): { $reason }. “{ $own }” { $answers ->
    [one] In this group: { $answers } answer, { $right } right.
   *[other] In this group: { $answers } answers, { $right } right.
  }
