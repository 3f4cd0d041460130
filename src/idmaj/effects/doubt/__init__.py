"""What would overturn an estimate: hidden bias of a stated strength, and other choices of analysis."""
