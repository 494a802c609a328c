"""What looks odd and is right: of none of it anything is told."""

from __future__ import annotations

import gzip
from pathlib import Path

from builtsites import Files, build, told

ODD = r"""<!doctype html>
<html id="html"><head>
<link rel="canonical" href="https://acme.example/odd/">
<link rel="preconnect" href="//fonts.example"><link rel="dns-prefetch" href="https://cdn.example">
<link rel="icon" href="data:,"><link rel="manifest" href="../app.webmanifest">
<link rel="alternate" type="application/atom+xml" href="/feed.xml">
<link rel="next"><link>
<meta property="og:url" content="https://acme.example/odd/">
<meta property="og:image" content="https://acme.example/assets/logo.png">
<meta name="description" content="https://acme.example/nothing/">
<meta http-equiv="refresh" content="300"><meta http-equiv="refresh" content="60; url=">
<style>
/* url(comment.png) */ @import "../assets/style.css"; @import url(../assets/style.css) print;
a { content: "url(words.png)"; background: url(data:image/png;base64,AA==), URL( '../assets/logo.png' ) }
b { fill: url(#html); my-url: no-url(x.png); background: url("..\2f assets/logo.png") }
</style></head><body style="background: url(../assets/logo.png)">
<a name="old"></a><svg><g id="g"></g><use href="#g"/><use xlink:href="../assets/s.svg#star"/>
<image href="../assets/logo.png"/><path fill="red" stroke="url(#none) red" mask="url(#g)"/><a xlink:href="#g">g</a></svg>
<a href="#">top</a> <a href="#top">top</a> <a href="#TOP">top</a> <a href="">  </a>
<a href="#old">old</a> <a href="#html">html</a> <a href="#:~:text=odd">text</a>
<a href="#old:~:text=odd">old text</a> <a href="?page=2">query</a> <a href="?page=2#old">query</a>
<a href="#/route">route</a> <a href="#!/route">route</a>
<a href=".">here</a> <a href="./">here</a> <a href="index.html">here</a> <a href="../odd/#old">here</a>
<a href="..">up</a> <a href="../">up</a> <a href="../#acme">up</a> <a href="../index.html#acme">up</a>
<a href="/">root</a> <a href="/#acme">root</a> <a href="https://acme.example">root</a>
<a href="HTTPS://ACME.example:443/?q#acme">root</a> <a href="//acme.example/guide/">guide</a>
<a href="../x/y/../../guide/./#first-steps">guide</a> <a href="/guide/%73etup.html#setup">set up</a>
<a href="%2E%2E/guide/">guide</a> <a href="  ../guide/
">guide</a> <a href="../gui
de/">guide</a>
<a href="../%C3%BCber%20uns/#%C3%BC">über</a> <a href="../über uns/#ü">über</a> <a href="../a&amp;b.html">a</a>
<a href="../100%25.html">all</a> <a href="../old.html">moved</a> <a href="../old.html#first-steps">moved</a>
<a href="../away.html#any">away</a> <a href="/led/setup.html">led</a> <a href="/gone/far#any">led away</a>
<a href="../doc.pdf#page=3">pdf</a> <a href="../film.webm#t=10,20">film</a> <a href="../feed.xml#x">feed</a>
<a href="http://other.example:80/a(b)?c=d|e#f">other</a> <a href="https://other.example/?q={%22a%22:{%22b%22:1}}">JSON</a> <a href="https://user:word@other.example/">user</a>
<a href="https://[2606:4700::1]/">v6</a> <a href="http://8.8.8.8">v4</a> <a href="https://bücher.example/">idn</a>
<a href="https://a_b.example./">underscore</a> <a href="//other.example/x">other</a>
<a href="mailto:ann@acme.example">mail</a> <a href="mailto:?subject=Hello">mail</a>
<a href="MAILTO:a@b.example,c@d.example?subject=x%20y">mail</a> <a href="tel:+1-800-555">call</a>
<img src="../assets/logo.png" usemap="#map"><map name="map"></map> <a>none</a> <a href="../guide/" href="../nothing/">twice</a> <area href="../guide/">
<img src="../assets/logo.png#only-dark" srcset="../assets/logo.png, ../assets/logo.png?a,b 2x,
  data:image/png;base64,AA== 3x"><img src="data:image/gif;base64,AA=="><img alt="none">
<picture><source srcset="../assets/logo.png 100w" media="(min-width: 1px)"></picture>
<img src="../assets/s.svg#only-light"><object data="../assets/s.svg"></object>
<iframe src="about:blank"></iframe><iframe srcdoc="x"></iframe><iframe src="../guide/#guide"></iframe>
<script>"<a href='script/'>"; location = "nothing.html"</script><script src="//cdn.example/a.js"></script>
<!-- <a href="comment/">comment</a> --><template><a href="template/">template</a></template>
<textarea><a href="text/">text</a></textarea><noscript><a href="../guide/">no script</a></noscript>
<form action=""></form><form action="/guide/"><input type="text" src="no.png"><button></button></form>
<form action="https://forms.example/"></form><a href="../assets/">assets</a>
<p id="twice"></p><p id="twice"></p><blockquote cite="nothing/"></blockquote><div data-src="nothing.png"></div>
</body></html>
"""

MOVED = '<meta http-equiv="refresh" content="0;URL={}"><a id="moved"></a>'
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://acme.example/guide/">
<id>urn:uuid:00000000-0000-0000-0000-000000000000</id>
<link rel="self" href="../feed.xml"/><link href="https://acme.example/guide/"/>
<entry><id>tag:acme.example,2024:nothing</id><link href="#first-steps"/>
<content type="html">&lt;a href="setup.html"&gt;x&lt;/a&gt; &lt;b&gt;</content>
<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><a href="setup.html">x</a></div></summary>
</entry></feed>
"""
RSS = """<rss version="2.0"><channel><link>https://acme.example/</link>
<item><link>https://acme.example/guide/</link><guid isPermaLink="false">nothing</guid>
<description><![CDATA[<a href="setup.html">x</a>]]></description>
<enclosure url="https://acme.example/assets/logo.png" length="4" type="image/png"/></item>
</channel></rss>
"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:xhtml="http://www.w3.org/1999/xhtml"><url><loc>
  https://acme.example/%C3%BCber%20uns/ </loc><lastmod>2024-01-01</lastmod>
<xhtml:link rel="alternate" hreflang="de" href="https://acme.example.de/"/></url></urlset>
"""

RIGHT: Files = {
    "odd/index.html": ODD,
    "über uns/index.html": '<p id="ü">',
    "a&b.html": "",
    "100%.html": b"\xef\xbb\xbf<p>",
    "latin.html": '<meta charset="iso-8859-1"><a id="é" href="#é">é</a>'.encode("latin-1"),
    "older.html": "<a id='\u201cx\u201d'>\u201c</a>".encode("cp1252"),
    "wide.html": '<a href="guide/">x</a>'.encode("utf-16"),
    "japanese.html": '<meta http-equiv="content-type" content="text/html; charset=Shift_JIS">日本'.encode(
        "shift-jis"
    ),
    "old.html": MOVED.format("guide/"),
    "away.html": MOVED.format("https://other.example/"),
    "fresh.html": '<meta http-equiv="refresh" content="60; url=fresh.html">',
    "404.html": '<link rel="stylesheet" href="/assets/style.css"><a href="#a" id="a">a</a>',
    "_redirects": (
        "# Comment\n\n/led/* /guide/:splat 301\n/gone/:what https://other.example/:what\n"
        "/hook id=:id /guide/ 302! Country=de # Comment\nnonsense\n/* /index.html 404\n"
    ),
    "app.webmanifest": '{"name": "A", "start_url": "/?app", "icons": [{"src": "assets/logo.png"}, 1]}',
    "feed.xml": ATOM,
    "blog.rss": RSS,
    "opensearch.xml": "<OpenSearchDescription><Url template='nothing'/></OpenSearchDescription>",
    "sitemap.xml": SITEMAP,
    "sitemap.xml.gz": gzip.compress(SITEMAP.encode()),
    "robots.txt": "User-agent: *\nsitemap: https://acme.example/sitemap.xml\n",
    "assets/s.svg": '<svg xmlns="http://www.w3.org/2000/svg"><g id="star"/><use href="#star" fill="url(&quot;#star&quot;)"/></svg>',
    "assets/index.html": "",
    "doc.pdf": b"%PDF",
    "film.webm": b"",
    ".well-known/security.txt": "Contact: nobody",
}


def test_odd_links_are_right(tmp_path: Path) -> None:
    lines = ODD.splitlines()
    (empty,) = told(build(tmp_path / "site", RIGHT))
    assert " link-empty " in empty
    assert lines[int(empty.split(":")[1]) - 1].endswith('<a href="">  </a>')
