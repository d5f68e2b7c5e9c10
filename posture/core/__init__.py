"""Core: what need know nothing of forces: time, chance, distributions, the log, amounts in stated units."""
