"""What may be wrong with the links of a built site, by rule id."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from policybook.links.external.kinds import EXTERNAL
from policybook.links.kind import Kind, error, hint, warning

_WITHIN: Mapping[str, Kind] = {
    "link-broken": error(
        """
        A link within the site leads to a page or file that is there.

        Correct the address, or add what it leads to. Where the page has moved, leave a
        redirect in its old place.
        """
    ),
    "asset-missing": error(
        """
        The images, scripts, styles and other files that a page shows or runs are there.

        Styles name files too: each `url()` and `@import` is looked up from the stylesheet
        that has it.
        """
    ),
    "anchor-missing": error(
        """
        A link to a part of a page finds an anchor of that name there.

        An anchor is the `id` of any element or the `name` of an `a` element. It may also stand
        in the page that a redirect leads to. `#` and `#top` are the top of every page, and of lines
        such as `#L3-L7` the first is looked for. Image maps and the parts that a drawing is
        painted with, as in `fill="url(#sky)"`, are looked for likewise.
        """
    ),
    "link-outside": error(
        """
        A link stays inside the site.

        `../` does not lead above the root of the site. Where the site is published below a
        path, such as `https://example.com/docs/`, an address that starts with `/` starts with
        that path. Write the whole address, with `https://`, to lead to another site.
        """
    ),
    "link-case": error(
        """
        A link writes the name of a page or file as it is, capitals included.

        Most Macs and Windows machines open a file under a name in other capitals, and most
        servers do not. The same holds for accents, which Unicode can write in two ways.
        """
    ),
    "link-slash": hint(
        """
        A link to a page that is a folder ends in a slash.

        Without it a server answers with a redirect, and readers wait for two answers.
        """
    ),
    "link-extension": warning(
        """
        A link writes the whole name of a file, `.html` included.

        Some servers add the ending themselves and others do not.
        """
    ),
    "link-relative": error(
        """
        The page of missing addresses, `404.html`, links from the root of the site.

        It is shown in the place of pages in any folder, so that an address that starts from
        the folder leads to something else each time. MkDocs and Hugo write addresses that
        start with a slash once they know the address of the site.
        """
    ),
    "link-empty": warning(
        """
        Nothing links to an empty address.

        An empty `src` makes some browsers load the page itself once more, and an empty `href`
        leads to the page that it is on. Fill it in, or leave the attribute out.
        """
    ),
    "address-malformed": error(
        """
        An address is one that every program reads in the same way.

        It has a host, no spaces or backslashes, a port below 65,536 and only complete
        percent-encodings, such as `%20`. An address for mail has a name, an `@` and a host.
        """
    ),
    "address-scheme": warning(
        """
        A link starts with `https:`, `http:`, `mailto:` or `tel:`, or stays within the site.

        `file:` leads to the writer's own machine, `javascript:` and `vbscript:` run code, and
        other schemes need a program that not every reader has. Images and other small files
        may stand in a page as `data:`.
        """
    ),
    "address-private": warning(
        """
        A link leads to a host that readers can reach.

        `localhost`, private addresses such as `10.0.0.1` and names without a dot mean something
        else on every network. For readers who share one, `allow` in the settings, or `--allow`,
        names what they can reach.
        """
    ),
    "content-insecure": warning(
        """
        What a page shows or runs is loaded over `https:`.

        On a site that itself comes over `https:`, browsers refuse scripts and styles that come
        over `http:`, and warn of images that do.
        """
    ),
    "anchor-repeated": warning(
        """
        An anchor that something links to stands once on its page.

        Browsers go to the first of two elements with the same `id`, and nothing can link to the
        other. Repeated ids that nothing links to are not reported.
        """
    ),
    "redirect-broken": error(
        """
        A redirect leads to a page or file that is there.

        That holds for pages that lead on by `<meta http-equiv="refresh">` and for each line
        of a `_redirects` file.
        """
    ),
    "redirect-loop": error(
        """
        Redirects end at a page.

        Ones that lead to each other show readers an error of their browser.
        """
    ),
    "sitemap-entry-broken": error(
        """
        The sitemap and robots.txt name whole addresses of pages that are in the site.

        Search engines learn from them what there is.
        """
    ),
    "site-elsewhere": error(
        """
        A site is built for the address at which it is published.

        Its canonical addresses, its sitemap and its page of missing addresses have that
        address in them. Set it where the generator takes it, such as `site_url` in
        `mkdocs.yml`, to what `--site-url` says, and build the site anew. Other links are
        checked as if the site were where it was built for.
        """
    ),
    "feed-link-broken": error(
        """
        The links of a feed lead to what is there.

        That holds for its own address, for those of its entries and of what they have
        attached, for ids that are addresses and for links in the words of an entry.
        """
    ),
    "page-unreadable": error(
        """
        Every page, feed, sitemap and manifest can be read.

        A page is in the encoding that it says, UTF-8 unless it says so; feeds and sitemaps
        are well-formed XML, and web app manifests are JSON.
        """
    ),
    "lock-address-broken": error(
        """
        Every address that was ever published still leads to something.

        The file that `--lock` names lists them. Bring the page or the anchor back, leave a
        redirect or an alias in its place, or write ` gone: ` and a reason after the address.
        """
    ),
}

KINDS: Final[Mapping[str, Kind]] = MappingProxyType({**_WITHIN, **EXTERNAL})
"""Every kind of fault; `examples.yaml` beside this shows each."""
