"""Analysis: what a finished study says, by methods of the field, each with its intervals and its guard."""
