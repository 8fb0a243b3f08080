"""Typed content into official documents."""
