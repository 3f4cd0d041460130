## Why a number of a curve is missing
estimation-entry-not-before-exit = somebody comes under observation only after the time has ended
    .expected = a start of observation before the end
    .remedy = Check the dates between which the source observes people.
estimation-gap-in-observation = before this horizon there is a time at which nobody was under observation
    .expected = somebody under observation from the start of the clock to the horizon
    .remedy = Choose a shorter horizon, or a source that observes people from the start.
estimation-not-a-cause = the number of an event is none of those that were named
    .expected = nothing, the event, or one of the competing events
    .remedy = Report it: the software should not have asked for this.
