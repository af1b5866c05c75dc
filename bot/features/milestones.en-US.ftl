# Said on the verdict of the answer that reached it; never the same words twice in a row
reached = { $days ->
    [3] { $turn ->
        [0] Three study days in a row. Nice start!
        [1] Day three. This is turning into a habit.
       *[other] Three in a row: you're on your way.
      }
    [7] { $turn ->
        [0] Seven study days in a row. Well done!
        [1] Seven in a row. That's how it sticks.
       *[other] Day seven, and still going strong.
      }
    [14] { $turn ->
        [0] 14 study days in a row. Impressive!
        [1] 14 in a row. This is a real habit now.
       *[other] Day 14. You make it look easy.
      }
    [30] { $turn ->
        [0] 30 study days in a row. What a run!
        [1] 30 in a row. You keep showing up, and it shows.
       *[other] Day 30. That took some dedication.
      }
    [60] { $turn ->
        [0] 60 study days in a row. Remarkable!
        [1] 60 in a row. Hard to start, harder to stop.
       *[other] Day 60. Look how far you've come.
      }
   *[other] { $turn ->
        [0] 100 study days in a row. Hats off!
        [1] A hundred in a row. This one is for the wall.
       *[other] Day 100. Triple digits!
      }
  }

# The picture at 30 and more, and sharing it
alt = { $days } study days in a row.
picture-words = study days in a row
share = Share my { $days } days
share-again =
    .title = Already shared
    .body = The channel has seen this one. The next milestone can be shared again.
shared =
    .title = Shared
    .body = Your { $days } study days are on their way to { $channel }.
not-reached =
    .title = Nothing to share yet
    .body = You can share a streak from 30 study days on, once you've reached them.
blocked =
    .title = Not shared
    .body = The bot can't post in the channel right now: { $problem }. The organizers have been told.
paused =
    .title = Not shared
    .body = This group is on a break. You can share it when the break is over.
channel = the channel
post-title = { $days } study days in a row
post = **{ $name }** has studied { $days } days in a row. Congratulations!
