"""Every kind of fault, planted in a small site: where it is told, by which rule, in which words."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest

from builtsites import Files, build, told


def page(*lines: str) -> str:
    """A page with these lines from its second one on."""
    return "\n".join(("<!doctype html>", *lines, ""))


def atom(*lines: str) -> str:
    return "\n".join(('<feed xmlns="http://www.w3.org/2005/Atom">', *lines, "</feed>"))


def rss(*lines: str) -> str:
    return "\n".join(('<rss version="2.0">', "<channel>", *lines, "</channel></rss>"))


def sitemap(*addresses: str) -> str:
    """A sitemap with an entry in each line from its second one on."""
    entries = (f"<url><loc>{address}</loc></url>" for address in addresses)
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join((head, *entries, "</urlset>"))


Faults = Mapping[str, tuple[Files, list[str]]]


def planted(files: Files, *problems: str) -> tuple[Files, list[str]]:
    """Files with faults in them, and what is told of those."""
    return files, [*problems]


PAGES: Faults = {
    "a page that is not there": planted(
        {"a.html": page('<p>See <a href="giude/">the <b>guide</b></a></p>')},
        "a.html:2:11: error link-broken the link `the guide` to `giude/` is broken: the "
        "site has no `/giude/`; did you mean `guide/`?",
    ),
    "a page that is like none": planted(
        {"a.html": page('<a href="/zzz/">Z</a>')},
        "a.html:2:4: error link-broken the link `Z` to `/zzz/` is broken: the site has no "
        "`/zzz/`; correct it, or add what it leads to",
    ),
    "a page that has moved": planted(
        {"a.html": page('<a href="old/place/setup.html">Set up</a>')},
        "a.html:2:4: error link-broken the link `Set up` to `old/place/setup.html` is "
        "broken: the site has no `/old/place/setup.html`; did you mean `guide/setup.html`?",
    ),
    "a file that is not there": planted(
        {"a.html": page('<a href="terms.pdf">Terms</a>')},
        "a.html:2:4: error link-broken the link `Terms` to `terms.pdf` is broken: the site "
        "has no `/terms.pdf`; correct it, or add what it leads to",
    ),
    "a folder without a page": planted(
        {"a.html": page('<a href="assets/">Assets</a>')},
        "a.html:2:4: error link-broken the link `Assets` to `assets/` is broken: the folder "
        "`/assets/` has no `index.html`; correct it, or add what it leads to",
    ),
    "an address without https": planted(
        {"a.html": page('<a href="www.acme.example/x">Acme</a>')},
        "a.html:2:4: error link-broken the link `Acme` to `www.acme.example/x` is broken: "
        "the site has no `/www.acme.example/x`; did you mean `https://www.acme.example/x`?",
    ),
    "the next page": planted(
        {"a.html": page('<link rel="next" href="b.html">')},
        "a.html:2:18: error link-broken the next page `b.html` is broken: the site has no "
        "`/b.html`; correct it, or add what it leads to",
    ),
    "the canonical address": planted(
        {"a.html": page('<link rel="canonical" href="https://acme.example/b.html">')},
        "a.html:2:23: error link-broken the canonical address `https://acme.example/b.html` "
        "is broken: the site has no `/b.html`; correct it, or add what it leads to",
    ),
    "the site's own address": planted(
        {"a.html": page('<a href="https://ACME.example:443/gide/?q#x">Guide</a>')},
        "a.html:2:4: error link-broken the link `Guide` to "
        "`https://ACME.example:443/gide/?q#x` is broken: the site has no `/gide/`; did you "
        "mean `https://acme.example/guide/?q`?",
    ),
    "a feed that is not there": planted(
        {"a.html": page('<link rel="alternate" type="application/atom+xml" href="feed.xml">')},
        "a.html:2:51: error link-broken the feed `feed.xml` is broken: the site has no "
        "`/feed.xml`; correct it, or add what it leads to",
    ),
    "where a form is sent": planted(
        {"a.html": page('<form action="/search/"><input></form>')},
        "a.html:2:7: error link-broken the form to `/search/` is broken: the site has no "
        "`/search/`; correct it, or add what it leads to",
    ),
    "from another base": planted(
        {
            "a.html": page(
                '<base href="/guide/">', '<a href="setup.html">Set up</a> <a href="a.html">A</a>'
            )
        },
        "a.html:3:36: error link-broken the link `A` to `a.html` is broken: the site has no "
        "`/guide/a.html`; did you mean `../a.html`?",
    ),
}

ASSETS: Faults = {
    "an image": planted(
        {"a.html": page("<img", '  alt="Logo"', '  src="logo.png">')},
        "a.html:4:3: error asset-missing the image `logo.png` is broken: the site has no "
        "`/logo.png`; did you mean `assets/logo.png`?",
    ),
    "a script": planted(
        {"a.html": page('<script src="/app.js"></script>')},
        "a.html:2:9: error asset-missing the script `/app.js` is broken: the site has no "
        "`/app.js`; correct it, or add what it leads to",
    ),
    "a stylesheet": planted(
        {"a.html": page('<link rel="stylesheet" href="assets/styl.css">')},
        "a.html:2:24: error asset-missing the stylesheet `assets/styl.css` is broken: the "
        "site has no `/assets/styl.css`; did you mean `assets/style.css`?",
    ),
    "an icon": planted(
        {"a.html": page('<link rel="shortcut icon" href="favicon.ico">')},
        "a.html:2:27: error asset-missing the icon `favicon.ico` is broken: the site has no "
        "`/favicon.ico`; correct it, or add what it leads to",
    ),
    "a candidate of srcset": planted(
        {"a.html": page('<img srcset="assets/logo.png 1x, assets/logo@2x.png 2x">')},
        "a.html:2:6: error asset-missing the image `assets/logo@2x.png` is broken: the site "
        "has no `/assets/logo@2x.png`; did you mean `assets/logo.png`?",
    ),
    "a preloaded image": planted(
        {"a.html": page('<link rel="preload" as="image" imagesrcset="assets/x.png 1x">')},
        "a.html:2:32: error asset-missing the image `assets/x.png` is broken: the site has "
        "no `/assets/x.png`; correct it, or add what it leads to",
    ),
    "a source of a picture": planted(
        {
            "a.html": page(
                '<picture><source srcset="assets/logo.webp"><img src="assets/logo.png"></picture>'
            )
        },
        "a.html:2:18: error asset-missing the image `assets/logo.webp` is broken: the site "
        "has no `/assets/logo.webp`; correct it, or add what it leads to",
    ),
    "a video and its poster": planted(
        {"a.html": page('<video poster="p.png"><source src="v.mp4"><track src="v.vtt"></video>')},
        "a.html:2:8: error asset-missing the image `p.png` is broken: the site has no "
        "`/p.png`; correct it, or add what it leads to",
        "a.html:2:31: error asset-missing the media file `v.mp4` is broken: the site has no "
        "`/v.mp4`; correct it, or add what it leads to",
        "a.html:2:50: error asset-missing the text track `v.vtt` is broken: the site has no "
        "`/v.vtt`; correct it, or add what it leads to",
    ),
    "a sound": planted(
        {"a.html": page('<audio src="a.ogg"></audio>')},
        "a.html:2:8: error asset-missing the sound `a.ogg` is broken: the site has no "
        "`/a.ogg`; correct it, or add what it leads to",
    ),
    "a frame": planted(
        {"a.html": page('<iframe src="frame.html"></iframe>')},
        "a.html:2:9: error asset-missing the frame `frame.html` is broken: the site has no "
        "`/frame.html`; correct it, or add what it leads to",
    ),
    "an embedded file": planted(
        {"a.html": page('<object data="o.svg"></object><embed src="e.swf">')},
        "a.html:2:9: error asset-missing the embedded file `o.svg` is broken: the site has "
        "no `/o.svg`; correct it, or add what it leads to",
        "a.html:2:38: error asset-missing the embedded file `e.swf` is broken: the site has "
        "no `/e.swf`; correct it, or add what it leads to",
    ),
    "an image that sends a form": planted(
        {"a.html": page('<input type="image" src="go.png">')},
        "a.html:2:21: error asset-missing the image `go.png` is broken: the site has no "
        "`/go.png`; correct it, or add what it leads to",
    ),
    "a picture for previews": planted(
        {"a.html": page('<meta property="og:image" content="https://acme.example/card.png">')},
        "a.html:2:27: error asset-missing the image for previews "
        "`https://acme.example/card.png` is broken: the site has no `/card.png`; correct "
        "it, or add what it leads to",
    ),
    "a drawing of a sprite": planted(
        {"a.html": page('<svg><use xlink:href="sprite.svg#star"/></svg>')},
        "a.html:2:11: error asset-missing the drawing `sprite.svg#star` is broken: the site "
        "has no `/sprite.svg`; correct it, or add what it leads to",
    ),
    "a file of a stylesheet": planted(
        {
            "assets/style.css": 'a { color: red }\n/* url(no.png) */\nb { background: url("../img/bg.png") }\n@import "more.css";\n'
        },
        "assets/style.css:3:22: error asset-missing the file `../img/bg.png` is broken: the "
        "site has no `/img/bg.png`; correct it, or add what it leads to",
        "assets/style.css:4:10: error asset-missing the file `more.css` is broken: the site "
        "has no `/assets/more.css`; correct it, or add what it leads to",
    ),
    "a file of a style": planted(
        {"a.html": page('<style>\n@import url(x.css);</style><p style="background: url(y.png)">')},
        "a.html:3:13: error asset-missing the file `x.css` is broken: the site has no "
        "`/x.css`; correct it, or add what it leads to",
        "a.html:3:31: error asset-missing the file `y.png` is broken: the site has no "
        "`/y.png`; correct it, or add what it leads to",
    ),
    "a web app manifest": planted(
        {
            "a.html": page('<link rel="manifest" href="app.json">'),
            "app.json": '{"icons": [{"src": "i.png"}],\n"start_url": "/start/"}',
        },
        "app.json:1:21: error asset-missing the image of the web app `i.png` is broken: the "
        "site has no `/i.png`; correct it, or add what it leads to",
        "app.json:2:15: error link-broken the page of the web app `/start/` is broken: the "
        "site has no `/start/`; correct it, or add what it leads to",
    ),
    "a web app manifest that is not there": planted(
        {"a.html": page('<link rel="manifest" href="app.json">')},
        "a.html:2:22: error asset-missing the web app manifest `app.json` is broken: the "
        "site has no `/app.json`; correct it, or add what it leads to",
    ),
    "a link of a drawing": planted(
        {
            "assets/map.svg": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n<a xlink:href="../gone/"/></svg>'
        },
        "assets/map.svg:2:16: error link-broken the link `../gone/` is broken: the site has "
        "no `/gone/`; correct it, or add what it leads to",
    ),
}

ANCHORS: Faults = {
    "an anchor of another page": planted(
        {"a.html": page('<a href="guide/#frist-steps">First</a>')},
        "a.html:2:4: error anchor-missing the link `First` to `guide/#frist-steps` leads to "
        "no anchor in `/guide/`; did you mean `guide/#first-steps`?",
    ),
    "an anchor of the page": planted(
        {"a.html": page('<a href="#x">X</a>')},
        "a.html:2:4: error anchor-missing the link `X` to `#x` leads to no anchor; correct "
        "it, or add the anchor",
    ),
    "an anchor of the root page": planted(
        {"guide/b.html": page('<a href="..#amce">Acme</a>')},
        "guide/b.html:2:4: error anchor-missing the link `Acme` to `..#amce` leads to no "
        "anchor in `/`; did you mean `..#acme`?",
    ),
    "an anchor in other capitals": planted(
        {"a.html": page('<a href="guide/#First-Steps">First</a>')},
        "a.html:2:4: error anchor-missing the link `First` to `guide/#First-Steps` leads to "
        "no anchor in `/guide/`; did you mean `guide/#first-steps`?",
    ),
    "an anchor of a drawing": planted(
        {
            "a.html": page('<svg><use href="assets/s.svg#moon"/></svg>'),
            "assets/s.svg": '<svg xmlns="http://www.w3.org/2000/svg"><g id="star"/></svg>',
        },
        "a.html:2:11: error anchor-missing the drawing `assets/s.svg#moon` leads to no "
        "anchor in `/assets/s.svg`; correct it, or add the anchor",
    ),
    "an anchor where a page leads on": planted(
        {
            "old.html": page('<meta http-equiv="refresh" content="0; url=guide/">'),
            "a.html": page('<a href="old.html#second">Second</a>'),
        },
        "a.html:2:4: error anchor-missing the link `Second` to `old.html#second` leads to "
        "no anchor in `/old.html`; correct it, or add the anchor",
    ),
    "a part of a drawing on the page": planted(
        {
            "a.html": page(
                '<svg><defs><mask id="m"/></defs><path fill="url(#gg)" mask="url(#m)"/>',
                "<path stroke='url( \"#s\" )' marker-end='URL(#end)'/></svg>",
                '<svg filter="url(no.svg#f)" clip-path="url(assets/s.svg#clips)"/>',
            ),
            "assets/s.svg": '<svg xmlns="http://www.w3.org/2000/svg"><g id="clip"/></svg>',
        },
        "a.html:2:39: error anchor-missing the paint `#gg` leads to no anchor; correct it, or add "
        "the anchor",
        "a.html:3:7: error anchor-missing the paint `#s` leads to no anchor; correct it, or add "
        "the anchor",
        "a.html:3:28: error anchor-missing the marker `#end` leads to no anchor; correct it, or "
        "add the anchor",
        "a.html:4:6: error asset-missing the filter `no.svg#f` is broken: the site has no "
        "`/no.svg`; correct it, or add what it leads to",
        "a.html:4:29: error anchor-missing the clipping path `assets/s.svg#clips` leads to no "
        "anchor in `/assets/s.svg`; did you mean `assets/s.svg#clip`?",
    ),
    "a part of a drawing": planted(
        {"assets/s.svg": '<svg xmlns="http://www.w3.org/2000/svg">\n<path fill="url(#gg)"/></svg>'},
        "assets/s.svg:2:17: error anchor-missing the paint `#gg` leads to no anchor; correct it, "
        "or add the anchor",
    ),
    "an image map": planted(
        {"a.html": page('<map name="m"></map><img src="assets/logo.png" usemap="#n">')},
        "a.html:2:48: error anchor-missing the image map `#n` leads to no anchor; correct it, or "
        "add the anchor",
    ),
    "an anchor of a frame": planted(
        {"a.html": page('<iframe src="guide/#none"></iframe>')},
        "a.html:2:9: error anchor-missing the frame `guide/#none` leads to no anchor in "
        "`/guide/`; correct it, or add the anchor",
    ),
    "an anchor in a template": planted(
        {"a.html": page('<template><p id="t"></template><a href="#t">T</a>')},
        "a.html:2:35: error anchor-missing the link `T` to `#t` leads to no anchor; correct "
        "it, or add the anchor",
    ),
    "lines of a listing": planted(
        {
            "a.html": page(
                '<a id="L2"></a>', '<a href="#L2-L4">2 to 4</a> <a href="#L3-L4">3 to 4</a>'
            )
        },
        "a.html:3:32: error anchor-missing the link `3 to 4` to `#L3-L4` leads to no "
        "anchor; correct it, or add the anchor",
    ),
    "an anchor of a page far away": planted(
        {
            "a.html": page(
                '<a href="https://acme.example/guide/setup.html?and=a-long-query-of-many-words-that-no-one-wants-to-read-as-a-whole#the-last-part">Far</a>'
            )
        },
        "a.html:2:4: error anchor-missing the link `Far` to "
        "`https://acme.example/guide/setup.html?an…ny-words-that-no-one-wants-to-read-as-a-whole#the-last-part` "
        "leads to no anchor in `/guide/setup.html`; correct it, or add the anchor",
    ),
    "an anchor that stands twice": planted(
        {
            "a.html": page('<h2 id="x">One</h2>', '<h2 id="x">Two</h2>'),
            "b.html": page('<a href="a.html#x">X</a>'),
        },
        "a.html:3:5: warning anchor-repeated the anchor `#x` stands twice: name the second "
        "differently",
    ),
}

WAYS: Faults = {
    "above the root": planted(
        {"guide/b.html": page('<a href="../../../index.html">Up</a>')},
        "guide/b.html:2:4: error link-outside the link `Up` to `../../../index.html` leads "
        "above the root of the site: take `../` away",
    ),
    "in other capitals": planted(
        {"a.html": page('<a href="Guide/">Guide</a>')},
        "a.html:2:4: error link-case the link `Guide` to `Guide/` works on some machines "
        "only, for its capitals or accents: write `guide/`",
    ),
    "an image in other capitals": planted(
        {"a.html": page('<img src="assets/Logo.PNG">')},
        "a.html:2:6: error link-case the image `assets/Logo.PNG` works on some machines "
        "only, for its capitals or accents: write `assets/logo.png`",
    ),
    "accents in another form": planted(
        {"é.html": page(), "a.html": page('<a href="e%CC%81.html">É</a>')},
        "a.html:2:4: error link-case the link `É` to `e%CC%81.html` works on some machines "
        "only, for its capitals or accents: write `é.html`",
    ),
    "without its slash": planted(
        {"a.html": page('<a href="guide">Guide</a>')},
        "a.html:2:4: hint link-slash the link `Guide` to `guide` needs a redirect: write `guide/`",
    ),
    "without its ending": planted(
        {"a.html": page('<a href="guide/setup">Set up</a>')},
        "a.html:2:4: warning link-extension the link `Set up` to `guide/setup` leaves out "
        "the ending of a file, which not every server adds: write `guide/setup.html`",
    ),
    "from a folder on the page of missing ones": planted(
        {"404.html": page('<a href="guide/">Guide</a> <a href="/guide/">Guide</a>')},
        "404.html:2:4: error link-relative the link `Guide` to `guide/` starts from the "
        "folder of whatever page is missing: start it with `/`, or write it whole",
    ),
}

ADDRESSES: Faults = {
    "an empty link": planted(
        {"a.html": page('<a href="">Nowhere</a>')},
        "a.html:2:4: warning link-empty the link `Nowhere` is empty: fill it in, or leave "
        "the attribute out",
    ),
    "an empty image": planted(
        {"a.html": page('<img src="">')},
        "a.html:2:6: warning link-empty the image is empty: fill it in, or leave the attribute out",
    ),
    "an empty srcset": planted(
        {"a.html": page('<img srcset=" , ">')},
        "a.html:2:6: warning link-empty the image is empty: fill it in, or leave the attribute out",
    ),
    "a space in an address": planted(
        {"a.html": page('<a href="https://other.example/a b">Other</a>')},
        "a.html:2:4: error address-malformed the link `Other` to `https://other.example/a "
        "b` has a space: write `%20`, or close the gap",
    ),
    "half a percent-encoding": planted(
        {"a.html": page('<a href="https://other.example/100%">Other</a>')},
        "a.html:2:4: error address-malformed the link `Other` to "
        "`https://other.example/100%` has `%`, which stands for nothing: write `%25` for a "
        "percent sign",
    ),
    "no host": planted(
        {"a.html": page('<a href="https:///a">A</a>')},
        "a.html:2:4: error address-malformed the link `A` to `https:///a` has no host after "
        "`//`: write one",
    ),
    "one slash": planted(
        {"a.html": page('<a href="https:/other.example/">A</a>')},
        "a.html:2:4: error address-malformed the link `A` to `https:/other.example/` lacks "
        "`//` after the colon, so it leads to no host: write `https://`",
    ),
    "no colon": planted(
        {"a.html": page('<a href="https//other.example/">A</a>')},
        "a.html:2:4: error address-malformed the link `A` to `https//other.example/` lacks "
        "the colon of `https://`: write it",
    ),
    "backslashes": planted(
        {
            "a.html": page(
                r'<a href="https://other.example\a">A</a> <a href="guide\setup.html">B</a>'
            )
        },
        "a.html:2:4: error address-malformed the link `A` to `https://other.example\\a` has "
        "a `\\`: write `/`",
        "a.html:2:44: error address-malformed the link `B` to `guide\\setup.html` has a `\\`: "
        "write `/`",
    ),
    "a port that is none": planted(
        {"a.html": page('<a href="https://other.example:99999/">A</a>')},
        "a.html:2:4: error address-malformed the link `A` to `https://other.example:99999/` "
        "has the port `99999`; ports are numbers from 1 to 65,535",
    ),
    "a port that is a word": planted(
        {"a.html": page('<a href="https://other.example:http/">A</a>')},
        "a.html:2:4: error address-malformed the link `A` to `https://other.example:http/` "
        "has the port `http`; ports are numbers from 1 to 65,535",
    ),
    "a host that is none": planted(
        {"a.html": page('<a href="https://other..example/">A</a>')},
        "a.html:2:4: error address-malformed the link `A` to `https://other..example/` has "
        "the host `other..example`, in which a part is empty or too long",
    ),
    "a number that is no host": planted(
        {"a.html": page('<a href="http://1.2.3.400/">A</a>')},
        "a.html:2:4: error address-malformed the link `A` to `http://1.2.3.400/` has the "
        "host `1.2.3.400`, which is no IPv4 address: correct it",
    ),
    "a host without a scheme": planted(
        {"a.html": page('<a href="other.example:8080/a">A</a>')},
        "a.html:2:4: error address-malformed the link `A` to `other.example:8080/a` has a "
        "host and no scheme: write `https://` before it",
    ),
    "mail to nobody": planted(
        {"a.html": page('<a href="mailto:ann">Ann</a>')},
        "a.html:2:4: error address-malformed the link `Ann` to `mailto:ann` has `ann`, "
        "which is no address for mail: write `name@host`",
    ),
    "a call to no number": planted(
        {"a.html": page('<a href="tel:ann">Ann</a>')},
        "a.html:2:4: error address-malformed the link `Ann` to `tel:ann` has no number: "
        "write one, or take `tel:` away",
    ),
    "javascript": planted(
        {"a.html": page('<a href="javascript:void(0)">Go</a>')},
        "a.html:2:4: warning address-scheme the link `Go` to `javascript:void(0)` runs code "
        "by `javascript:`: use a button and a script",
    ),
    "a file of the writer": planted(
        {"a.html": page('<a href="file:///C:/a.html">A</a>')},
        "a.html:2:4: warning address-scheme the link `A` to `file:///C:/a.html` leads to a "
        "file on the writer's own machine or network: write where it is on the web",
    ),
    "a file of the writer without a scheme": planted(
        {"a.html": page(r'<a href="C:\docs\a.html">A</a> <a href="\\nas\a.html">B</a>')},
        "a.html:2:4: warning address-scheme the link `A` to `C:\\docs\\a.html` leads to a "
        "file on the writer's own machine or network: write where it is on the web",
        "a.html:2:35: warning address-scheme the link `B` to `\\\\nas\\a.html` leads to a "
        "file on the writer's own machine or network: write where it is on the web",
    ),
    "what a template left behind": planted(
        {
            "a.html": page(
                '<a href="{{ url }}">A</a> <a href="{% url \'b\' %}#x">B</a>',
                '<a href="https://other.example/%7B%7B%20c%20%7D%7D">C</a>',
            )
        },
        "a.html:2:4: error address-malformed the link `A` to `{{ url }}` has `{{ url }}`, a "
        "placeholder that a template left behind: put in what it stands for",
        "a.html:2:30: error address-malformed the link `B` to `{% url 'b' %}#x` has `{% url "
        "'b' %}`, a placeholder that a template left behind: put in what it stands for",
        "a.html:3:4: error address-malformed the link `C` to "
        "`https://other.example/%7B%7B%20c%20%7D%7D` has `{{ c }}`, a placeholder that a "
        "template left behind: put in what it stands for",
    ),
    "a misspelt scheme": planted(
        {"a.html": page('<a href="htps://other.example/">A</a>')},
        "a.html:2:4: warning address-scheme the link `A` to `htps://other.example/` starts "
        "with `htps:`, which is no scheme; did you mean `https`?",
    ),
    "an unusual scheme": planted(
        {"a.html": page('<a href="irc://other.example/">A</a>')},
        "a.html:2:4: warning address-scheme the link `A` to `irc://other.example/` needs a "
        "program for `irc:`, which not every reader has",
    ),
    "a page as data": planted(
        {"a.html": page('<a href="data:text/html,Hello">A</a>')},
        "a.html:2:4: warning address-scheme the link `A` to `data:text/html,Hello` has its "
        "content in `data:`, which browsers do not open: make it a file",
    ),
    "this machine": planted(
        {"a.html": page('<a href="http://localhost:8000/">A</a>')},
        "a.html:2:4: warning address-private the link `A` to `http://localhost:8000/` leads "
        "to a host that readers cannot reach: take it away, or name one that they can",
    ),
    "a private network": planted(
        {"a.html": page('<a href="http://192.168.0.1/">A</a>')},
        "a.html:2:4: warning address-private the link `A` to `http://192.168.0.1/` leads to "
        "a host that readers cannot reach: take it away, or name one that they can",
    ),
    "a host without a dot": planted(
        {"a.html": page('<a href="http://wiki/">A</a>')},
        "a.html:2:4: warning address-private the link `A` to `http://wiki/` leads to a host "
        "that readers cannot reach: take it away, or name one that they can",
    ),
    "a local host": planted(
        {"a.html": page('<a href="http://printer.local/">A</a>')},
        "a.html:2:4: warning address-private the link `A` to `http://printer.local/` leads "
        "to a host that is on no public network: take it away, or name one that is",
    ),
    "content without encryption": planted(
        {"a.html": page('<script src="http://other.example/a.js"></script>')},
        "a.html:2:9: warning content-insecure the script `http://other.example/a.js` is "
        "loaded without encryption, which browsers refuse: write `https://`",
    ),
}

REDIRECTS: Faults = {
    "a redirect to nothing": planted(
        {"a.html": page('<meta http-equiv="refresh" content="0; url=gone.html">')},
        "a.html:2:28: error redirect-broken the redirect to `gone.html` is broken: the site "
        "has no `/gone.html`; correct it, or add what it leads to",
    ),
    "a redirect to no anchor": planted(
        {"a.html": page('<meta http-equiv="refresh" content="0; url=guide/#gone">')},
        "a.html:2:28: error redirect-broken the redirect to `guide/#gone` leads to no "
        "anchor in `/guide/`; correct it, or add the anchor",
    ),
    "a circle": planted(
        {
            "a.html": page('<meta http-equiv="refresh" content="0; url=b.html">'),
            "b.html": page("", '<meta http-equiv="refresh" content="0; url=\'a.html\'">'),
        },
        "a.html:2:28: error redirect-loop the redirect to `b.html` leads back to where it "
        "came from: let it end at a page; also at `b.html:3`",
    ),
    "a line of _redirects": planted(
        {"_redirects": "# Moved\n/old /new 301\n/older/* /guide/:splat\n"},
        "_redirects:2:6: error redirect-broken the redirect of `/old` to `/new` is broken: "
        "the site has no `/new`; correct it, or add what it leads to",
    ),
    "a circle of _redirects": planted(
        {"_redirects": "/old /older\n/older /old\n", "a.html": page('<a href="/old">Old</a>')},
        "_redirects:1:6: error redirect-loop the redirect of `/old` to `/older` is led in a "
        "circle by `_redirects`: let that end at a page",
        "_redirects:2:8: error redirect-loop the redirect of `/older` to `/old` is led in a "
        "circle by `_redirects`: let that end at a page; also at `a.html:2`",
    ),
    "a link that _redirects leads to nothing": planted(
        {"_redirects": "/old/* /new/:splat\n", "a.html": page('<a href="/old/a">Old</a>')},
        "a.html:2:4: error link-broken the link `Old` to `/old/a` is broken: the site has "
        "no `/new/a`; correct it, or add what it leads to",
    ),
}

FEEDS: Faults = {
    "a link of a feed": planted(
        {
            "feed.xml": atom(
                '<link rel="self" href="https://acme.example/feed.atom"/>',
                '<entry><link href="https://acme.example/guide/#none"/></entry>',
            )
        },
        "feed.xml:2:24: error feed-link-broken the link of the feed "
        "`https://acme.example/feed.atom` is broken: the site has no `/feed.atom`; correct "
        "it, or add what it leads to",
        "feed.xml:3:20: error feed-link-broken the link of the feed "
        "`https://acme.example/guide/#none` leads to no anchor in `/guide/`; correct it, or "
        "add the anchor",
    ),
    "an id of a feed": planted(
        {"feed.xml": atom("<entry><id>https://acme.example/gone/</id></entry>")},
        "feed.xml:2:12: error feed-link-broken the id in the feed "
        "`https://acme.example/gone/` is broken: the site has no `/gone/`; correct it, or "
        "add what it leads to",
    ),
    "the words of a feed": planted(
        {
            "feed.xml": atom(
                '<entry><content type="html">&lt;p&gt;&lt;a href="/gone/"&gt;Gone&lt;/a&gt;</content></entry>'
            )
        },
        "feed.xml:2:50: error feed-link-broken the link `/gone/` is broken: the site has no "
        "`/gone/`; correct it, or add what it leads to",
    ),
    "what a feed attaches": planted(
        {
            "feed.rss": rss(
                "<item><link>https://acme.example/guide/</link>",
                "<guid>https://acme.example/none/</guid>",
                '<enclosure url="https://acme.example/a.mp3"/></item>',
            )
        },
        "feed.rss:4:7: error feed-link-broken the id in the feed "
        "`https://acme.example/none/` is broken: the site has no `/none/`; correct it, or "
        "add what it leads to",
        "feed.rss:5:17: error feed-link-broken the attached file of the feed "
        "`https://acme.example/a.mp3` is broken: the site has no `/a.mp3`; correct it, or "
        "add what it leads to",
    ),
    "an entry of the sitemap": planted(
        {"sitemap.xml": sitemap("https://acme.example/", "https://acme.example/gone/")},
        "sitemap.xml:3:11: error sitemap-entry-broken the entry "
        "`https://acme.example/gone/` is broken: the site has no `/gone/`; correct it, or "
        "add what it leads to",
    ),
    "an entry of another site": planted(
        {"sitemap.xml": sitemap("https://acme.example/", "https://other.example/")},
        "sitemap.xml:3:11: error sitemap-entry-broken the entry `https://other.example/` is "
        "of another site: this one is at `https://acme.example/`",
    ),
    "an entry of half an address": planted(
        {"sitemap.xml": sitemap("/guide/", "guide/")},
        "sitemap.xml:2:11: error sitemap-entry-broken the entry `/guide/` is no whole "
        "address: start it with `https://acme.example`",
        "sitemap.xml:3:11: error sitemap-entry-broken the entry `guide/` is no whole "
        "address: start it with `https://acme.example/`",
    ),
    "an entry of a packed sitemap": planted(
        {"sitemap.xml.gz": gzip.compress(sitemap("https://acme.example/gone/").encode(), mtime=0)},
        "sitemap.xml.gz:2:1: error sitemap-entry-broken the entry "
        "`https://acme.example/gone/` is broken: the site has no `/gone/`; correct it, or "
        "add what it leads to",
    ),
    "a sitemap that is not there": planted(
        {
            "sitemap.xml": '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n<sitemap><loc>https://acme.example/more.xml</loc></sitemap></sitemapindex>',
            "robots.txt": "User-agent: *\nSitemap: https://acme.example/map.xml\n",
        },
        "robots.txt:2:10: error sitemap-entry-broken the sitemap "
        "`https://acme.example/map.xml` is broken: the site has no `/map.xml`; correct it, "
        "or add what it leads to",
        "sitemap.xml:2:15: error sitemap-entry-broken the entry "
        "`https://acme.example/more.xml` is broken: the site has no `/more.xml`; correct "
        "it, or add what it leads to",
    ),
}

UNREADABLE: Faults = {
    "a page that is not UTF-8": planted(
        {"a.html": b'<!doctype html>\n<meta charset="utf-8"><p>caf\xe9'},
        "a.html:2:29: error page-unreadable the page is not in the encoding that it says, "
        "or not UTF-8: save it as UTF-8",
    ),
    "a feed that is no XML": planted(
        {"feed.xml": "<feed>\n<entry></feed>"},
        "feed.xml:2:15: error page-unreadable the file is not well-formed XML: Opening and "
        "ending tag mismatch: entry line 2 and feed",
    ),
    "a sitemap that is not packed": planted(
        {"sitemap.xml.gz": "<urlset/>"},
        "sitemap.xml.gz:1:1: error page-unreadable the file is not packed with gzip, as its "
        "name says: pack it anew",
    ),
    "a manifest that is no JSON": planted(
        {"app.webmanifest": '{"icons":\n[}'},
        "app.webmanifest:2:2: error page-unreadable the web app manifest is not JSON: correct it",
    ),
    "a page that is nested too deep": planted(
        {"a.html": page("<div>" * 3000)},
        "a.html:2:4094: error page-unreadable elements are nested too deep here: the rest "
        "of the page is not read",
    ),
}

FAULTS: Faults = {
    **PAGES,
    **ASSETS,
    **ANCHORS,
    **WAYS,
    **ADDRESSES,
    **REDIRECTS,
    **FEEDS,
    **UNREADABLE,
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str, tmp_path: Path) -> None:
    files, problems = FAULTS[name]
    assert told(build(tmp_path / "site", files)) == problems
