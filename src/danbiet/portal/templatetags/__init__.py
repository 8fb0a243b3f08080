"""Template tags of public pages."""
