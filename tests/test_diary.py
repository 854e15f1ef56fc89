"""The diary: what goes in comes out, a correction leaves its trace, and what is forgotten is gone to the last byte."""

import contextlib
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.diary import database, engine, schema
from printkit.diary.paper import Paper, PaperBox
from printkit.errors import DiaryError, Several
from printkit.model.vocabulary import Answer, Side
from printkit.outcomes import history as history_of
from printkit.outcomes.history import Checked, Done, History, Measured, Observation, PatientEntry, Prescribed, Sheets
from printkit.scan.records import Mark

pytestmark = pytest.mark.foreign

DAY = date(2026, 11, 1)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ONE_OF_EACH = (
    Done(day=DAY, exercise="seated-toe-raise", sets=2, minutes=7.5, effort=4, pain=0, note="with the blue chair"),
    Observation(day=DAY, what="falls", value=0),
    Observation(day=DAY, what="stairs-up", choice="rail"),
    Checked(day=DAY, what="skin", all_well=False, note="heel"),
    Measured(day=DAY, measure="10mwt", value=0.82, assessor="A. Reed", brace=Answer.YES, side=Side.LEFT),
    Prescribed(exercise="seated-toe-raise", starts_on=DAY, sets=2, repetitions=10, days_per_week=5),
)


# --- 2 databases


@pytest.fixture
def book(place):
    with database.opened(place) as found:
        yield found


def filed(*entries, patient="p-1", where=""):
    return [PatientEntry(patient=patient, entry=entry, where=where) for entry in entries]


# --- in and out


def test_what_goes_in_comes_out(book):
    assert book.add(filed(*ONE_OF_EACH)).new == 6
    found = book.history("p-1")
    assert found == History(
        patient="p-1",
        done=ONE_OF_EACH[:1],
        noted=ONE_OF_EACH[1:3],
        checked=ONE_OF_EACH[3:4],
        measured=ONE_OF_EACH[4:5],
        prescribed=ONE_OF_EACH[5:],
    )
    assert book.patients() == ("p-1",)


def test_nothing_is_known_of_a_stranger(book):
    assert book.history("p-9") == History(patient="p-9")


def test_bringing_the_same_again_changes_nothing(book):
    book.add(filed(*ONE_OF_EACH))
    before = book.history("p-1")
    again = book.add(filed(*ONE_OF_EACH))
    assert (again.new, again.filled, again.corrected, again.same) == (0, 0, 0, 6)
    assert book.history("p-1") == before


@pytest.mark.parametrize("patients", [1, 60])
def test_a_year_again_changes_nothing_however_it_is_looked_up(book, patients):
    days = [date(2026, 1 + number // 28, 1 + number % 28) for number in range(330 // patients)]
    year = [
        PatientEntry(patient=f"p-{number}", entry=Done(day=day, exercise=exercise, sets=2))
        for day in days
        for number in range(patients)
        for exercise in ("a", "b", "c")
    ]
    book.add(filed(Done(day=days[0], exercise="d", sets=1), patient="p-0"))
    assert book.add(year[::2]).new == len(year[::2])
    again = book.add(year)
    assert (again.new, again.same) == (len(year) - len(year[::2]), len(year[::2]))


def test_empty_places_are_filled_and_nothing_recorded_is_no_zero(book):
    book.add(filed(Done(day=DAY, exercise="bridge", sets=2)))
    assert book.history("p-1").done[0].pain is None
    added = book.add(filed(Done(day=DAY, exercise="bridge", pain=3)))
    assert added.filled == 1
    assert book.history("p-1").done == (Done(day=DAY, exercise="bridge", sets=2, pain=3),)
    assert book.corrections("p-1") == ()


def test_a_zero_is_a_value_and_not_an_empty_place(book):
    book.add(filed(Done(day=DAY, exercise="bridge", sets=0)))
    with pytest.raises(DiaryError, match="differs from the diary"):
        book.add(filed(Done(day=DAY, exercise="bridge", sets=2)))


def test_a_tick_gives_way_to_a_count_and_never_the_other_way_round(book):
    tick, counted = Done(day=DAY, exercise="bridge", sets=1, ticked=True), Done(day=DAY, exercise="bridge", sets=3)
    book.add(filed(tick))
    book.add(filed(counted))
    book.add(filed(tick))
    assert book.history("p-1").done == (counted,)


def test_a_tick_beside_sets_that_were_not_done_is_a_problem(book):
    book.add(filed(Done(day=DAY, exercise="bridge", sets=0)))
    with pytest.raises(DiaryError, match="differs"):
        book.add(filed(Done(day=DAY, exercise="bridge", sets=1, ticked=True)))


def test_a_history_has_the_days_that_were_asked_for_and_what_stood_then(book):
    days = [date(2026, 11, number) for number in range(1, 11)]
    book.add(filed(*(Observation(day=day, what="falls", value=0) for day in days)))
    stood = [
        Prescribed(exercise="a", starts_on=days[0], until=days[2]),
        Prescribed(exercise="b", starts_on=days[0], until=days[3]),
        Prescribed(exercise="c", starts_on=days[1]),
        Prescribed(exercise="d", starts_on=days[6]),
    ]
    book.add(filed(*stood))
    found = book.history("p-1", days[3], days[5])
    assert [noted.day for noted in found.noted] == days[3:6]
    assert [each.exercise for each in found.prescribed] == ["b", "c"]


def test_2_values_of_one_day_stay_apart_when_their_conditions_differ(book):
    with_brace = Measured(day=DAY, measure="10mwt", value=0.8, assessor="A", brace=Answer.YES)
    without = replace(with_brace, value=0.6, brace=Answer.NO)
    alone = replace(with_brace, value=0.9, assessor="")
    assert book.add(filed(with_brace, without, alone)).new == 3


def test_a_problem_keeps_everything_out(book):
    book.add(filed(Observation(day=DAY, what="falls", value=0)))
    trouble = DiaryError("sets is 'x'", where="log.csv: row 3")
    fresh = filed(Observation(day=DAY, what="trips", value=0))
    clash = filed(Observation(day=DAY, what="falls", value=2), where="log.csv: row 4")
    with pytest.raises(Several) as raised:
        book.add([*fresh, trouble, *clash])
    assert [problem.where for problem in raised.value.problems] == ["log.csv: row 3", "log.csv: row 4"]
    assert [noted.what for noted in book.history("p-1").noted] == ["falls"]


def test_a_wrong_column_does_not_fill_the_screen(book):
    with pytest.raises(Several) as raised:
        book.add(DiaryError(f"row {number}") for number in range(12_000))
    assert len(raised.value.problems) == 201
    assert str(raised.value.problems[-1]) == "and 11800 problems more"


def test_a_dry_run_tells_all_and_keeps_nothing(book):
    assert book.add(filed(*ONE_OF_EACH), keep=False).new == 6
    assert book.patients() == ()


def test_2_values_for_one_day_in_one_file_are_a_problem_even_as_a_correction(book):
    first, second = (Observation(day=DAY, what="falls", value=value) for value in (1, 2))
    for correct in (False, True):
        with pytest.raises(DiaryError, match=r"differs from another row of the file \(row 2\)"):
            book.add([*filed(first, where="row 2"), *filed(second, where="row 3")], by="A", at=NOW, correct=correct)
    many = [
        *filed(first),
        *(filed(*(Observation(day=date(2000 + n // 300, 1 + n % 12, 1 + n % 25), what=f"w{n}") for n in range(5001)))),
        *filed(second),
    ]
    with pytest.raises(DiaryError, match="another row of the file"):
        book.add(many, by="A", at=NOW, correct=True)


ENTRIES = st.one_of(
    st.builds(
        Done,
        day=st.dates(date(2026, 1, 1), date(2026, 1, 4)),
        exercise=st.sampled_from(["a", "b"]),
        sets=st.none() | st.integers(0, 5),
        minutes=st.none() | st.floats(0, 100),
        note=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
    ),
    st.builds(
        Observation,
        day=st.dates(date(2026, 1, 1), date(2026, 1, 4)),
        what=st.sampled_from(["a", "b"]),
        value=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    ),
    st.builds(
        Measured,
        day=st.dates(date(2026, 1, 1), date(2026, 1, 4)),
        measure=st.just("tug"),
        value=st.floats(0, 100),
        side=st.sampled_from(Side),
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.lists(ENTRIES, max_size=12))
def test_whatever_comes_in_any_order_and_twice_nothing_is_lost(tmp_path, entries):
    """All of it goes in, or it says what differs; a second time changes nothing."""
    with contextlib.suppress(OSError):
        (tmp_path / "any.sqlite3").unlink()
    with database.opened(tmp_path / "any.sqlite3") as book:
        try:
            first = book.add(filed(*entries))
        except (DiaryError, Several):
            assert book.patients() == ()
            return
        assert first.new + first.filled + first.same == len(entries)
        before = book.history("p-1")
        kept = (*before.done, *before.noted, *before.measured)
        assert book.add(filed(*kept)).same == len(kept)
        assert book.history("p-1") == before
        for entry in entries:
            said = {name: value for name, value in history_of.as_row(entry).items() if value not in (None, "")}
            assert any(said.items() <= history_of.as_row(each).items() for each in kept if type(each) is type(entry))


# --- corrections


def test_a_correction_keeps_the_old_value_who_and_when(book):
    old = Done(day=DAY, exercise="bridge", sets=2, pain=1)
    book.add(filed(old))
    added = book.add(filed(Done(day=DAY, exercise="bridge", sets=3)), by="A. Reed", at=NOW, correct=True)
    assert added.corrected == 1
    (found,) = book.corrections("p-1")
    assert (found.old, found.new, found.by, found.at) == (old, replace(old, sets=3), "A. Reed", NOW)
    assert book.history("p-1").done == (replace(old, sets=3),)


@pytest.mark.parametrize("correct", [{"by": ""}, {"at": None}])
def test_a_correction_without_a_name_or_a_time_is_refused(book, correct):
    with pytest.raises(DiaryError, match="needs a name"):
        book.add([], **{"by": "A", "at": NOW, "correct": True, **correct})


def test_what_was_never_true_is_struck_out_and_leaves_a_trace(book):
    book.add(filed(*ONE_OF_EACH))
    book.correct("p-1", ONE_OF_EACH[1], None, by="A. Reed", at=NOW)
    assert [noted.what for noted in book.history("p-1").noted] == ["stairs-up"]
    (found,) = book.corrections("p-1")
    assert (found.old, found.new) == (ONE_OF_EACH[1], None)


def test_an_entry_moves_to_another_day(book):
    old, new = Observation(day=DAY, what="falls", value=1), Observation(day=date(2026, 11, 2), what="falls", value=1)
    book.add(filed(old))
    book.correct("p-1", old, new, by="A. Reed", at=NOW)
    assert book.history("p-1").noted == (new,)
    with pytest.raises(DiaryError, match="not in the diary"):
        book.correct("p-1", old, new, by="A. Reed", at=NOW)


def test_a_correction_never_covers_another_entry(book):
    one, two = Observation(day=DAY, what="falls", value=1), Observation(day=date(2026, 11, 2), what="falls", value=0)
    book.add(filed(one, two))
    with pytest.raises(DiaryError, match="in the diary already"):
        book.correct("p-1", one, replace(one, day=two.day), by="A", at=NOW)
    assert book.history("p-1").noted == (one, two)


# --- forgetting


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def told_of(patient: str, secret: str) -> list[PatientEntry]:
    days = [date(2026, 1 + number // 28, 1 + number % 28) for number in range(300)]
    entries = [Done(day=day, exercise="bridge", sets=2, note=f"{secret}-{day.isoformat()}") for day in days]
    return filed(*entries, Observation(day=DAY, what="notes", note=f"{secret}-long-" * 500), patient=patient)


def test_what_is_forgotten_is_gone(book):
    book.add([*told_of("p-1", "secret"), *told_of("p-2", "kept")])
    book.add(filed(Observation(day=DAY, what="notes", note="other")), by="A", at=NOW, correct=True)
    assert book.forget("p-1") == 302
    assert book.patients() == ("p-2",)
    assert book.history("p-1") == History(patient="p-1")
    assert book.corrections("p-1") == ()
    assert len(book.history("p-2").done) == 300
    assert book.forget("p-1") == 0


def test_what_is_forgotten_is_in_no_byte_of_any_file(tmp_path):
    """The file, its log and its index: neither the id nor a note, not even one that was corrected before."""
    with database.opened(tmp_path / "diary.sqlite3") as book:
        book.add([*told_of("patient-4711", "secret"), *told_of("patient-0815", "kept")])
        book.add(
            filed(Observation(day=DAY, what="notes", note="word"), patient="patient-4711"),
            by="Dr. Hyde",
            at=NOW,
            correct=True,
        )
        assert b"secret" in every_byte(tmp_path)
        book.forget("patient-4711")
        for traces in (b"patient-4711", b"secret", b"Dr. Hyde"):
            assert traces not in every_byte(tmp_path)
        assert b"patient-0815" in every_byte(tmp_path)
    assert b"secret" not in every_byte(tmp_path)


def test_bytes_that_another_program_holds_are_told_and_cleared_the_next_time(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "_WAIT", 0.2)
    path = tmp_path / "diary.sqlite3"
    with database.opened(path) as book:
        book.add(told_of("patient-4711", "secret"))
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM done").fetchone()
        with pytest.raises(DiaryError, match=r"old bytes are left|cannot be used"):
            book.forget("patient-4711")
        reader.close()
        assert book.patients() == ()
        assert book.forget("patient-4711") == 0
        assert b"secret" not in every_byte(tmp_path)


def test_the_tables_of_a_server_are_written_anew(server, place, request):
    if request.node.callspec.params["place"] != "postgresql":
        pytest.skip("SQLite has its own test, by its bytes")
    with database.opened(place) as book:
        book.add([*told_of("patient-4711", "secret"), *told_of("patient-0815", "kept")])
        with book._reading() as connection:
            before = connection.exec_driver_sql("SELECT pg_relation_filepath('done')").scalar()
        book.forget("patient-4711")
        with book._reading() as connection:
            after = connection.exec_driver_sql("SELECT pg_relation_filepath('done')").scalar()
            data = connection.exec_driver_sql("SHOW data_directory").scalar()
    old = Path(data) / before
    assert before != after
    assert not old.exists() or b"secret" not in old.read_bytes()
    assert b"secret" not in (Path(data) / after).read_bytes()


# --- the file and the server


def test_a_diary_is_for_its_owner_only_and_keeps_a_log(tmp_path):
    old = os.umask(0)
    try:
        with database.opened(tmp_path / "diary.sqlite3") as book:
            book.add(filed(*ONE_OF_EACH))
            names = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(old)
    assert set(names) == {"diary.sqlite3", "diary.sqlite3-wal", "diary.sqlite3-shm"}
    assert set(names.values()) == {0o600}


def test_foreign_keys_are_on(place):
    with database.opened(place) as book, pytest.raises(DiaryError), book._writing() as connection:
        connection.execute(schema.NOTED.insert(), {"patient": "nobody", **history_of.as_row(ONE_OF_EACH[1])})


def test_a_copy_is_a_diary_with_all_there_is(book, tmp_path):
    book.add([*filed(*ONE_OF_EACH), *told_of("p-2", "kept")])
    book.add(filed(Observation(day=DAY, what="falls", value=2)), by="A. Reed", at=NOW, correct=True)
    copy = tmp_path / "copy.sqlite3"
    assert book.backup(copy) == 2
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with database.opened(copy, new=False) as found:
        for patient in ("p-1", "p-2"):
            assert found.history(patient) == book.history(patient)
            assert found.corrections(patient) == book.corrections(patient)
        found.add(filed(Observation(day=DAY, what="trips", value=2)), by="A. Reed", at=NOW, correct=True)
        found.add(filed(Observation(day=DAY, what="trips", value=3)), by="A. Reed", at=NOW, correct=True)
    with pytest.raises(DiaryError, match="is there already"):
        book.backup(copy)


def test_a_diary_moves_to_a_server_and_goes_on_there(place, tmp_path):
    with database.opened(tmp_path / "small.sqlite3") as book:
        book.add(filed(*ONE_OF_EACH))
        book.add(filed(Observation(day=DAY, what="falls", value=2)), by="A. Reed", at=NOW, correct=True)
        book.backup(place)
        with database.opened(place, new=False) as moved:
            assert moved.history("p-1") == book.history("p-1")
            moved.add(filed(Observation(day=DAY, what="falls", value=3)), by="A. Reed", at=NOW, correct=True)
            assert len(moved.corrections("p-1")) == 2
        with pytest.raises(DiaryError, match="already"):
            book.backup(place)


def test_an_older_diary_is_brought_up_to_date_and_a_newer_one_is_left_alone(place, monkeypatch):
    with database.opened(place) as book:
        book.add(filed(*ONE_OF_EACH))

    def second(connection):
        connection.execute(sqlalchemy.text("ALTER TABLE checked ADD COLUMN looked_by VARCHAR"))

    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, second))
        for _ in range(2):
            with database.opened(place) as book, book._reading() as connection:
                assert schema.version(connection) == len(schema.MIGRATIONS) + 1
                assert connection.execute(sqlalchemy.text("SELECT looked_by FROM checked")).scalars().all() == [None]
        with database.opened(place) as book:
            assert book.history("p-1").checked == ONE_OF_EACH[3:4]
    with pytest.raises(DiaryError, match="newer printkit"):
        database.opened(place)


def without_paper(connection) -> None:
    for name in ("geometry", "papers", "paper_checks"):
        connection.execute(sqlalchemy.text(f"DROP TABLE {name}"))


def test_a_diary_of_version_3_learns_of_paper(place):
    with database.opened(place) as book:
        book.add(filed(*ONE_OF_EACH))
        with book._writing() as connection:
            without_paper(connection)
            connection.execute(sqlalchemy.text("UPDATE diary_version SET version = 3"))
    page = Paper(patient="p-1", code="PK1C01AAAABBBBBB", boxes={"x/1": PaperBox(read=Mark.CHECK, reason="it is faint")})
    sheets = Sheets(patient="p-1", token="BBBBBB", first_week=1, weeks=2, printed_on=DAY, geometry=b"packed")
    with database.opened(place) as book:
        with book.printed(sheets):
            pass
        book.keep_papers(page)
        book.note_check(20, 1, by="A. Reed", at=datetime(2026, 11, 20, tzinfo=UTC))
        assert (book.papers("p-1"), book.open_boxes(), book.checks()) == ((page,), 1, (20, 1))
        assert book.geometry(["BBBBBB"]) == (b"packed",)


def test_a_diary_of_version_1_learns_of_sheets(place):
    with database.opened(place) as book:
        book.add(filed(*ONE_OF_EACH))
        with book._writing() as connection:
            connection.execute(sqlalchemy.text("DROP TABLE sheets"))
            without_paper(connection)
            connection.execute(sqlalchemy.text("ALTER TABLE prescribed DROP COLUMN weekdays"))
            connection.execute(sqlalchemy.text("UPDATE diary_version SET version = 1"))
    sheets = Sheets(patient="p-1", token="AB12CD", first_week=3, weeks=2, printed_on=DAY)
    with database.opened(place) as book:
        assert book.history("p-1").checked == ONE_OF_EACH[3:4]
        for each in (sheets, replace(sheets, weeks=4), replace(sheets, patient="p-2")):
            with book.printed(each):
                pass
        assert book.sheets() == (replace(sheets, weeks=4), replace(sheets, patient="p-2"))
        book.forget("p-1")
        assert book.sheets() == (replace(sheets, patient="p-2"),)


def test_a_diary_of_version_2_learns_of_the_days_of_the_week(place):
    old = Prescribed(exercise="bridging", starts_on=DAY, days_per_week=3)
    with database.opened(place) as book:
        book.add(filed(old))
        with book._writing() as connection:
            connection.execute(sqlalchemy.text("ALTER TABLE prescribed DROP COLUMN weekdays"))
            without_paper(connection)
            connection.execute(sqlalchemy.text("UPDATE diary_version SET version = 2"))
    new = replace(old, starts_on=DAY.replace(day=DAY.day + 1), weekdays="mon wed fri")
    with database.opened(place) as book:
        book.add(filed(new))
        assert book.history("p-1").prescribed == (old, new)


def test_a_step_that_fails_leaves_the_diary_as_it_was(place, monkeypatch):
    with database.opened(place) as book:
        book.add(filed(*ONE_OF_EACH))

    def broken(connection):
        connection.execute(sqlalchemy.text("ALTER TABLE checked ADD COLUMN looked_by VARCHAR"))
        connection.execute(sqlalchemy.text("ALTER TABLE nothing ADD COLUMN x VARCHAR"))

    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
        with pytest.raises(DiaryError, match="cannot be used"):
            database.opened(place)
    with database.opened(place) as book:
        assert book.history("p-1").checked == ONE_OF_EACH[3:4]


def test_2_at_once_lose_nothing(place):
    with database.opened(place):
        pass

    def write(patient: str) -> None:
        with database.opened(place) as book:
            for number in range(1, 21):
                book.add(filed(Observation(day=date(2026, 1, number), what="falls", value=0), patient=patient))

    threads = [threading.Thread(target=write, args=(f"p-{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.opened(place) as book:
        assert [len(book.history(patient).noted) for patient in book.patients()] == [20, 20, 20]


def test_2_that_make_the_same_diary_at_once_make_one(place):
    problems = []

    def make() -> None:
        try:
            database.opened(place).close()
        except Exception as error:  # noqa: BLE001 - told below
            problems.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


class Locked:
    """A connection that SQLite refuses so many times, for another one switches at the same moment."""

    def __init__(self, times: int, reason: str = "database is locked") -> None:
        self.times, self.reason = times, reason

    def exec_driver_sql(self, statement: str) -> None:
        self.times -= 1
        if self.times >= 0:
            raise sqlalchemy.exc.OperationalError(statement, None, sqlite3.OperationalError(self.reason))


def test_who_switches_a_new_diary_while_another_does_waits_for_it(monkeypatch):
    monkeypatch.setattr(engine, "_PAUSE", 0)
    refused = Locked(3)
    engine.switch_to_log(refused)
    assert refused.times == -1
    monkeypatch.setattr(engine, "_WAIT", 0)
    for connection in (Locked(1_000_000), Locked(1, "disk I/O error")):
        with pytest.raises(sqlalchemy.exc.OperationalError):
            engine.switch_to_log(connection)


def test_a_killed_import_leaves_nothing_half_done(tmp_path):
    """The process is killed in the middle of a transaction that has already been written to the log."""
    path = tmp_path / "diary.sqlite3"
    program = (
        "import os, sys\nfrom datetime import date\nfrom printkit.diary import database\nfrom printkit.outcomes.history import Observation, PatientEntry\n"
        "def entries():\n"
        "    for number in range(30000):\n"
        "        yield PatientEntry(patient='p-1', entry=Observation(day=date(2026, 1, 1), what=f'w{number}', note='x' * 200))\n"
        "    os.kill(os.getpid(), 9)\n"
        f"database.opened({str(path)!r}).add(entries())\n"
    )
    killed = subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    with database.opened(path) as book:
        assert book.patients() == ()


@pytest.mark.parametrize(
    "data", [b"not a database at all, but long enough to be looked at" * 20, b"SQLite format 3\0junk"]
)
def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path, data):
    path = tmp_path / "diary.sqlite3"
    path.write_bytes(data)
    with pytest.raises(DiaryError, match="is no diary"):
        database.opened(path)
    assert path.read_bytes() == data


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE customers (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(DiaryError, match="this database is no diary"):
        database.opened(path)
    assert path.read_bytes() == before  # not even its journal is another
    assert [each.name for each in tmp_path.iterdir()] == ["other.sqlite3"]
    with contextlib.closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("customers",)]


def test_reading_waits_for_nobody_who_writes(place, monkeypatch):
    monkeypatch.setattr(engine, "_WAIT", 0.1)
    with database.opened(place) as book:
        book.add(filed(*ONE_OF_EACH))
        with book._writing() as writer:
            writer.execute(schema.NOTED.delete())
            with database.opened(place, new=False) as other:
                assert other.history("p-1").noted == ONE_OF_EACH[1:3]
                assert other.patients() == ("p-1",)


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("UPDATE measured SET side = 'middle' WHERE day = '2026-11-02'", "measured"),
        ("UPDATE measured SET day = 'yesterday' WHERE day = '2026-11-02'", "measured"),
        ("UPDATE measured SET value = 'much' WHERE day = '2026-11-02'", "measured"),
        ("UPDATE corrections SET old = '{' WHERE id = 2", "corrections"),
        ("UPDATE corrections SET kind = 'dreamt' WHERE id = 2", "corrections"),
        ("UPDATE corrections SET changed_at = 'late' WHERE id = 2", "corrections"),
        ("UPDATE corrections SET old = '' WHERE id = 2", "corrections"),
    ],
)
def test_a_damaged_row_is_named_and_the_backup_too(tmp_path, change, table):
    path = tmp_path / "diary.sqlite3"
    values = [Measured(day=date(2026, 11, day), measure="tug", value=12, assessor="A") for day in (1, 2)]
    notes = [Observation(day=date(2026, 11, day), what="falls", value=1) for day in (1, 2)]
    with database.opened(path) as book:
        book.add(filed(*values, *notes))
        for each in notes:
            book.correct("p-1", each, None, by="A", at=NOW)
    with contextlib.closing(sqlite3.connect(path)) as other, other:
        other.execute(change)
    with database.opened(path) as book:
        read = book.corrections if table == "corrections" else book.history
        with pytest.raises(DiaryError, match=f"damaged: table {table}, row 2") as raised:
            read("p-1")
    assert "backup" in raised.value.hint
    assert raised.value.where == str(path)


def test_a_damaged_id_or_sheet_is_named(tmp_path):
    path = tmp_path / "diary.sqlite3"
    sheets = Sheets(patient="p-1", token="AB12CD", first_week=1, weeks=2, printed_on=date(2026, 11, 2))
    with database.opened(path) as book, book.printed(sheets):
        pass
    with contextlib.closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE sheets SET first_week = 'one'")
        other.execute("UPDATE patients SET id = x'ff'")
    with database.opened(path) as book:
        with pytest.raises(DiaryError, match="table patients, row 1"):
            book.patients()
        with pytest.raises(DiaryError, match="table sheets, row 1"):
            book.sheets()


def test_a_damaged_row_stops_an_import_and_a_copy_with_a_message(tmp_path):
    path = tmp_path / "diary.sqlite3"
    with database.opened(path) as book:
        book.add(filed(*ONE_OF_EACH))
    with contextlib.closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE prescribed SET until = 'soon'")
    with database.opened(path) as book:
        with pytest.raises(DiaryError, match="table prescribed, row 1"):
            book.add(filed(*ONE_OF_EACH))
        with pytest.raises(DiaryError, match="table prescribed, row 1"):
            book.backup(tmp_path / "copy.sqlite3")
    assert not (tmp_path / "copy.sqlite3").exists()


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("", "is a folder"),
        ("missing/diary.sqlite3", "cannot be made"),
        ("diary\0.sqlite3", "cannot be made"),
        ("nonsense://", "is kept in SQLite or PostgreSQL"),
        ("postgresql://u:s3cret@127.0.0.1:1/clinic", "cannot be used"),
    ],
)
def test_a_place_that_cannot_be_used_is_a_message_without_a_password(tmp_path, place, says):
    with pytest.raises(DiaryError, match=says) as raised:
        database.opened(place if "://" in place else tmp_path / place)
    assert "s3cret" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_a_diary_that_is_not_there_is_not_made_to_be_read(tmp_path):
    with pytest.raises(DiaryError, match="there is no diary"):
        database.opened(tmp_path / "diary.sqlite3", new=False)
    assert list(tmp_path.iterdir()) == []


def test_an_import_of_the_command_line_does_not_wait_for_the_database():
    program = (
        "import sys, printkit.cli.group; assert not {'sqlalchemy', 'sqlite3', 'printkit.cli.diary'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
