# The form that takes an answer
your-answer = Your answer
your-number = Your answer, a number
choose-one = Choose one.
true-or-false = True or false
true = True
false = False
choose = Choose { $count ->
    [2] two
    [3] three
    [4] four
   *[other] { $count }
  }
choose-hint = It's fine to choose fewer. Each right one counts, unless a wrong one is among them.
number-hint = Use digits; you can leave out the unit.
signs-hint = Type it exactly, signs included; spaces don't matter.
capitals-hint = A word or two. Capital letters matter here.
typo-hint = A word or two. A small typo is fine unless it makes another word.
match = Match
match-with = with
gap = Gap ({ $number })
step = { $number ->
    [1] First
    [2] Second
    [3] Third
    [4] Fourth
    [5] Fifth
    [6] Sixth
    [7] Seventh
    [8] Eighth
   *[other] Step { $number }
  }
last-step = Last

# An answer that can't be taken yet
choose-an-option = Choose one of the options.
choose-an-answer = Choose one of the answers.
choose-a-step = Choose one of the steps.
choose-true-or-false = Choose true or false.
choose-some = Choose { $count ->
    [2] two
    [3] three
    [4] four
   *[other] { $count }
  } of the options.
chose-too-many = You chose { $chosen }. Choose { $count ->
    [2] two
    [3] three
    [4] four
   *[other] { $count }
  } at most.
chosen-twice = You chose { $letter } twice. Each answer fits only once.
step-twice = You used { $letter } twice. Use each step once.
type-words = Type your answer, a word or two.
type-answer = Type your answer.
too-long = Use at most { $most } characters.
unreadable-number = Type a number in digits, such as 1200 or 0.5.
work-it-out = Please work it out and type the result as one number.
in-full = Please type the whole number, such as 12000 for 12k.
other-unit = Please answer in { $unit }, or with just a number.
two-readings = Is that { $one } or { $other }? Please type it that way.

# Why an answer is right or wrong
option-right = { $option }: right.
option-wrong = { $option }: your answer, but it's wrong.
option-chosen = { $option }: you chose it, but it's wrong.
option-missed = { $option }: right, but you left it out.
option-gone = an option that isn't there anymore
options-gone = options that aren't there anymore
answer-gone = neither true nor false
statement-true = The statement is true.
statement-false = The statement is false.
pair = { $prompt }: { $answer }.
pair-wrong = { $prompt }: { $answer }, not { $chosen }.
step-told = { $step }.
step-wrong = { $step }. You put it { ORDINAL($number) ->
    [one] { $number }st
    [two] { $number }nd
    [few] { $number }rd
   *[other] { $number }th
  }.
answer-is = The answer is { $answer }.
watch-spelling = Watch the spelling: **{ $answer }**.

# How a group answered
share = { $answer }: { $part } of { $total }
share-percent = { $answer }: { $part } of { $total }, { $percent }%
right-option = { $option } (right)
right = Right
partly-right = Partly right
wrong = Wrong
