"""Other people's collections of policies → data files. Nothing here writes a file."""
