# unreviewed: a native reader has not signed yet

number-range = de { $low } à { $high }
number-interval = intervalle de confiance à { $level } : { $bounds }
