"""Processes that print a list together: who gets which row, what one that dies costs, and the same bytes either way."""

import hashlib
import os
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path

import pytest

from printkit.model.options import Options
from printkit.printing import processes
from printkit.printing.jobs import Job, Volume
from printkit.resources import EXAMPLES


def job(number: int, person: str = "", name: str = "") -> Job:
    return Job(row=number, kind="booklet", options=Options(), name=name or f"{number}.pdf", folder="", catalogs=(),
               templates=(), version="", input="", person=person)  # fmt: skip


def named(work: Job | Volume) -> str:
    """What the processes of these tests do."""
    if work.name == "dies":
        os._exit(3)
    if work.name == "raises":
        raise ValueError
    return work.name + (" " * 3_000_000 if work.name == "much" else "")


def said(works: list[Job], count: int = 2) -> list[str]:
    with processes.pool(count, "spawn") as pool:
        return list(pool.spread(works, named, lambda work, problem: f"{work.name}: {problem}"))


def test_every_job_is_done_once():
    works = [job(number, f"p-{number % 3}") for number in range(100)]
    assert sorted(said(works)) == sorted(work.name for work in works)


def test_one_that_dies_costs_what_it_had_in_hand_and_the_others_do_the_rest():
    works = [job(number, name="dies" if number == 4 else "") for number in range(60)]
    found = said(works)
    lost = [each for each in found if "its worker died (exit code 3); run again" in each]
    assert "dies" in {each.partition(":")[0] for each in lost}
    assert len(lost) <= 2
    assert sorted(each.partition(":")[0] for each in found) == sorted(work.name for work in works)


def test_when_all_are_dead_each_job_that_is_left_is_told():
    found = said([job(number, name="dies" if number < 4 else "") for number in range(200)])
    assert len(found) == 200
    assert sum("no worker is left; run again" in each for each in found) >= 190


def test_what_cannot_be_done_costs_nothing_else():
    found = said([job(1, name="raises"), job(2), job(3)], 1)
    assert found == ["raises: this is a bug in printkit (ValueError)", "2.pdf", "3.pdf"]


def test_a_run_that_is_left_in_the_middle_ends_its_processes():
    """Also one that waits for somebody to hear what it has made."""
    with processes.pool(2, "spawn") as pool:
        assert next(pool.spread((job(each, name="much") for each in range(9)), named, lambda *_: "")).strip() == "much"
    assert all(each.process.exitcode == 0 for each in pool._all)


def known(*people: str) -> processes._Process:
    return processes._Process(None, None, deque(), set(people))


def test_a_process_gets_rows_with_the_people_that_it_has_drawn():
    mine, other = known("ann"), known("bob")
    waiting = deque([job(1, "bob"), job(2, "cleo"), job(3, "ann"), job(4, "bob")])
    taken = []
    while waiting:
        taken.append(processes._fitting(waiting, mine, [mine, other]))
        mine.people.add(taken[-1].person)
    assert [each.row for each in taken] == [3, 2, 1, 4]  # its own, then a new one, then the first of another's


def test_no_more_of_a_list_is_read_ahead_than_it_takes_to_find_people_in():
    """A volume shows all people, so only those that are printed, and the next, are in memory."""
    read = []

    def works():
        for number in range(40):
            rows = tuple(job(row) for row in range(100))
            read.append(number)
            yield Volume(row=1, jobs=rows, name=f"{number}", folder="", input="")

    with processes.pool(1, "spawn") as pool:
        made = pool.spread(works(), named, lambda *_: "")
        assert next(made) == "0"
        assert len(read) <= 4
        assert len(list(made)) == 39


def test_a_process_begins_as_a_copy_only_where_nothing_else_runs(monkeypatch):
    begun = []

    class Begun:
        def __init__(self, _count, start):
            begun.append(start)

        def end(self):
            pass

    monkeypatch.setattr(processes, "Processes", Begun)
    for platform, threads in (("linux", 1), ("linux", 2), ("darwin", 1)):
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setattr(threading, "active_count", lambda: threads)  # noqa: B023 - asked at once
        with processes.pool(2):
            pass
    assert begun == ["fork", "spawn", "spawn"]


@pytest.mark.slow
def test_copies_processes_of_their_own_and_this_one_print_the_same_bytes(tmp_path):
    """Each in a command of its own: on Linux --jobs 2 is copies, and with a thread beside it processes that begin afresh."""
    run = "import sys, printkit.__main__ as m; sys.argv[0] = 'printkit'; sys.exit(m.main())"
    waits = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start(); "
    made = []
    for name, code, count in (("one", run, "1"), ("copies", run, "2"), ("afresh", waits + run, "2")):
        command = ["batch", EXAMPLES / "roster.csv", "-o", tmp_path / name, "--jobs", count, "--no-diary"]
        ended = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=False)
        assert "failed" in ended.stdout, ended.stderr
        made.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in printed(tmp_path / name)})
    assert len(made[0]) >= 2
    assert made[0] == made[1] == made[2]


def printed(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pdf"))
