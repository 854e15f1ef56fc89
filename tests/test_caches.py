"""What is cached: a worker that lives on sees what has changed, and nothing of a patient stays in it."""

from printkit.catalog.store import Catalog
from printkit.content.templates import Templates
from printkit.printing import jobs
from printkit.resources import CATALOG, TEMPLATES


def test_a_worker_that_lives_longer_than_a_change_of_the_catalogue_prints_with_the_new_one(tmp_path, example):
    file = tmp_path / "exercises" / "seated-toe-raise.yaml"
    file.parent.mkdir()
    shipped = (CATALOG / "exercises" / "seated-toe-raise.yaml").read_text(encoding="utf-8")
    made = []
    for word in ("Sit", "Rest"):
        file.write_text(shipped.replace("Sit ", f"{word} "), encoding="utf-8")
        catalog, templates = Catalog((tmp_path, CATALOG)), Templates((TEMPLATES,))
        (job,) = jobs.jobs("chart", [(2, example)], tmp_path, catalog, templates)
        made.append(jobs.make(job))
    assert [each.problem for each in made] == ["", ""]
    assert made[0].output != made[1].output
