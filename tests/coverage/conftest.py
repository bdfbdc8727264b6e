"""A policy with a register, in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import pingan

RULES = """\
policy pool "Pools" {
    document "Pools Order 3"
    clauses "pool.jsonl"
    zone "Asia/Shanghai"
    omits "1-b" "says what baths are good for"
    omits "2-e" "would have software rate swimmers"
}

fact depth: integer >= 0
fact closed_at: datetime optional
fact noticed_at: datetime
fact guards: integer >= 0
fact outside: boolean
fact smoke: boolean

actor keeper
actor guard
action close_pool
action light_a_fire
action open_gate

define deep: boolean {
    cite "1-a"
    is depth >= 3
}

rule closing "Closing" {
    cite "2-a"
    since noticed_at
    when deep
    then keeper must close_pool within 2 hours fulfilled at closed_at
}

rule enough_guards {
    cite "2-b"
    then keeper must ensure guards >= 2
}

rule no_fire {
    cite "2-c"
    then guard must not light_a_fire breached when smoke
}

table gate "The gate" {
    cite "2-d"
    hit first
    | outside | gate_open: boolean |
    | true    | true               |
    otherwise | false              |
}

rule open_it {
    when gate_open
    then guard may open_gate
}

scenario "a deep pool" {
    given depth = 3
    given noticed_at = 2016-06-01T10:00
    given closed_at = absent
    as of 2016-06-01T11:00
    expect keeper must close_pool
    expect closing deadline 2016-06-01T12:00
}

scenario "a pool that is not quite deep" {
    given depth = 2
    as of 2016-06-01T11:00
    expect deep = false
    expect no keeper must close_pool
}

scenario "nobody measured" {
    given noticed_at = 2016-06-01T10:00
    as of 2016-06-01T11:00
    expect undetermined closing because depth
}

scenario "guards and fires" {
    given guards = 1
    given smoke = true
    as of 2016-06-01T11:00
    expect enough_guards breached
    expect enough_guards shortfall 1
    expect no_fire breached
}

scenario "just enough guards" {
    given guards = 2
    given smoke = false
    as of 2016-06-01T11:00
    expect enough_guards fulfilled
    expect no no_fire breached
}
"""

CLAUSES = (
    ("1-a", "一", "深水区是指", "definition"),
    ("1-b", "一", "游泳有益健康", "aspiration"),
    ("2-a", "二(一)", "发现水深", "trigger-duty"),
    ("2-b", "二(二)", "救生员不少于", "threshold"),
    ("2-c", "二(二)", "禁止明火", "prohibition"),
    ("2-d", "二(三)", "场外有人", "permission"),
    ("2-e", "二(三)", "给游客打分", "trigger-duty"),
    ("2-f", "二(三)", "每年检查", "deadline"),
)

DOCUMENT = """\
首页 > 文件 > 正文
游泳池管理办法

一、总则
深水区是指水深三米以上的区域。游泳有益健康。

二、管理
（一）发现水深　超过三米的，应当在两小时内关闭。
（二）救生员不少于二人。禁止明火。
（三）场外有人等候的，可以开门。不得给游客打分。每年检查一次。

相关推荐：十大泳池
"""

Pool = Callable[..., pingan.Policy]


def register(**changes: dict[str, object]) -> str:
    rows = []
    for short, locator, anchor, kind in CLAUSES:
        row: dict[str, object] = {"id": f"pool-{short}", "locator": locator, "anchor": anchor, "kind": kind}
        rows.append({**row, "summary": f"Says {short}.", **changes.get(short.replace("-", "_"), {})})
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    """Loads the policy; the register's lines may be changed by clause (``_2_e={"excused": …}``)."""

    def loaded(rules: str = RULES, **changes: dict[str, object]) -> pingan.Policy:
        (tmp_path / "pool.jsonl").write_text(register(**{k.strip("_"): v for k, v in changes.items()}), "utf-8")
        (tmp_path / "pool.rules").write_text(rules, "utf-8")
        (tmp_path / "document.txt").write_text(DOCUMENT, "utf-8")
        return pingan.load(tmp_path / "pool.rules")

    return loaded
