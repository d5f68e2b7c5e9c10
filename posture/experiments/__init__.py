"""Experiments: what is asked of a study: designs, factors, points, conditions, how precise it must be."""
