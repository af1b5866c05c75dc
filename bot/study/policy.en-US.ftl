# Why a question was chosen, for an organizer who asks.
new =
    { $days ->
        [0] “{ $concept }” is today's: nothing earlier can be asked yet.
        [one] “{ $concept }” is new: its card came one study day before, and nobody was asked about it yet.
       *[other] “{ $concept }” is new: its card came { $days } study days before, and nobody was asked about it yet.
    }
side-by-side = “{ $concept }” is easy to mix up with “{ $partner }”, so they come one after the other.
gap =
    { $days ->
        [one] “{ $concept }” comes back after one study day.
       *[other] “{ $concept }” comes back after { $days } study days.
    }
weak = The group is weak on “{ $concept }” (about { $share } right, from { $answers } answers), so it comes back sooner.
only =
    { $days ->
        [one] Every question so far was asked recently. This one was asked longest ago: one study day.
       *[other] Every question so far was asked recently. This one was asked longest ago: { $days } study days.
    }
