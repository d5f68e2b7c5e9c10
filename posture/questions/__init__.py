"""Questions: what one asks by running again: what a closure costs, how much is enough, what moved."""
