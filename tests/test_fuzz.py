"""Broken files of every kind end in a message: a small, seeded part of tools/fuzz.py, and its judge."""

import subprocess
import sys
from pathlib import Path

import fuzz
import fuzz_cases
import mutations
import pytest

pytestmark = pytest.mark.foreign


@pytest.mark.slow
def test_broken_files_of_every_kind_end_in_a_message():
    some = fuzz.cases(200)
    found = list(fuzz.run(some, seed=3))
    assert sorted(each.case for each in found) == sorted(some)
    assert {each.partition(":")[0] for each in some} == {each.name for each in fuzz_cases.READERS}
    assert sum(each.code != 0 for each in found) > 50  # the files are broken indeed
    assert [f"{each.case}: {why}" for each in found for why in each.faults] == []


def test_the_judge_hears_sees_and_counts(tmp_path, monkeypatch):
    def bad(chance, folder):
        (folder / "roster.csv").write_text("broken")
        return ["bad"]

    def invoke(words):
        (fuzz.Path.cwd() / "left.pdf").write_text("half")
        (fuzz.Path.cwd() / "foot-drop.yaml").write_text("changed")
        return 70, "this is a bug in printkit"

    monkeypatch.setattr(fuzz, "READERS", (fuzz_cases.Reader("bad", 1, bad),))
    monkeypatch.setattr(fuzz, "invoke", invoke)
    monkeypatch.setattr(fuzz, "MOST_SECONDS", -1)
    monkeypatch.setattr(fuzz, "MOST_MEMORY", 1)
    said = "\n".join(fuzz.one("bad:1", 1, tmp_path / "kept").faults)
    for word in ("'this is a bug'", "ends with 70", "leaves ['left.pdf']", "foot-drop.yaml was changed", "took", "MB"):
        assert word in said
    assert (tmp_path / "kept/roster.csv").read_text() == "broken"
    monkeypatch.setattr(fuzz, "invoke", lambda _: (1, ""))
    assert "ends with 1 and says nothing" in "\n".join(fuzz.one("bad:1", 1).faults)
    monkeypatch.setattr(fuzz, "invoke", lambda _: (0, " "))
    assert "ends with 0, says nothing and makes nothing" in "\n".join(fuzz.one("bad:1", 1).faults)


def test_a_worker_does_not_answer_for_the_memory_of_who_began_it():
    """Where the whole suite had taken more than 1 GB before, every case was a fault."""
    child = "import sys; sys.path[:0] = sys.argv[1:]; import fuzz; print(fuzz._memory())"
    parent = f"""
held = bytearray(b"x" * 700_000_000)
import subprocess, sys
subprocess.run([sys.executable, "-c", {child!r}, *sys.argv[1:]], check=True)
"""
    folders = [str(Path(fuzz.__file__).parent)]
    said = subprocess.run([sys.executable, "-c", parent, *folders], check=True, capture_output=True, text=True).stdout
    assert 0 < int(said) < 500_000_000


def test_the_same_seed_breaks_a_file_in_the_same_way():
    data = b"a: [1, 2]\nb: {c: d}\n"
    ways = (mutations.in_yaml, mutations.by_bytes, mutations.in_table, mutations.encoded)
    for way in ways:
        made = [way(mutations.Random(str(seed)), data) for seed in range(50)]
        assert made == [way(mutations.Random(str(seed)), data) for seed in range(50)]
        assert len(set(made)) > 3
