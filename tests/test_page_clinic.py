"""The clinic at the head of the pages, with a logo that is chosen on a screen: the same bytes as from its file."""

import io
import re
from pathlib import Path

import pytest
from conftest import NOVEMBER
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from test_page_booklet import EXAMPLE, Sent

from printkit.kit import Printkit
from printkit.page import application as screens
from printkit.page.house import Places
from printkit.resources import EXAMPLES

TYPED = {"do": "keep", "name": "Riverside", "phone": "01632 960123", "therapist": "J. Marsh", "region": "GB"}


def logo(kind: str = "PNG", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((240, 80)).convert(mode).save(out, kind)
    return out.getvalue()


@pytest.fixture
def page():
    return screens.application(Printkit(), "/s", ("localhost",)).test_client()


def kept(page, data: bytes, **more: str):
    return page.post("/s/clinic", data={**TYPED, **more, "logo": (io.BytesIO(data), "x.png")})


def made(page, path: str, answers: dict[str, str]) -> bytes:
    sent = page.post(path, data=answers)
    assert sent.status_code == 303, sent.text
    (file,) = re.findall(r'data-file="([^"]+)"', page.get(sent.location).text)
    return page.get(file).data


def test_an_svg_is_a_logo_where_something_can_draw_it_and_else_refused_with_what_to_do(page):
    drawing = (EXAMPLES / "riverside.svg").read_bytes()
    assert "SVG file" in page.get("/s/clinic").text
    assert kept(page, drawing).location == "/s/clinic?kept=yes"
    window = screens.application(Printkit(), "/s", ("localhost",), places=Places(window="1")).test_client()
    assert "SVG file" not in window.get("/s/clinic").text
    refused = kept(window, drawing)
    assert refused.status_code == 422
    assert "The logo is an SVG." in refused.text
    assert "Save it as PNG, or use printkit open." in refused.text


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_chosen_on_a_screen_prints_as_its_file_does(page, printkit, kind):
    assert kept(page, logo(kind)).location == "/s/clinic?kept=yes"
    Path("logo.png").write_bytes(logo(kind))
    Path("clinic.yaml").write_text(
        "name: Riverside\nphone: 01632 960123\ntherapist: J. Marsh\nlogo: logo.png\nregion: GB\n", encoding="utf-8"
    )
    ours = made(page, "/s/checklist/shoes", {"country": "GB"})
    assert printkit("checklist", "shoes", "--clinic", "clinic.yaml", "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()
    Path("x.yaml").write_bytes(EXAMPLE)
    opened = page.post("/s/booklet/open", data={"file": (io.BytesIO(EXAMPLE), "x.yaml")})
    ours = made(page, opened.location.replace("/who", "/look"), {"do": "booklet"})
    assert printkit("booklet", "x.yaml", "-o", "x.pdf").exit_code == 0
    assert ours == Path("x.pdf").read_bytes()


def test_what_is_kept_is_shown_with_its_logo_and_can_be_taken_away(page):
    kept(page, logo())
    shown = page.get("/s/clinic?kept=yes").text
    assert 'value="Riverside"' in shown
    assert 'src="data:image/png;base64,' in shown
    assert "It is kept until you close printkit." in shown
    page.post("/s/clinic", data={**TYPED, "name": "Other"})
    assert 'src="data:image/png;base64,' in page.get("/s/clinic").text
    page.post("/s/clinic", data={**TYPED, "no_logo": "yes"})
    assert "data:image/png" not in page.get("/s/clinic").text
    page.post("/s/clinic", data={"do": "keep"})
    assert "Riverside" not in page.get("/s/clinic").text


def test_it_is_saved_as_a_clinic_file_and_opened_again(page):
    kept(page, logo(), name='Ward "7": east')
    file = page.get("/s/clinic/clinic.yaml")
    assert "attachment" in file.headers["Content-Disposition"]
    page.post("/s/clinic", data={"do": "keep"})
    data = {"do": "open", "clinic_file": (io.BytesIO(file.data), "clinic.yaml")}
    assert page.post("/s/clinic", data=data).status_code == 303
    assert "Ward &#34;7&#34;: east" in page.get("/s/clinic").text
    assert page.get("/s/clinic/clinic.yaml").data == file.data


def test_the_key_of_the_sheets_is_in_the_file_that_is_saved(page):
    key = "k" * 32
    data = {"do": "open", "clinic_file": (io.BytesIO(f"name: Riverside\nsheet_key: {key}\n".encode()), "clinic.yaml")}
    assert page.post("/s/clinic", data=data).status_code == 303
    kept(page, logo(), name="Ward 7")
    assert f"sheet_key: {key}" in page.get("/s/clinic/clinic.yaml").text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"no picture", "is not a picture that can be read"),
        (logo()[:100], "damaged or cut off"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>", "points to"),
    ],
    ids=["words", "half", "svg"],
)
def test_a_logo_that_is_no_picture_is_put_right_at_its_field_and_nothing_typed_is_lost(page, data, says):
    found = kept(page, data)
    assert found.status_code == 422
    assert says in found.text
    assert 'href="#ask-logo"' in found.text
    assert 'value="Riverside"' in found.text
    assert "Riverside" not in page.get("/s/clinic").text


@pytest.mark.parametrize("window", ["", "1"])
def test_a_logo_has_one_limit_and_one_message_through_every_door(window):
    page = screens.application(Printkit(), "/s", ("localhost",), places=Places(window=window)).test_client()
    head = b'--x\r\nContent-Disposition: form-data; name="logo"; filename="x.png"\r\n\r\n'

    def sent(data: bytes) -> str:
        body = head + data + b"\r\n--x--\r\n"
        return page.post("/s/clinic", data=body, content_type="multipart/form-data; boundary=x").text

    most = logo() + b"\0" * (2_000_000 - len(logo()))
    assert "The logo has more than 2 MB." in sent(most + b"\0")
    assert "more than 2 MB" not in sent(most)
    assert "of at most 2 MB" in sent(b"no picture")
    assert "5 MB" not in sent(b"no picture") + sent(most + b"\0")


def test_an_empty_logo_is_not_kept_silently(page):
    found = kept(page, b"")
    assert found.status_code == 422
    assert "This file is empty." in found.text


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("todo", "file"),
        ("returned", "file"),
        ("booklet/open", "file"),
        ("booklet/open", "clinic_file"),
        ("clinic", "logo"),
    ],
)
def test_an_empty_file_is_called_one_and_none_is_called_none(page, address, field):
    def told(*fields: str, **more: tuple) -> str:
        files = {name: (io.BytesIO(EXAMPLE), "x.yaml") for name in fields if name != field}
        answer = page.post(f"/s/{address}", data={**files, **more})
        return answer.text

    empty = (io.BytesIO(b""), "empty.pdf")
    assert "This file is empty." in told("file", **{field: empty})
    without = told("file")
    assert "This file is empty." not in without
    if field == "file":
        assert "No file is chosen." in without or "Nothing says which sheet it is." in without


def test_no_clinic_file_is_called_none_and_an_empty_one_empty(page):
    assert "No file is chosen." in page.post("/s/clinic", data={"do": "open"}).text
    empty = {"do": "open", "clinic_file": (io.BytesIO(b""), "clinic.yaml")}
    assert "This file is empty." in page.post("/s/clinic", data=empty).text


@pytest.mark.parametrize(
    "phone",
    [
        "01632 960123",
        "+49 (0)30 / 1234-567",
        "1-800-FLOWERS",
        "112",
        "٠١١ ٢٣٤",
        "०११ २३४५",
        "555.0123 ext. 4",
        "*611",
        "",
    ],
)
def test_a_telephone_number_is_taken_as_people_of_any_country_write_it(page, phone):
    assert page.post("/s/clinic", data={**TYPED, "phone": phone}).status_code == 303
    assert f'name="phone" value="{phone}"' in page.get("/s/clinic").text


@pytest.mark.parametrize("phone", ["abc", "-", "call me", "(+)"])
def test_a_telephone_number_without_a_digit_is_asked_about_on_the_screen_and_in_a_file(page, phone):
    found = page.post("/s/clinic", data={**TYPED, "phone": phone})
    assert found.status_code == 422
    assert "This telephone number has no digit." in found.text
    assert f'value="{phone}"' in found.text
    file = (io.BytesIO(f"phone: '{phone}'\n".encode()), "clinic.yaml")
    opened = page.post("/s/clinic", data={"do": "open", "clinic_file": file})
    assert "give a telephone number" in opened.text.lower()


def test_what_is_too_large_is_refused(page):
    body, kind = bytes(3_000_000), "multipart/form-data; boundary=x"
    assert page.post("/s/clinic", data=body, content_type=kind).status_code == 413


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"phone": "1" * 41}, "phone"),
        ({"name": "x" * 500}, "name"),
        ({"region": "XX"}, "region"),
        ({"name": "\0"}, "name"),
    ],
)
def test_what_no_clinic_file_takes_is_put_right_at_its_field(page, more, field):
    found = page.post("/s/clinic", data={**TYPED, **more})
    assert found.status_code == 422
    assert f'href="#ask-{field}"' in found.text


def test_a_file_that_is_no_clinic_file_is_told(page):
    found = page.post("/s/clinic", data={"do": "open", "clinic_file": (io.BytesIO(b"phon: 1"), "x.yaml")})
    assert found.status_code == 422
    assert 'href="#ask-clinic_file"' in found.text
    assert page.post("/s/clinic", data={"do": "open"}).status_code == 422


def test_the_logo_of_the_command_line_is_shown(page):
    from printkit.kit import clinic_of

    kit = Printkit(today=NOVEMBER, clinic=clinic_of(EXAMPLES / "clinic.yaml"))
    shown = screens.application(kit, "/s", ("localhost",)).test_client().get("/s/clinic").text
    assert 'src="data:image/png;base64,' in shown
    assert 'value="Riverside Stroke Clinic"' in shown


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pairs=st.dictionaries(
        st.sampled_from([*TYPED, "no_logo"]), st.one_of(st.text(max_size=50), st.sampled_from(["keep", "open", "GB"]))
    )
)
def test_any_form_is_kept_or_put_right(page, pairs):
    assert page.post("/s/clinic", data=pairs).status_code in (303, 422)
    assert page.get("/s/clinic").status_code == 200
    assert page.get("/s/clinic/clinic.yaml").status_code == 200


def form(page) -> dict[str, str]:
    """The screen in a window of its own, as it is sent when nobody has touched it."""
    sent = page.get("/s/clinic").text.partition("<h2>")[0]
    return {name: value for name, value in Sent(sent).pairs if name not in ("logo", "do")}


def test_what_another_window_has_kept_is_asked_about_and_never_written_over_unseen(page):
    page.post("/s/clinic", data=TYPED)
    here, there = form(page), form(page)
    assert page.post("/s/clinic", data={**there, "do": "keep", "phone": "01632 111111"}).status_code == 303
    answer = page.post("/s/clinic", data={**here, "do": "keep", "therapist": "A. Reed"})
    assert answer.status_code == 422
    assert "Changed to: 01632 111111" in answer.text
    assert "Sent from this screen: 01632 960123" in answer.text
    assert 'value="01632 111111"' in page.get("/s/clinic").text
    again = dict(Sent(answer.text.partition("<h2>This must")[2].partition("<h2>")[2]).pairs)
    sent = {**here, **again, "do": "keep", "therapist": "A. Reed", "phone": "01632 111111"}
    assert page.post("/s/clinic", data=sent).status_code == 303
    shown = form(page)
    assert (shown["phone"], shown["therapist"], shown["name"]) == ("01632 111111", "A. Reed", "Riverside")


def test_windows_on_other_answers_and_a_button_pressed_twice_ask_nothing(page):
    page.post("/s/clinic", data=TYPED)
    here, there = form(page), form(page)
    assert page.post("/s/clinic", data={**there, "do": "keep"}).status_code == 303
    for _ in range(2):
        assert page.post("/s/clinic", data={**here, "do": "keep", "therapist": "A. Reed"}).status_code == 303
    assert form(page)["therapist"] == "A. Reed"
