# Whether the channel is told when a break begins or ends
told = The channel gets a line about it.
untold = The channel isn't told.
quiet = Don't tell the channel
loud = Tell the channel
now-quiet =
    .title = Breaks stay quiet
    .body = From now on, the channel isn't told when a break begins or ends.
now-loud =
    .title = Breaks are announced
    .body = From now on, the channel gets a line when a break begins or ends.
