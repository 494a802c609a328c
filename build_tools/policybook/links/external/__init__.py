"""Links that lead elsewhere: fetched, and judged by what is answered.

`checking` is the one door. `choice` says which addresses are fetched at all, `plan` and `cache` which
of these are asked for now; `address` has one form for each.

`fetching` leads from pages to trails: `web` asks (the only importer of httpx) with `resolving` for
names, `hosts` says when a host may be asked and `retrying` what is asked again. `answers` is what
comes back and a `trail` what that adds up to.

`judging` says what is wrong with a trail, by the ids in `kinds`, and `anchors` which places a page lacks.
"""
