# Why changed course files are not taken
not-in-use = The changed course files aren't in use: { $fault }{ $more ->
    [0] {""}
    [one] {" "}(and one more)
   *[other] {" "}(and { $more } more)
  }. The course goes on as it was; “studyhall course lint” lists every fault.
not-judged = they couldn't be checked: { $error }
gone = { $course }: the course is gone; it stays in use until the bot restarts
