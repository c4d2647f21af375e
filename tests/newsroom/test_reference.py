"""What the sample paper brings with it."""

from __future__ import annotations

import pytest

from articles.models import Topic
from newsroom import reference
from newsroom.showcase import TOPICS, topics_for

pytestmark = pytest.mark.django_db


def test_what_exists_is_left_alone() -> None:
    reference.load()
    Topic.objects.filter(slug="shuangchengji").update(name="双城纪事", introduction="")
    assert reference.load() == reference.Loaded()
    assert Topic.objects.get(slug="shuangchengji").name == "双城纪事"


def test_every_topic_of_the_showcase_is_there() -> None:
    loaded = reference.load()
    assert set(Topic.objects.values_list("slug", flat=True)) == set(TOPICS)
    assert loaded.topics == len(TOPICS)


def test_a_headline_finds_its_topic() -> None:
    reference.load()
    assert [topic.name for topic in topics_for("绿道通了")] == ["身边的公共空间"]
    assert not topics_for("冷空气周末到访")
