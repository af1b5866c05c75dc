# For the person at the terminal.
no-optimizer = Fitting needs an optional package: install Studyhall with its “learn” extra.
