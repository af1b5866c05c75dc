# /study help
command = What you can do here
title = What you can do here
how = On study days you get a concept and a question here. Press a button under the question to answer; only you see what you chose.
organizers = For organizers
run-one = Want a group of your own? Type /study setup in a channel.
