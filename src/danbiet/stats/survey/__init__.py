"""Estimates from what people answered, with the error that the design of the sample gives them.

``design`` says how people were drawn, ``measures`` what is estimated, ``answers`` which answers count, ``estimate``
puts them together; ``engine`` runs the one expression on DuckDB or on Spark. Nothing heavy is imported before an
estimate is asked for.
"""
