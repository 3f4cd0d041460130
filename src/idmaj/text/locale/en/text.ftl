# ranges and intervals

number-range = { $low } to { $high }
number-interval = { $level } confidence interval: { $bounds }
