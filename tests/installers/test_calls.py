from __future__ import annotations

import pytest

from tests.installers.calls import outside, read_trace

TRACE = """
1234 openat(AT_FDCWD, "/usr/lib/mktdesk/_internal/base_library.zip", O_RDONLY|O_CLOEXEC) = 3
1234 openat(AT_FDCWD, "/home/dana/.config/mktdesk/window.part", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 4
[pid  77] rename("/home/dana/.config/mktdesk/window.part", "/home/dana/.config/mktdesk/w.json") = 0
1234 openat(AT_FDCWD, "/var/cache/x", O_RDWR|O_CREAT, 0600) = -1 EACCES (Permission denied)
1234 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 5
1234 openat(AT_FDCWD, "/dev/null", O_WRONLY) = 6
"""


def test_what_was_written_is_found_and_what_failed_is_not():
    seen = read_trace(TRACE.splitlines())
    assert seen.sockets == ()
    assert seen.written == (
        "/home/dana/.config/mktdesk/window.part",
        "/home/dana/.config/mktdesk/w.json",
        "/dev/null",
    )
    assert outside(seen.written, ["/home/dana/.config/mktdesk"]) == []
    assert outside(seen.written, ["/home/dana/.config/mk"]) == list(seen.written[:2])


@pytest.mark.parametrize(
    ("line", "family"),
    [
        ("9 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3", "AF_INET"),
        ("9 socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP) = -1 EAFNOSUPPORT", "AF_INET6"),
        ("socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 3", "AF_NETLINK"),
    ],
)
def test_a_socket_of_a_network_is_found_even_if_it_failed(line, family):
    assert read_trace([line]).sockets == (family,)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('mkdirat(AT_FDCWD, "/opt/x", 0777) = 0', "/opt/x"),
        ('8 unlink("/opt/y") = 0', "/opt/y"),
        ('8 symlink("/opt/a", "/opt/b") = 0', "/opt/a"),
        ('8 open("/opt/z", O_APPEND|O_WRONLY) = 3', "/opt/z"),
        ('8 unlinkat(5</srv/vault>, "case.db", 0) = 0', "/srv/vault/case.db"),
        ('8 openat(AT_FDCWD</home/x>, "new", O_CREAT|O_RDWR) = 3</home/x/new>', "/home/x/new"),
    ],
)
def test_every_kind_of_change_is_found(line, place):
    assert place in read_trace([line]).written
    assert place in outside(read_trace([line]).written, ["/etc"])
