"""The recipes of the packages, as far as they can be looked at without building them."""

from __future__ import annotations

import configparser
import re
import uuid
from pathlib import Path

import pytest
from lxml import etree

import tasks
from installers import bom, debian, icons, msi, versions
from mktdesk import __version__

INSTALLERS = Path(__file__).parents[2] / "installers"
WIX = "{http://schemas.microsoft.com/wix/2006/wi}"


def test_windows_knows_the_program_by_one_code_for_ever():
    product = etree.parse(msi.SOURCE).getroot().find(f"{WIX}Product")
    assert product is not None
    assert product.get("UpgradeCode") == versions.UPGRADE_CODE
    assert versions.UPGRADE_CODE == "7B0F5C52-3C0B-4B7E-9E0C-5C1B7E2A9D41"


def test_the_msi_is_the_machines_and_starts_nothing():
    root = etree.parse(msi.SOURCE).getroot()
    package = root.find(f"{WIX}Product/{WIX}Package")
    assert package is not None
    assert package.get("InstallScope") == "perMachine"
    assert root.find(f"{WIX}Product/{WIX}MajorUpgrade") is not None
    for kind in ("CustomAction", "ServiceInstall", "RemoveFolderEx"):
        assert root.find(f".//{WIX}{kind}") is None
    keys = [value.get("Key") or "" for value in root.iter(f"{WIX}RegistryValue")]
    assert "Software\\Classes\\.mktpack" in keys
    assert not any("Run" in key.split("\\") for key in keys)


def test_the_msis_files_are_well_formed_and_keep_their_codes():
    places = ["mktdesk.exe", "_internal/a & b.dll", "_internal/deep/er/c.dll", "mktdesk-cli.exe"]
    root = etree.fromstring(msi.fragment(places, "payload").encode())
    components = list(root.iter(f"{WIX}Component"))
    assert {file.get("Source") for file in root.iter(f"{WIX}File")} == {
        f"payload/{place}" for place in places
    }
    wanted = {reference.get("Id") for reference in root.iter(f"{WIX}ComponentRef")}
    assert wanted == {component.get("Id") for component in components}
    assert len({component.get("Guid") for component in components}) == len(places)
    assert msi.component_code("mktdesk.exe") == msi.component_code("mktdesk.exe")


def test_each_version_has_a_product_code_of_its_own_and_always_the_same():
    assert msi.product_code("0.1.0") == "9706D768-53E7-51B9-AC37-523B91DBD420"
    assert msi.product_code("0.1.1") != msi.product_code("0.1.0")
    assert str(uuid.UUID(msi.product_code(__version__))).upper() == msi.product_code(__version__)
    assert msi.msi_version("1.2") == "1.2.0"


def test_a_folder_without_the_programs_is_no_payload(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"mktdesk\.exe"):
        msi.make(tmp_path / "empty", tmp_path / "out", tmp_path / "work")


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("2", (2, 0, 0, 0)), ("1.2.3.4", (1, 2, 3, 4))],
)
def test_the_version_resource_names_the_version(version, numbers):
    assert versions.four_numbers(version) == numbers
    compile(versions.version_text(), "version.txt", "eval")
    assert f"'ProductVersion', '{__version__}'" in versions.version_text()


def test_a_travel_pack_is_the_same_type_everywhere():
    desktop = configparser.ConfigParser(interpolation=None)
    desktop.read(INSTALLERS / "linux" / "mktdesk.desktop", encoding="utf-8")
    entry = desktop["Desktop Entry"]
    assert entry["MimeType"] == f"{versions.PACK_TYPE};"
    assert entry["Exec"].endswith("%f")
    mime = (INSTALLERS / "linux" / "mktdesk.xml").read_text(encoding="utf-8")
    kind = etree.fromstring(mime.encode())[0]
    assert kind.get("type") == versions.PACK_TYPE
    assert f'pattern="*.{versions.PACK_SUFFIX}"' in mime
    assert versions.PACK_TYPE in msi.SOURCE.read_text(encoding="utf-8")
    declared = versions.info_plist()["UTExportedTypeDeclarations"]
    assert versions.PACK_TYPE in str(declared)
    assert f"'{versions.PACK_SUFFIX}'" in str(declared)


def test_the_package_declares_what_qt_needs_of_debian():
    declared = " ".join((*debian.DEPENDS, *debian.RECOMMENDS))
    for package in (*tasks.QT_PACKAGES, *tasks.WINDOW_PACKAGES):
        assert re.search(rf"\b{re.escape(package)}(?![\w-])", declared), package


def test_a_control_file_has_every_field_once():
    text = debian.control("amd64", 190_000, "2.36")
    fields = [line.split(":")[0] for line in text.splitlines() if not line.startswith(" ")]
    assert len(fields) == len(set(fields))
    assert {"Package", "Version", "Architecture", "Depends", "Description"} <= set(fields)
    assert "libc6 (>= 2.36)" in text
    assert f"Version: {__version__}\n" in text
    assert not re.search(r"\n\n", text)


def test_the_oldest_libc_is_the_highest_that_is_named(tmp_path):
    file = tmp_path / "x.so"
    file.write_bytes(b"\0GLIBC_2.4\0GLIBC_2.34\0GLIBC_2.17\0GLIBC_PRIVATE\0")
    assert debian.oldest_libc([file]) == "2.34"


def test_the_icon_is_drawn_in_every_size_and_kind(tmp_path, qapp):
    from PIL import Image  # noqa: PLC0415

    for side in (16, 256):
        assert icons.png(side).startswith(b"\x89PNG")
    assert icons.for_system(tmp_path, "linux") is None
    for system, kind in (("win32", "ICO"), ("darwin", "ICNS")):
        path = icons.for_system(tmp_path, system)
        assert path is not None
        with Image.open(path) as image:
            assert image.format == kind
    assert icons.png(32) == icons.png(32)


def test_the_bill_of_materials_names_what_a_file_is_part_of():
    import msgspec  # noqa: PLC0415

    parts = {part.name: part for part in bom.parts_of([msgspec.__file__, __file__])}
    assert parts["msgspec"].purl == f"pkg:pypi/msgspec@{parts['msgspec'].version}"
    assert parts["msgspec"].licence == "BSD-3-Clause"
    assert parts["msgspec"].texts
    assert "pytest" not in parts  # only what goes in
    assert {"CPython", "Fonts of printed papers"} <= parts.keys()
    bill = bom.cyclonedx(parts.values(), 0)
    assert bill == bom.cyclonedx(parts.values(), 0)
    assert bill["specVersion"] == "1.5"
    names = [component["name"] for component in bill["components"]]  # type: ignore[attr-defined]
    assert sorted(names) == sorted(parts)


def test_the_bill_of_materials_is_written_with_its_texts(tmp_path):
    import msgspec  # noqa: PLC0415

    bom.write(tmp_path / "about", [msgspec.__file__], 0)
    names = sorted(path.name for path in (tmp_path / "about").iterdir())
    assert names == ["licences", "licences.json", "sbom.cdx.json"]
    assert (tmp_path / "about" / "licences" / "msgspec-1.txt").stat().st_size > 500


def test_what_cannot_be_run_here_has_a_workflow_that_runs_it():
    workflow = (INSTALLERS.parent / ".github" / "workflows" / "build.yml").read_text("utf-8")
    for system in ("ubuntu", "windows", "macos"):
        assert f"runs-on: {system}" in workflow
    for step in ("--self-test", "installers\\msi.py", "/qn", "notarise.sh"):
        assert step in workflow
