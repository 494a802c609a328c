"""A built site: a folder of files as a generator of static sites leaves it, and its links."""
