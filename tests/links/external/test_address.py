from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.links.external.address import Address, is_private, joined, origin


@pytest.mark.parametrize(
    ("target", "page", "fragment"),
    [
        ("https://a.example", "https://a.example/", ""),
        (" HTTPS://A.Example:443/x?y=1#z ", "https://a.example/x?y=1", "z"),
        ("http://a.example:80", "http://a.example/", ""),
        ("http://a.example:8080/", "http://a.example:8080/", ""),
        ("//a.example/x", "https://a.example/x", ""),
        ("https://ann:word@a.example/x", "https://a.example/x", ""),
        ("https://a.example/gr\u00f6\u00dfe?a b", "https://a.example/gr%C3%B6%C3%9Fe?a%20b", ""),
        ("https://a.example/gr%C3%B6%C3%9Fe", "https://a.example/gr%C3%B6%C3%9Fe", ""),
        ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443/", ""),
        ("https://a.example?x", "https://a.example/?x", ""),
        ("https://a.example/#", "https://a.example/", ""),
        ("https://a.example/#a#b", "https://a.example/", "a#b"),
    ],
)
def test_one_form_for_all_ways_to_write_an_address(target: str, page: str, fragment: str) -> None:
    assert Address.of(target) == Address(page, fragment)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "page/",
        "/page",
        "mailto:ann@example.com",
        "ftp://a.example/",
        "https://",
        "https:///x",
        "https://:80/",
        "https://a.example:x/",
        "https://a.example:99999/",
        "http://[::1",
        "https://a.example/\ud800",
        "https://ex%61mple.com/",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address_of_the_web(target: str) -> None:
    assert Address.of(target) is None


@given(st.text() | st.text("https:/.#?@[]%ab1").map("https://".__add__))
def test_one_form_stays_as_it_is(target: str) -> None:
    address = Address.of(target)
    if address:
        assert Address.of(address.page) == Address(address.page)
        assert "@" not in address.page.split("/")[2]
        assert origin(address.page).host


@pytest.mark.parametrize(
    ("location", "page"),
    [
        ("/b", "https://a.example/b"),
        ("b?c", "https://a.example/x/b?c"),
        ("//b.example", "https://b.example/"),
        ("http://b.example/", "http://b.example/"),
        ("", None),
        ("http://[::1", None),
        ("mailto:ann@example.com", None),
    ],
)
def test_where_a_redirect_leads(location: str, page: str | None) -> None:
    found = joined("https://a.example/x/y", location)
    assert (found.page if found else None) == page


PRIVATE = [
    "localhost",
    "a.localhost",
    "LOCALHOST.",
    "127.0.0.1",
    "127.9.9.9",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "192.0.2.1",
    "2001:db8::1",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b:1::7f00:1",
    "fec0::1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1.",
]
PUBLIC = [
    "example.com",
    "8.8.8.8",
    "172.32.0.1",
    "192.169.0.1",
    "11.0.0.1",
    "2600::",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::",
    "localhost.example.com",
    "10.0.0.1.example.com",
    "10.example",
    "134744072",
    "\ud800.example",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_private(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_public(host: str) -> None:
    assert not is_private(host)
