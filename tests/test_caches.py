"""What is cached: a worker that lives on sees what has changed, and nothing of a patient stays in it."""

import distributed

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content.kinds import KINDS
from printkit.content.templates import Templates
from printkit.printing import caches, cluster, jobs
from printkit.resources import CATALOG, TEMPLATES


def bounded() -> dict[str, int]:
    """How many entries each cache with a bound has."""
    found = {name: cache for name, cache in caches.every().items() if cache.cache_parameters()["maxsize"] is not None}
    return {name: cache.cache_info().currsize for name, cache in found.items()}


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


def test_clearing_the_caches_leaves_no_entry_in_any_cache_with_a_bound(catalog, templates, example):
    before = pipeline.make(KINDS["booklet"], catalog, templates, example)
    assert sum(bounded().values()) > 1000
    caches.clear()
    assert not any(bounded().values())
    after = pipeline.make(KINDS["booklet"], catalog, templates, example)
    assert after.printed.data == before.printed.data


def test_a_worker_of_a_cluster_forgets_the_prints_of_a_run_when_it_ends(catalog, templates, example, tmp_path):
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp"
    ) as here:
        with cluster.executor(here.scheduler_address) as (executor, _):
            (job,) = jobs.jobs("chart", [(2, example)], tmp_path, catalog, templates)
            assert executor.submit(jobs.make, job).result(timeout=60).problem == ""
            assert any(bounded().values())
        assert not any(bounded().values())


def test_a_run_ends_well_when_the_scheduler_is_gone(monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    here = distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=None, protocol="tcp")
    with cluster.executor(here.scheduler_address):
        here.close()
