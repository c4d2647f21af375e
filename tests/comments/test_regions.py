"""Regions by address: a province in China, a country elsewhere, nothing where nothing is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from comments import regions


def place(code: str, name: str = "", **rest: Any) -> dict[str, Any]:
    names = {"names": {"zh-CN": name}} if name else {}
    return {"iso_code": code, **names, **rest}


def china(**subdivision: Any) -> dict[str, Any]:
    return {"country": place("CN", "中国"), "subdivisions": [subdivision]}


PLACES: list[tuple[str, Any, str]] = [
    ("1.0.1.0/24", china(iso_code="SC", names={"zh-CN": "四川"}), "四川"),
    ("1.0.2.0/24", china(iso_code="NM", names={"en": "Inner Mongolia"}), "内蒙古"),
    ("1.0.3.0/24", china(names={"en": "Inner Mongolia"}), "内蒙古"),
    ("1.0.18.0/24", china(names={"en": "Ningxia Hui Autonomous Region"}), "宁夏"),
    ("1.0.4.0/24", china(names={"zh-CN": "广西壮族自治区"}), "广西"),
    ("1.0.5.0/24", china(iso_code="HK", names={"zh-CN": "香港"}), "中国香港"),
    ("1.0.6.0/24", china(names={"en": "Atlantis"}), "中国"),
    ("1.0.7.0/24", {"country": place("CN", "中国")}, "中国"),
    ("1.0.8.0/24", {"country": place("TW", "台湾")}, "中国台湾"),
    ("1.0.9.0/24", {"country": place("MO")}, "中国澳门"),
    ("1.0.10.0/24", {"country": place("JP", "日本")}, "日本"),
    ("1.0.11.0/24", {"country": place("JP")}, "海外"),
    ("1.0.12.0/24", {"registered_country": place("US", "美国")}, "美国"),
    ("1.0.13.0/24", {"country": place("GS", "远" * 30)}, "远" * 20),
    ("1.0.14.0/24", {"country": "CN", "subdivisions": {"iso_code": "SC"}}, ""),
    ("1.0.15.0/24", {"country": place("CN"), "subdivisions": ["SC"]}, "中国"),
    ("1.0.16.0/24", {"city": place("", "成都")}, ""),
    ("1.0.17.0/24", "四川", ""),
    ("10.0.0.0/8", {"country": place("JP", "日本")}, ""),
    ("2400:3200::/32", china(iso_code="ZJ", names={"zh-CN": "浙江省"}), "浙江"),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    writer = MMDBWriter(6, "City", ipv4_compatible=True)
    for network, record, _region in PLACES:
        writer.insert_network(IPSet([network]), record)
    path = tmp_path_factory.mktemp("regions") / "city.mmdb"
    writer.to_db_file(str(path))
    return path


def first_of(network: str) -> str:
    start = network.split("/")[0]
    return start + "1" if ":" in start else start[:-1] + "7"


@pytest.mark.parametrize("address", ["", "x", "unix:", "999.1.1.1", "1.0.1.7:80", "8.8.8.8"])
def test_what_is_no_known_address_has_no_region(file: Path, settings: Any, address: str) -> None:
    settings.REGIONS_FILE = str(file)
    assert regions.region_of(address) == ""


@pytest.mark.parametrize(("network", "record", "region"), PLACES)
def test_an_address_has_the_region_of_its_network(
    file: Path, settings: Any, network: str, record: Any, region: str
) -> None:
    settings.REGIONS_FILE = str(file)
    assert regions.region_of(first_of(network)) == region


def test_an_address_of_version_four_is_known_in_the_dress_of_six(file: Path, settings: Any) -> None:
    settings.REGIONS_FILE = str(file)
    assert regions.region_of("::ffff:1.0.1.7") == "四川"


def test_without_a_file_nobody_has_a_region(settings: Any) -> None:
    settings.REGIONS_FILE = ""
    assert regions.region_of("1.0.1.7") == ""


@pytest.mark.parametrize("kept", [None, b"", b"not a database", b"\x00" * 4096])
def test_a_file_that_cannot_be_read_is_logged_once_and_nobody_has_a_region(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture, kept: bytes | None
) -> None:
    settings.REGIONS_FILE = str(tmp_path / "broken.mmdb")
    if kept is not None:
        Path(settings.REGIONS_FILE).write_bytes(kept)
    assert [regions.region_of("1.0.1.7") for _ in range(3)] == ["", "", ""]
    assert caplog.messages == ["regions_file_unreadable"]


def test_an_address_of_version_six_is_unknown_to_a_file_of_four(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    writer = MMDBWriter(4, "Country")
    writer.insert_network(IPSet(["1.0.1.0/24"]), {"country": place("JP", "日本")})
    settings.REGIONS_FILE = str(tmp_path / "four.mmdb")
    writer.to_db_file(settings.REGIONS_FILE)
    assert regions.region_of("2400:3200::1") == ""
    assert regions.region_of("1.0.1.7") == "日本"
    assert "2400" not in caplog.text
