"""The append-only, hash-chained record. See README.md; the calls other rooms use are in ``journal.record``."""
