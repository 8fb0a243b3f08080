"""What is measured: index frameworks, published editions and their scores, checks and comparisons."""
