"""What kills leave behind: nothing lost, halved or doubled, no process that lives on. 200 of them: tools/kills.py."""

from pathlib import Path

import kills
import pytest


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks the system for the children of a process")
def test_each_kind_of_run_survives_each_kind_of_kill(tmp_path):
    kinds = len(kills.WORKS) * len(kills.WAYS)
    count = kills.killed(kinds, 7, tmp_path, rows=6)
    assert len(count.kills) == kinds
    assert count.hit > kinds / 2
    assert not count.faults, "\n".join(f"{each.work}, {each.how}: {each.said}" for each in count.faults)


def test_what_is_missing_changed_or_too_much_is_seen(tmp_path):
    """The judge itself."""
    made = {"a.pdf": b"whole", "b.pdf": b"whole"}
    (tmp_path / "a.pdf").write_bytes(b"who")
    (tmp_path / "a-2.pdf").write_bytes(b"whole")
    (tmp_path / ".printkit-x.part").write_bytes(b"wh")
    (tmp_path / "manifest.jsonl").write_text('{"row":2,"name":"b.pdf","input":"x","output":"y"}\n')
    found = "\n".join(kills.wrong(tmp_path, made, ended=False))
    assert found.splitlines() == [
        "a-2.pdf: nobody asked for it",
        "a.pdf: is not what an undisturbed run makes",
        "b.pdf: is noted, and not there",
    ]
    found = "\n".join(kills.wrong(tmp_path, made, ended=True))
    assert "b.pdf: is not there" in found
    assert ".part: nobody asked for it" in found
    assert "['a.pdf'] are not noted" in found
