"""Figures and how sure they are: groups, ranks, intervals, change, effects. Pure Python, no Django."""
