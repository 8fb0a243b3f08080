"""The index's public face: a province's year, dimensions, trends, comparison, targets, scenarios, evaluation."""
