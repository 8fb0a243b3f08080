"""Chart specifications. A shape is made once with altair and kept; a chart is the shape with its rows put in."""
