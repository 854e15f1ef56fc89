"""A Dask cluster as a standard Executor, so that a batch has one code path. The only home of distributed."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from importlib.util import find_spec

from printkit.errors import OutputError, to_install
from printkit.printing import caches

_EXTRA = "cluster"
_PATIENCE = 10  # seconds to find the scheduler


@contextmanager
def executor(address: str) -> Iterator[tuple[Executor, int]]:
    """The workers behind a scheduler, and how many there are now; at least 1.

    Raises OutputError when the extra is missing or nobody answers. Every worker needs printkit of the same version, and
    the same folders for the catalogue and the files.
    """
    if find_spec("distributed") is None:
        raise OutputError(f"the extra {_EXTRA} is needed for --cluster", hint=f"install it: {to_install(_EXTRA)}")
    import distributed  # takes half a second to import

    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        hint = "give the address of a running scheduler, as tcp://scheduler:8786"
        raise OutputError("no scheduler answers", where=address, hint=hint) from error
    with client:
        try:
            # a job may be tried on a second worker when the first one dies; `nthreads` names them all, where versions of
            # 2025 and 2026 say no more than five in `scheduler_info`
            yield client.get_executor(pure=False, retries=2), max(1, len(client.nthreads()))
        finally:
            with suppress(OSError):  # workers live on after the run; one that is gone has nothing to forget
                client.run(caches.clear, on_error="ignore")
