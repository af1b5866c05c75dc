# What every command and button can be answered with
slow-form =
    .title = Please press again
    .body = That took too long for a form to open. It usually works the second time.
unknown =
    .title = This button is from an older version
    .body = It doesn't work anymore. /study help shows what you can do now.
restarting =
    .title = Just a moment
    .body = I'm restarting. Nothing of yours is lost. Please try again in a minute.
too-quick =
    .title = One at a time, please
    .body = { $seconds ->
        [one] You're faster than I can keep up with. Wait a second, then go on.
       *[other] You're faster than I can keep up with. Wait { $seconds } seconds, then go on.
      }
sorry =
    .title = That didn't work
    .body = Something failed on our side, and nothing of yours was lost. Please try again. If it happens again, tell an organizer this code: { $code }
gone =
    .title = This has expired
    .body = Please start again with the command.

# A command that was not understood
not-understood = I didn't understand that
meant = Did you mean this?
usage = { $usage }: { $what }
no-command = There's no command “/{ $said }”. /study help lists them all.
absent = Please add { $what }: { $usage }
whole-number = { $option } has to be a whole number from { $least } to { $most }.
one-of = { $option } can be { $choices }.
either = { $first } or { $last }
not-one-of = I don't know “{ $said }” here. It can be { $choices }.
left-over = I don't know what “{ $said }” means here. Try { $usage }.
choose = Choose one
