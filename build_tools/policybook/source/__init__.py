"""Files → sources: the only walk over the data, and the only readers of its text."""
