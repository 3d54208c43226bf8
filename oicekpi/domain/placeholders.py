"""What people write where there is nothing to write."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_PLACEHOLDERS: Final = frozenset(
    {"n/a", "na", "n.a", "#n/a", "none", "null", "nil", "nan", "unknown", "pending"}
    | {"not applicable", "not available", "not known", "to be determined", "to be decided"}
    | {"to be confirmed", "to be announced", "to be added", "to follow", "todo", "ditto"}
    | {"无", "無", "没有", "沒有", "暂无", "暫無", "未知", "不详", "不詳", "不明", "不适用", "空"}
    | {"未定", "未确定", "尚未确定", "待确认", "待核实", "待通知", "待填", "待填写", "未填", "同上"}
    | {"待补", "待補", "待补充", "待补交", "待批", "待批复", "待审批", "审批中", "未批"}
    | {"某", "某某", "某人"}
)
# Two people who are not known yet are TBD1 and TBD2; `NA-01` may be the number of someone.
_OPEN: Final = re.compile(r"(?:tb[acd]|待定)(?:[\s#_-]?\d{1,3})?|x{2,10}")
_MARKS: Final = re.compile(r"[-–—―−_/\\?.…*~·×]{1,10}")
_LONGEST: Final = 200  # characters that are looked at
_AROUND: Final = " ()[]<>{}【】!。:"


@lru_cache(maxsize=10_000)  # people and partners come again and again
def is_placeholder(text: str) -> bool:
    """Tell whether a text is what people write where there is nothing to write: `N/A`, `-`, `无`.

    In quotation marks it is the word itself, such as the name of someone who is called Na.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).strip(_AROUND).casefold()
    if _MARKS.fullmatch(plain):
        return True
    word = plain.rstrip(".")
    return word in _PLACEHOLDERS or _OPEN.fullmatch(word) is not None
