"""A built site: a folder of files as a generator of static sites leaves it, and its links.

`check` is the one door: read a site, look up each address, tell what is wrong.

What a file says
    `survey` reads the folder and `files` each file by its kind into `contents`: `reading` pages,
    with `slots` for the attributes that count and `values` for those with other things in them,
    `styles` stylesheets, `feeds` feeds and sitemaps, `forwards` a `_redirects` file. `decoding` and
    `crowding` stand before the parser.
Where an address leads
    A `reference` names an address; `home` is where the site is published. `aim` says where an
    address leads by its text, `addresses` what is wrong with that text, `index` which files there
    are, and `site` what an address finds among them.
What is wrong
    `judging` goes through all of it and `circles` through redirects. A `finding` is one of the
    `kinds`; `drafts` puts together what is the same on many pages.
How it is told
    `faults` makes problems of findings: `searching`, `places` and `sources` say where they stand,
    `nearby`, `rewriting` and `advice` what to write instead, `quoting` keeps texts of the site
    in their place.
Links to other sites
    `external/`, only when it is asked for.
"""
