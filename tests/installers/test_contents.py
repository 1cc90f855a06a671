from __future__ import annotations

import importlib.util
import mimetypes
from pathlib import Path

import pytest

from installers import contents
from mktdesk.desk.papers import _SHOWN_PICTURES
from mktdesk.exchange.child import FOR_PROTECTED_FILES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/plugins/networkinformation/libqnetworkmanager.so",
        "PySide6/Qt/plugins/imageformats/libqpdf.so",
        "PySide6/plugins/imageformats/qpdf.dll",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/lib/libQt6QuickControls2.so.6",
        "PySide6/Qt6WebEngineCore.dll",
        "PySide6\\Qt6Quick.dll",
        "PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml",
        "PySide6/Qt/lib/QtQuick.framework/Resources/Info.plist",
        "PySide6/opengl32sw.dll",
        "PySide6/QtNetwork.abi3.so",
        "PySide6/QtNetwork.pyd",
        "PySide6/Qt/translations/qtbase_de.qm",
        "keyring-25.7.0.dist-info/RECORD",
        "python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_what_is_not_needed_stays_out(place):
    found = contents.why_not(place)
    assert found is not None
    assert found.why


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/lib/libQt6Network.so.6",  # QtPdf links to it
        "PySide6/Qt/lib/libQt6Svg.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/QtPdf.abi3.so",
        "PySide6/Qt/lib/QtWidgets.framework/Versions/A/QtWidgets",
        "pillow.libs/libjpeg-6dc8d115.so.62.4.0",
        "resources/toolkits/mkscb-2016/toolkit.toml",
        "keyring-25.7.0.dist-info/entry_points.txt",
    ],
)
def test_what_is_needed_stays(place):
    assert contents.why_not(place) is None


def test_every_kind_of_picture_that_pages_show_keeps_its_reader():
    for media_type in _SHOWN_PICTURES:
        ending = (mimetypes.guess_extension(media_type) or f".{media_type.partition('/')[2]}")[1:]
        name = {"jpg": "jpeg"}.get(ending, ending)
        for plugin in (f"libq{name}.so", f"q{name}.dll"):
            assert contents.why_not(f"PySide6/Qt/plugins/imageformats/{plugin}") is None


def test_no_resource_of_ours_stays_out():
    for file in (ROOT / "resources").rglob("*"):
        assert contents.why_not(file.relative_to(ROOT).as_posix()) is None, file


def test_the_systems_own_libraries_are_left_to_the_system_on_linux_alone():
    of_system = ("libglib-2.0.so.0", "/lib/x86_64-linux-gnu/libglib-2.0.so.0")
    brought = ("libffi.so.8", "/usr/lib/x86_64-linux-gnu/libffi.so.8")
    assert contents.why_not(*of_system, linux=True) is contents.SYSTEMS_OWN
    assert contents.why_not(*of_system) is None
    assert contents.why_not(*brought, linux=True) is None


def test_what_stays_and_what_is_left_out_are_all_there_is():
    entries = [
        ("PySide6/Qt/lib/libQt6Core.so.6", "/site/core", "BINARY"),
        ("PySide6/Qt/lib/libQt6Qml.so.6", "/site/qml", "BINARY"),
        ("libX11.so.6", "/usr/lib/x86_64-linux-gnu/libX11.so.6", "BINARY"),
    ]
    stays, out = contents.sort_out(entries, linux=True)
    assert stays == entries[:1]
    assert sorted(entry for left in out.values() for entry in left) == sorted(entries[1:])


def test_what_is_imported_by_name_is_named_and_not_forbidden():
    assert set(FOR_PROTECTED_FILES) <= set(contents.HIDDEN)
    for name in contents.HIDDEN:
        assert importlib.util.find_spec(name), name
        above = {name.rsplit(".", n)[0] for n in range(name.count(".") + 1)} | {name}
        assert not above & set(contents.NO_MODULES)


def test_libraries_that_were_changed_after_linking_keep_every_byte():
    assert contents.is_stripped("libpython3.11.so.1.0")
    assert contents.is_stripped("sqlcipher3/_sqlite3.cpython-311-x86_64-linux-gnu.so")
    for place in ("pillow.libs/libtiff-20b7e810.so.6.3.0", "PySide6/Qt/lib/libQt6Core.so.6"):
        assert not contents.is_stripped(place)
