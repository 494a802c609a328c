"""Files → sources: the only walk over the data, and the only readers of its text.

- Which files there are: `tree` has those of the data format, `sweep` any in a folder, `listing`
  names alone; all of them look through `folder`. `names` says what files are called, `book` which
  folder a path belongs to, and `git` has a folder as it was.
- What a file says: `files` reads one, and `source` has its value with the place of everything in
  it, by `jsontext`, `yamltext` or `tomltext`. A `flaw` keeps a text from being read; `jsonfault`
  says which one JSON has, and `shown` makes a part of it fit for a message.
- How a file is written: `formatting` lays a text out anew, by `jsonwriting` or `yamllayout`, and
  `edits` puts values into one, by `jsonwriting` or `yamlsplicing`. What is new is YAML by
  `yamlwriting`; `yamltokens` and `yamlnodes` know where things stand in what is there.
"""
