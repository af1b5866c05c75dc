# /quiz
command = Practice in private, one question at a time
option-topic = A section or a concept; leave it out for a mix
option-count = How many questions
mix = A mix
once-more = Once more

# One question
step-title = Question { $number } of { $total } · { $topic }
again-title = Once more · { $topic }
again = You missed this one a moment ago. Now you know the answer: give it another try.
next = Next question
see = See how it went
already = You've answered this one already, and your first answer counts.

# How sure, in a review
sure-chose = Your answer: **{ $answer }**
sure-body = How sure are you?
sure-button = Sure
unsure-button = Not sure
change-button = Change
changed = You changed your answer. This is the one that counts now.

# A sentence above the next question
secret-left-out = { $count ->
    [one] I left out one question: it's an open question of the day. Answer that one with /today.
   *[other] I left out { $count } questions: they're open questions of the day. Answer those with /today.
  }
gone-left-out = { $count ->
    [one] One question isn't in the course anymore, so I left it out.
   *[other] { $count } questions aren't in the course anymore, so I left them out.
  }
withdrawn-left-out = { $count ->
    [one] An organizer withdrew one question, so I left it out.
   *[other] Organizers withdrew { $count } questions, so I left them out.
  }
edited = This question was just edited. Here it is again.
moved-on = That question isn't part of this quiz anymore. Here's where you are.
replaced = You hadn't started “{ $topic }” yet, so this quiz takes its place.

# The end
done-title = Quiz done: { $right } of { $answers } right
review-done-title = Review done: { $right } of { $answers } right
stopped-title = Quiz stopped: { $right } of { $answers } right
line-right = **Right** · { $question }
line-parts = **{ $right } of { $parts } right** · { $question }
line-partly = **Partly right** · { $question }
line-wrong = **Wrong** · { $question }
points = { $points ->
    [0] No points for practice this time.
    [one] +1 point for practice.
   *[other] +{ $points } points for practice.
  }
retry = Retry missed
study = Study these
new = New quiz
nothing-left =
    .title = That's all for now
    .body = There's nothing left to ask in this quiz.
stopped-empty =
    .title = Quiz stopped
    .body = You hadn't answered anything, so nothing changes.
none-open =
    .title = You don't have a quiz open
    .body = /quiz starts one.
nothing-missed =
    .title = Nothing to retry right now
    .body = What you missed isn't in the course anymore, or it's an open question of the day.

# Study these
study-title = Study these
study-choose = Choose a concept
study-none = The concepts behind these questions aren't in the course anymore.

# A quiz is open already
open-title = You have a quiz open
open-body = { $topic }: { $done } of { $total } answered.
open-new = Go on with it, or start a new one? Your answers count either way.
open-other = Go on with it, or start “{ $topic }” instead? Your answers count either way.
go-on = Go on
start-new = Start a new one

# Buttons of quizzes that are over, or somebody else's
ended =
    .title = This quiz has ended
    .body = You've finished it, stopped it or started a newer one.
start-quiz = Start a new quiz
not-yours =
    .title = This is somebody else's quiz
    .body = Type /quiz to get your own. Only you will see it.

# Nothing to ask
no-questions =
    .title = No question for that yet
    .body = Questions on this are saved for the group's study days. Try /quiz without a topic.
no-concept =
    .title = This concept isn't in the course anymore
    .body = /quiz without a topic asks about the rest.
no-topic =
    .title = No such topic
    .body = This course has nothing on “{ $topic }”.
    .perhaps = Did you mean one of these?
    .how = /concept shows what the course has.
enough =
    .title = That's plenty for one day
    .body = You've answered { $count } practice questions today. Come back tomorrow for more.
bad-count =
    .title = How many questions?
    .body = A quiz has 1 to { $most } questions. Try /quiz 10.

# /quiz help
how =
    .title = How to use /quiz
    .body = /quiz asks 5 questions on what the group has covered. /quiz TOPIC asks about a section or a concept, and a number says how many questions you want.
    .stop = Quizzes are private and can wait: /quiz continue picks yours up again, /quiz stop ends it. /study help lists the other commands.
