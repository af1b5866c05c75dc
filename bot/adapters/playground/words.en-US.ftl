# What can't be done
no-message = That message isn't there anymore.
no-command = Type / to see all commands.
no-option = No command has the option { $option } there.
no-form = That form isn't open anymore.
form-sending = The form is being sent.
no-channel = That channel isn't there.
no-press = That button can't be pressed.
no-choice = That can't be chosen.
choose = Choose { $least } to { $most }.
no-button = That button isn't there anymore.
no-step = The clock has no such step.
clock-moving = The clock is already moving.
clock-stuck = The clock couldn't be moved; the log says why.
not-understood = That wasn't understood. Please reload the page.
other-address = This address isn't the playground's own.
other-page = Another page can't use the playground.
no-browser = Open the playground in a browser.

# Forms and answers that went wrong
check = Please check what you typed
try-again = Try again
not-sent = That didn't go through. Please try again.
no-answer = Studyhall didn't answer in time. Please try again.

# Rights and places
post = Post messages
direct = Direct messages from this bot
only-you = Just you and the bot
