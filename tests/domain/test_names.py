"""Which texts are names, and which stand for nobody, for several or for a number."""

import pytest

from oicekpi.domain.names import are_several_partners, are_several_people, has_signs, is_no_name
from oicekpi.domain.placeholders import is_placeholder


@pytest.mark.parametrize(
    "name",
    [
        *(
            "staff-017",
            "S17",
            "teacher-017-2",
            "017",
            "2021-017",
            "NA-01",
            "xx-017",
            "student 17",
            "Ann B.",
        ),
        *(
            "Wang, Lei",
            "O'Brien",
            "’t Hooft",
            "Lee Jr.",
            "Jean-Luc",
            "Anne-Marie van der Berg",
            "Ludwig II",
            "Nan Li",
        ),
        *("李和平", "王永和", "欧阳娜娜", "司马相如", "张　三", "李 明", "买买提·艾力", "Xx Y"),
    ],
)
def test_a_name_is_one(name: str) -> None:
    """A pseudonym, a name of any language, and one with blanks or signs in it."""
    assert not is_placeholder(name)
    assert not is_no_name(name)
    assert not are_several_people(name)
    assert not has_signs(name)


@pytest.mark.parametrize(
    "text",
    [
        *("TBD", "tbd.", "(TBD)", "TBD-2", "to be confirmed", "xx", "XXX", "-", "——", "？"),
        *("待定", "【待定】", "待定1", "待定。", "审批中", "某某", "同上"),
    ],
)
def test_what_stands_for_nothing_is_a_placeholder(text: str) -> None:
    """In either language, with brackets around it, a full stop or a number behind it."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        *("10人", "十人", "约10", "about 10", "10+", "3-4", "two people", "several", "everyone"),
        *("若干", "多人", "全体教师", "#REF!", "&"),
        *("staff-001 (cancelled)", "staff-001 TBC", "张三（取消）"),
    ],
)
def test_a_number_of_people_is_no_name(text: str) -> None:
    """Nor is a word for many, someone who did not come, or the error of a spreadsheet."""
    assert is_no_name(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Ann & Ben", "Ann and Ben", "Ann/Ben", "Ann | Ben", "Ann\tBen", "Li et al."),
        *("staff-001 staff-002", "张三和李四", "张三 李四", "张三　李四　王五", "张三等"),
    ],
)
def test_several_people_are_no_name(text: str) -> None:
    """Whatever people write between names."""
    assert are_several_people(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Example College; Other College", "Example College / Other College", "A\tB"),
        *("University of A and University of B", "A University & B University"),
        *("北京大学、清华大学", "北京大学和清华大学", "北京大学，清华大学", "北京大学/清华大学"),
    ],
)
def test_several_partners_are_no_name(text: str) -> None:
    """They would count as one partner, and as another one than each of them."""
    assert are_several_partners(text)


@pytest.mark.parametrize(
    "name",
    [
        *("Texas A&M University", "College of William and Mary", "Universität Hamburg/DESY"),
        *("Institute of Physics and Astronomy, University of Potsdam", "University College Cork"),
        *("St. John's College and Chapel, University of Cambridge", "Trinity College, Dublin"),
        *("中国科学院数学与系统科学研究院", "和田师范专科学校", "加利福尼亚大学，伯克利分校"),
        *("浙江大学伊利诺伊大学厄巴纳香槟校区联合学院", "北京大学 (Peking University)"),
    ],
)
def test_a_partner_is_one(name: str) -> None:
    """Names of institutions have commas and words for and in them."""
    assert not are_several_partners(name)
    assert not has_signs(name)


@pytest.mark.parametrize(
    "text",
    [
        *("“staff-001”", "staff-001,", "staff-001；", "staff-001?", "staff-001*", "(staff-001)"),
        *("- staff-001", "– staff-001", "'Ann'", "「张三」", "张三，", '"Ann', "【张三】"),
        *("======= Ann", "||||||| Ann"),
    ],
)
def test_signs_around_a_name_make_it_another(text: str) -> None:
    """With them, someone would count twice; some are left by a merge."""
    assert has_signs(text)


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    """What is in a file cannot make a run slow."""
    assert not are_several_partners("a" * 1_000 + "; b")
