"""Dân Biết: the platform on which a province runs its plan to raise its PAPI index."""

__version__ = "0.1.0"
