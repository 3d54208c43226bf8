"""What a terminal shows, as a picture."""

import re
import xml.etree.ElementTree as ET

from oicekpi.reports.picture import svg

NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_a_picture_is_svg_that_holds_the_text_and_its_colours() -> None:
    """The text stands in the picture as text, each colour in a class of its own."""
    picture = svg("plain \x1b[1;31mbehind\x1b[0m <&>\n\n", "oicekpi status")
    tree = ET.fromstring(picture)  # noqa: S314 - we wrote it just now
    texts = [text.text or "" for text in tree.iter(f"{NAMESPACE}text")]
    shown = [text.replace("\xa0", " ").strip() for text in texts]
    assert shown == ["oicekpi status", "plain", "behind", "<&>", ""]
    assert "#ff7b72" in picture


def test_a_picture_loads_nothing_from_elsewhere() -> None:
    """A picture is the same without a network."""
    picture = svg("x", "y")
    assert "url(http" not in picture
    assert "@font-face" not in picture


def test_nothing_can_be_pictured_too() -> None:
    """An empty text gives an empty window."""
    assert svg("", "nothing").startswith("<svg ")


def test_wide_letters_are_in_their_columns() -> None:
    """A Chinese letter takes two columns: what follows it is where a terminal has it."""
    plain, chinese = (svg(f"{text} \x1b[31mx\x1b[0m", "") for text in ("a 1234 b", "a 落后 b"))
    places = [re.findall(r'x="([\d. ]+)"[^>]*>([^<]*)<', each) for each in (plain, chinese)]
    (before,), (after,) = ([x for x, text in each if text == "x"] for each in places)
    assert before == after
    (letters,) = [x.split() for x, text in places[1] if text == "落后"]
    column = float(before) / len("a 1234 b ")
    assert [round(float(each) / column) for each in letters] == [2, 4]
