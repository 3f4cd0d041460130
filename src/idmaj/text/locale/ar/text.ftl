# unreviewed: a native reader has not signed yet

number-range = من { $low } إلى { $high }
number-interval = مجال الثقة { $level }: { $bounds }
