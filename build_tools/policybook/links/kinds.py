"""What may be wrong with the links of a built site, by rule id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import cleandoc
from types import MappingProxyType
from typing import Final

from policybook.problem import Severity


@dataclass(frozen=True, slots=True)
class Kind:
    """How much something matters, and in Markdown what is right: a sentence, then the rest."""

    severity: Severity
    documentation: str

    @property
    def title(self) -> str:
        """The sentence that says what is right."""
        return " ".join(self.documentation.partition("\n\n")[0].split())


def _error(documentation: str) -> Kind:
    return Kind(Severity.ERROR, cleandoc(documentation))


def _warning(documentation: str) -> Kind:
    return Kind(Severity.WARNING, cleandoc(documentation))


def _hint(documentation: str) -> Kind:
    return Kind(Severity.HINT, cleandoc(documentation))


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "link-broken": _error(
            """
            A link within the site leads to a page or file that is there.

            Correct the address, or add what it leads to. Where the page has moved, leave a
            redirect in its old place.
            """
        ),
        "asset-missing": _error(
            """
            The images, scripts, styles and other files that a page shows or runs are there.

            Styles name files too: each `url()` and `@import` is looked up from the stylesheet
            that has it.
            """
        ),
        "anchor-missing": _error(
            """
            A link to a part of a page finds an anchor of that name there.

            An anchor is the `id` of any element or the `name` of an `a` element. It may also stand
            in the page that a redirect leads to. `#` and `#top` are the top of every page, and of lines
            such as `#L3-L7` the first is looked for. Image maps and the parts that a drawing is
            painted with, as in `fill="url(#sky)"`, are looked for likewise.
            """
        ),
        "link-outside": _error(
            """
            A link stays inside the site.

            `../` does not lead above the root of the site. Where the site is published below a
            path, such as `https://example.com/docs/`, an address that starts with `/` starts with
            that path. Write the whole address, with `https://`, to lead to another site.
            """
        ),
        "link-case": _error(
            """
            A link writes the name of a page or file as it is, capitals included.

            Most Macs and Windows machines open a file under a name in other capitals, and most
            servers do not. The same holds for accents, which Unicode can write in two ways.
            """
        ),
        "link-slash": _hint(
            """
            A link to a page that is a folder ends in a slash.

            Without it a server answers with a redirect, and readers wait for two answers.
            """
        ),
        "link-extension": _warning(
            """
            A link writes the whole name of a file, `.html` included.

            Some servers add the ending themselves and others do not.
            """
        ),
        "link-relative": _error(
            """
            The page of missing addresses, `404.html`, links from the root of the site.

            It is shown in the place of pages in any folder, so that an address that starts from
            the folder leads to something else each time. MkDocs and Hugo write addresses that
            start with a slash once they know the address of the site.
            """
        ),
        "link-empty": _warning(
            """
            Nothing links to an empty address.

            An empty `src` makes some browsers load the page itself once more, and an empty `href`
            leads to the page that it is on. Fill it in, or leave the attribute out.
            """
        ),
        "address-malformed": _error(
            """
            An address is one that every program reads in the same way.

            It has a host, no spaces or backslashes, a port below 65,536 and only complete
            percent-encodings, such as `%20`. An address for mail has a name, an `@` and a host.
            """
        ),
        "address-scheme": _warning(
            """
            A link starts with `https:`, `http:`, `mailto:` or `tel:`, or stays within the site.

            `file:` leads to the writer's own machine, `javascript:` and `vbscript:` run code, and
            other schemes need a program that not every reader has. Images and other small files
            may stand in a page as `data:`.
            """
        ),
        "address-private": _warning(
            """
            A link leads to a host that readers can reach.

            `localhost`, private addresses such as `10.0.0.1` and names without a dot mean something
            else on every network. For readers who share one, `allow` in the settings, or `--allow`,
            names what they can reach.
            """
        ),
        "content-insecure": _warning(
            """
            What a page shows or runs is loaded over `https:`.

            On a site that itself comes over `https:`, browsers refuse scripts and styles that come
            over `http:`, and warn of images that do.
            """
        ),
        "anchor-repeated": _warning(
            """
            An anchor that something links to stands once on its page.

            Browsers go to the first of two elements with the same `id`, and nothing can link to the
            other. Repeated ids that nothing links to are not reported.
            """
        ),
        "redirect-broken": _error(
            """
            A redirect leads to a page or file that is there.

            That holds for pages that lead on by `<meta http-equiv="refresh">` and for each line
            of a `_redirects` file.
            """
        ),
        "redirect-loop": _error(
            """
            Redirects end at a page.

            Ones that lead to each other show readers an error of their browser.
            """
        ),
        "sitemap-entry-broken": _error(
            """
            The sitemap and robots.txt name whole addresses of pages that are in the site.

            Search engines learn from them what there is.
            """
        ),
        "site-elsewhere": _error(
            """
            A site is built for the address at which it is published.

            Its canonical addresses, its sitemap and its page of missing addresses have that
            address in them. Set it where the generator takes it, such as `site_url` in
            `mkdocs.yml`, to what `--site-url` says, and build the site anew. Other links are
            checked as if the site were where it was built for.
            """
        ),
        "feed-link-broken": _error(
            """
            The links of a feed lead to what is there.

            That holds for its own address, for those of its entries and of what they have
            attached, for ids that are addresses and for links in the words of an entry.
            """
        ),
        "page-unreadable": _error(
            """
            Every page, feed, sitemap and manifest can be read.

            A page is in the encoding that it says, UTF-8 unless it says so; feeds and sitemaps
            are well-formed XML, and web app manifests are JSON.
            """
        ),
        "lock-address-broken": _error(
            """
            Every address that was ever published still leads to something.

            The file that `--lock` names lists them. Bring the page or the anchor back, leave a
            redirect or an alias in its place, or write ` gone: ` and a reason after the address.
            """
        ),
        "external-gone": _error(
            """
            A page of another site that is linked to is there.

            Its server says that it is not (404), or not any more (410).
            """
        ),
        "external-host-unknown": _error(
            """
            A link to another site names a server that exists.

            No server has the name, so that the whole site is gone or the name is misspelt.
            """
        ),
        "external-redirect-loop": _error(
            """
            The redirects of a page of another site end at a page.

            They lead back to where they came from, or on through more than ten addresses.
            """
        ),
        "external-anchor-missing": _warning(
            """
            A link to a part of a page of another site finds an anchor of that name there.

            An anchor is the `id` of any element or the `name` of an `a` element in what the server
            sends. Fragments that mean something else are not looked for: those that start with
            `!` or `/`, `:~:text=`, and all of pictures, films and PDF files. A page that is made in
            the browser, or fragments that its scripts may read, such as `L10` or `tab=2`, cannot
            be judged (`external-unchecked`).
            """
        ),
        "external-moved": _warning(
            """
            A link leads to where a page of another site is now.

            Its server says that the page has moved for good (301, 308). Such redirects are kept for
            a while, not for ever.
            """
        ),
        "external-insecure": _warning(
            """
            A link that starts with `https:` leads to a page that does so too.

            A redirect leads to an address that starts with `http:`, so that anyone on the way can
            read and change the page. The redirect is not followed.
            """
        ),
        "external-tls": _warning(
            """
            A page of another site is served with a certificate that browsers trust.

            Where it has expired, is for another name or from an unknown issuer, browsers warn
            readers instead of showing the page. Some servers leave out a part that browsers know
            how to find.
            """
        ),
        "external-unreachable": _warning(
            """
            The server of a page that is linked to takes connections.

            It may be switched off for good or just now.
            """
        ),
        "external-timeout": _warning(
            """
            The server of a page that is linked to answers in time.

            It may be slow just now, or answer nobody any more. `--timeout` gives it more time.
            """
        ),
        "external-failing": _warning(
            """
            The server of a page that is linked to shows it.

            It answers that something is wrong with itself (5xx), breaks off, or sends what is no
            HTTP, several times in a row.
            """
        ),
        "external-redirected": _hint(
            """
            A link writes the address of a page of another site as its server does.

            A redirect that is meant for good adds a slash, leads from `http:` to `https:`, or leads
            to an address that leads on for now. Readers get there all the same.
            """
        ),
        "external-refused": _hint(
            """
            A page of another site can be seen by everyone.

            Its server asks for a password or refuses. Many refuse programs alone, so that only a
            look in a browser tells.
            """
        ),
        "external-busy": _hint(
            """
            A page of another site can be judged.

            Its server wants to be asked less often (429), or not for a while. It is left alone
            for the rest of the run.
            """
        ),
        "external-unchecked": _hint(
            """
            A page of another site can be judged.

            The time was over, it cannot be reached from here, it is of a private network that no
            `--allow` names, or whether it has an anchor cannot be told from what the server sends.
            Nothing is known to be wrong.
            """
        ),
    }
)
"""Every kind of fault, with the sentence that says what is right first."""
