## Why a number of a model of hazards is missing
estimation-event-and-competing = somebody has both the event and a competing event at the same moment
    .expected = at most one event that ends the time
    .remedy = Decide which event came first.
estimation-time-not-positive = a time is zero or negative, so it has no logarithm
    .expected = times above zero
    .remedy = Choose another function of time, or check the start of the clock.
estimation-one-event-time = all events fall on the same moment, so nothing can be seen to change over time
    .expected = events at different times
    .remedy = Leave this test out.
estimation-no-comparable-pairs = nobody was under observation while another person had the event
    .expected = people who were still followed at somebody’s event
    .remedy = Leave this measure out, or wait for more data.
