# /study withdraw
command = Take back the latest question and its points
nothing =
    .title = There's no question to withdraw
    .body = None has been posted yet.
sure =
    .title = Withdraw this question?
    .body = { $answers ->
        [0] Nobody has answered it yet. This can't be undone.
        [one] { $answers } answer so far. Its points are taken back, and nobody's streak breaks. This can't be undone.
       *[other] { $answers } answers so far. Its points are taken back, and nobody's streak breaks. This can't be undone.
      }
    .button = Withdraw
another-group =
    .title = That question belongs to another group
    .body = Type /study withdraw in this group's channel.
already =
    .title = It's already withdrawn
    .body = The message in the channel says so.
done =
    .title = Withdrawn
    .body = { $answers ->
        [0] Nobody had answered. The message in the channel says that it was withdrawn.
        [one] { $answers } answer lost its points. The message in the channel says so.
       *[other] { $answers } answers lost their points. The message in the channel says so.
      }
    .replaced = A new question is on its way to the channel.
which =
    .title = Which question?
    .body = Pick the one to take back. You'll be asked once more before anything happens.
    .pick = Pick a question
