"""Statistics: estimates and intervals over replications, pairs, selection, stopping; no scenario is known."""
