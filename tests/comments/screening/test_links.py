"""Addresses of pages, numbers and odd characters are found in what people write, and only there."""

from __future__ import annotations

import pytest

from comments import normal
from comments.screening.contacts import contacts
from comments.screening.links import links
from comments.screening.oddities import oddity


def found(find: object, text: str) -> list[str]:
    return [text[start:end] for start, end in find(normal.plain(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("看 http://t.cn/A1b2 吧", ["http://t.cn/A1b2"]),
        ("https\uff1a//abc.example/x", ["https\uff1a//abc.example/x"]),
        ("去www.abc看看", ["www.abc"]),
        ("www\u3002abc\u3002com", ["www\u3002abc\u3002com"]),
        ("abc点com", ["abc点com"]),
        ("www点abc点cn", ["www点abc点cn"]),
        ("abc . com", ["abc . com"]),
        ("abc(dot)net", ["abc(dot)net"]),
        (
            "\uff41\uff42\uff43\uff0e\uff43\uff4f\uff4d",
            ["\uff41\uff42\uff43\uff0e\uff43\uff4f\uff4d"],
        ),
        ("\u24d0\u24d1\u24d2.cn", ["\u24d0\u24d1\u24d2.cn"]),
        ("163.com和abc.xyz/1?2", ["163.com", "abc.xyz/1?2"]),
        ("192.168.1.1/x", ["192.168.1.1/x"]),
        ("晚上8点top台直播", []),
        ("早上3点cc来", []),
        ("版本1.2.3.4", []),
        ("3.5元一斤.很贵", []),
        ("Node.js不错.", []),
        ("ok. me too", []),
        ("hello.world", []),
    ],
)
def test_addresses_of_pages(text: str, expected: list[str]) -> None:
    assert found(links, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("打13800138000", ["13800138000"]),
        ("138 0013-8000", ["138 0013-8000"]),
        ("一三八零零一三八零零零", ["一三八零零一三八零零零"]),
        ("1380013800O", ["1380013800O"]),
        ("\u2460\u2462\u2467\u24ea\u24ea\u2460\u2462\u2467000", None),
        ("028-86123456", ["028-86123456"]),
        ("400-820-8820", ["400-820-8820"]),
        ("加微信abc12345", ["微信abc12345"]),
        ("Q Q\uff1a12345678", ["Q Q\uff1a12345678"]),
        ("加V\uff1ahello_kitty", ["加V\uff1ahello_kitty"]),
        ("\uff36\uff38\uff1a\uff41\uff42\uff43123", ["\uff36\uff38\uff1a\uff41\uff42\uff43123"]),
        ("投了13500000000元", []),
        ("13800138000138001380001", []),
        ("微信小程序真好用", []),
        ("微信2023年推出", []),
        ("wechat official account", []),
        ("QQ音乐充了100元", []),
        ("微信上有20000人", []),
        ("2021年12月20日", []),
        ("扣1", []),
    ],
)
def test_numbers_and_accounts(text: str, expected: list[str] | None) -> None:
    assert found(contacts, text) == ([text] if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("h\u0330\u0301\u0302e\u0330\u0301\u0302y", "h\u0330\u0301\u0302e\u0330\u0301\u0302"),
        ("看\ue123\ue456", "\ue123\ue456"),
        ("\u0440aypal", "\u0440aypal"),
        ("\u24d0\u24d1\u24d2\u24d3", "\u24d0\u24d1\u24d2\u24d3"),
        ("第\u2460条\uff0c\u2461\u2462", ""),
        ("\u041f\u0440\u0438\u0432\u0435\u0442 hello", ""),
        ("10\u03bcm 的 \u03b1 射线", ""),
        ("\u0f56\u0f7c\u0f51\u0f0b\u0f61\u0f72\u0f42", ""),
        ("caf\u00e9 e\u0301", ""),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e8\U0001f1f3 1\ufe0f\u20e3", ""),
    ],
)
def test_odd_characters(text: str, odd: str) -> None:
    assert oddity(text) == odd
