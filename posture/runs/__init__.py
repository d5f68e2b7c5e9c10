"""Runs: from a scenario or an experiment to results on the disk, run once each, whatever ends it."""
