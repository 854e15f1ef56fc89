"""All of a catalogue as entries for the next time: every record that prints, checked, whoever is printed."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from msgspec import NODEFAULT, Struct, msgpack, structs

from printkit.catalog.store import Catalog
from printkit.errors import PrintkitError

_KINDS = ("exercises", "checklists", "topics", "figures")  # of entries that have a file each


def entries(catalog: Catalog) -> dict[str, bytes]:
    """Each record under the name by which `Catalog` asks its memory; none for what has a problem, which is told anew."""
    found: dict[str, bytes] = {}
    for name, read in _all(catalog):
        with contextlib.suppress(PrintkitError):
            record = read()
            if record is not None:
                found[name] = msgpack.encode(_said(record))
    return found


def _said(value: object) -> object:
    """A record as what its file says of it: what it leaves open, such as a signature that is not there, has no bounds."""
    if isinstance(value, Struct):
        fields = ((each.encode_name, getattr(value, each.name), each.default) for each in structs.fields(value))
        return {key: _said(said) for key, said, default in fields if default is NODEFAULT or said != default}
    if isinstance(value, tuple):
        return tuple(map(_said, value))
    if isinstance(value, Mapping):
        return {key: _said(each) for key, each in value.items()}
    return value


def _all(catalog: Catalog) -> Iterator[tuple[str, Callable[[], object]]]:
    yield from ((f"names/{kind}", partial(catalog.names, kind)) for kind in _KINDS)
    for kind, one in (("exercises", catalog.exercise), ("checklists", catalog.checklist), ("topics", catalog.topic)):
        yield from ((f"{kind}/{name}", partial(one, name)) for name in catalog.names(kind))
    yield from ((f"figures/{name}", partial(catalog.figure, name)) for name in catalog.names("figures"))
    yield from ((name, partial(getattr, catalog, name)) for name in ("measures", "tracked"))
    for name, each in vars(Catalog).items():
        if hasattr(getattr(each, "func", None), "__wrapped__"):  # those marked `kept`
            yield name, partial(getattr, catalog, name)
