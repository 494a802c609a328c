"""What may be wrong with links to other sites, by rule id."""

from __future__ import annotations

from collections.abc import Mapping

from policybook.links.kind import Kind, error, hint, warning

EXTERNAL: Mapping[str, Kind] = {
    "external-gone": error(
        """
        A page of another site that is linked to is there.

        Its server says that it is not (404), or not any more (410).
        """
    ),
    "external-host-unknown": error(
        """
        A link to another site names a server that exists.

        No server has the name, so that the whole site is gone or the name is misspelt.
        """
    ),
    "external-redirect-loop": error(
        """
        The redirects of a page of another site end at a page.

        They lead back to where they came from, or on through more than ten addresses.
        """
    ),
    "external-anchor-missing": warning(
        """
        A link to a part of a page of another site finds an anchor of that name there.

        An anchor is the `id` of any element or the `name` of an `a` element in what the server
        sends. Fragments that mean something else are not looked for: those that start with
        `!` or `/`, `:~:text=`, and all of pictures, films and PDF files. A page that is made in
        the browser, or fragments that its scripts may read, such as `L10` or `tab=2`, cannot
        be judged (`external-unchecked`).
        """
    ),
    "external-moved": warning(
        """
        A link leads to where a page of another site is now.

        Its server says that the page has moved for good (301, 308). Such redirects are kept for
        a while, not for ever.
        """
    ),
    "external-insecure": warning(
        """
        A link that starts with `https:` leads to a page that does so too.

        A redirect leads to an address that starts with `http:`, so that anyone on the way can
        read and change the page. The redirect is not followed.
        """
    ),
    "external-tls": warning(
        """
        A page of another site is served with a certificate that browsers trust.

        Where it has expired, is for another name or from an unknown issuer, browsers warn
        readers instead of showing the page. Some servers leave out a part that browsers know
        how to find.
        """
    ),
    "external-unreachable": warning(
        """
        The server of a page that is linked to takes connections.

        It may be switched off for good or just now.
        """
    ),
    "external-timeout": warning(
        """
        The server of a page that is linked to answers in time.

        It may be slow just now, or answer nobody any more. `--timeout` gives it more time.
        """
    ),
    "external-failing": warning(
        """
        The server of a page that is linked to shows it.

        It answers that something is wrong with itself (5xx), breaks off, or sends what is no
        HTTP, several times in a row.
        """
    ),
    "external-redirected": hint(
        """
        A link writes the address of a page of another site as its server does.

        A redirect that is meant for good adds a slash, leads from `http:` to `https:`, or leads
        to an address that leads on for now. Readers get there all the same.
        """
    ),
    "external-refused": hint(
        """
        A page of another site can be seen by everyone.

        Its server asks for a password or refuses. Many refuse programs alone, so that only a
        look in a browser tells.
        """
    ),
    "external-busy": hint(
        """
        A page of another site can be judged.

        Its server wants to be asked less often (429), or not for a while. It is left alone
        for the rest of the run.
        """
    ),
    "external-unchecked": hint(
        """
        A page of another site can be judged.

        The time was over, it cannot be reached from here, it is of a private network that no
        `--allow` names, or whether it has an anchor cannot be told from what the server sends.
        Nothing is known to be wrong.
        """
    ),
}
"""Every kind of fault that only the servers of other sites tell."""
