"""Every sign to call, to stop and to look for stands in the short booklet: the full list of before it was made short."""

from collections.abc import Iterator

import pytest
from pdf_reading import example

from printkit.document import Paragraph, Table, Terms, text_of, walk

# The words that say a sign; all of one row stand in one line of a page. From the topics before they were shortened.
CALL_NOW = (
    ("balance", "lost"),
    ("eyes", "blurred", "double", "lost sight"),
    ("face", "newly droops"),
    ("arm or leg", "newly weak", "numb"),
    ("speech", "newly slurred", "mixed up", "lost"),
    ("time", "note when it began"),
    ("chest pain", "pressure", "neck", "jaw", "arm"),
    ("you faint", "cough up blood"),
    ("short of breath at rest",),
    ("foot is suddenly cold, pale or blue",),
    ("very bad headache",),
    ("hit your head",),
    ("fall hurts", "blood thinners"),
    ("new loss", "bladder", "bowel"),
    ("sudden new or worse foot drop", "back pain"),
    ("swollen leg", "chest pain", "short of breath"),
)
TODAY = (
    ("foot drop", "slowly gets worse"),
    ("foot drop", "injury", "operation"),
    ("new pain in one calf",),
    ("arm", "leg", "sore", "swollen", "hot", "slowly changing colour"),
    ("broken skin under the brace", "sit", "take it off"),
    ("operation wound", "red", "hot", "wet", "keep the brace off"),
    ("new head pain", "pressure"),
    ("any fall",),
    ("pain", "over 24 hours"),
)
STOP = (
    ("dizzy", "sick"),
    ("very short of breath",),
    ("heart skips or races more than usual",),
    ("cold sweat",),
    ("new or sharp pain", "cramp", "a mild stretch is fine"),
    ("hold on and sit down",),
    ("no more that day",),
    ("pain stays", "call"),
    ("any other sign stays", "call 999"),
    ("tell your therapist before you start again",),
)
START = (
    ("hold a worktop or fixed rail",),
    ("never hold a chair that can move",),
    ("brace", "your shoes", "firm, closed shoes"),
    ("someone near", "phone in reach"),
    ("breathe out",),
)
AFTER_A_FALL = (
    ("hit your head", "blood thinners"),
    ("neck, back, hip or chest hurts",),
    ("bad pain", "any pain on blood thinners"),
    ("limb looks bent",),
    ("arm or leg moves worse than before this fall",),
    ("bleed a lot",),
    ("fainted", "very unwell"),
    ("hard to breathe",),
    ("face newly droops",),
    ("arm or leg is suddenly weak or numb",),
    ("speech or sight is suddenly worse",),
    ("you are not sure",),
    ("stop trying",),
    ("phone or alarm", "call 999"),
    ("no phone", "shout", "bang"),
    ("keep warm", "move a little"),
    ("even if nothing hurts",),
    ("where, when and how you fell",),
    ("check brace, shoes and walking aid",),
    ("do not train again until you have told them",),
    ("ask what hurts before the person moves", "if anything hurts, call 999 first"),
    ("do not lift the person",),
    ("never pull on an arm",),
    ("one try fails", "call 999"),
)
NEXT_DAYS = (
    ("bad headache",),
    ("sick", "very sleepy", "mixed up"),
    ("newly weak", "your speech or sight changes"),
    ("knock on the head can show later", "call 999"),
)
SKIN = (
    ("foot suddenly cold, pale or blue",),
    ("blister, cut, crack or wet spot",),
    ("hot, hard or swollen spot",),
    ("dark skin hides marks",),
)


def _lines() -> Iterator[str]:
    for block in walk(example("booklet").document.blocks):
        match block:
            case Paragraph(children=children):
                yield text_of(children).lower()
            case Terms(rows=rows):
                yield from (say.lower() for _, say in rows)
            case Table(rows=rows):
                yield from (cell.lower() for row in rows for cell in row)
            case _:
                pass


@pytest.mark.parametrize("sign", [*CALL_NOW, *TODAY, *STOP, *START, *AFTER_A_FALL, *NEXT_DAYS, *SKIN], ids=" ".join)
def test_the_short_booklet_says_it_in_one_line(sign: tuple[str, ...]):
    assert any(all(word in line for word in sign) for line in _lines())


def test_the_first_sign_is_enough_even_if_it_goes_away():
    words = " ".join(block.lower() for band in walk(example("booklet").document.blocks)
                     for block in getattr(band, "aside", ()) if isinstance(block, str))  # fmt: skip
    assert "1 new or worse sign is enough" in words
    assert "even if it goes away" in words
    assert "no answer? call 111, or find another doctor today" in words
