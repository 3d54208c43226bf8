"""What people write where there is nothing to write."""

import re
import unicodedata
from typing import Final

_PLACEHOLDERS: Final = frozenset(
    {"n/a", "na", "n.a.", "n.a", "#n/a", "none", "null", "nil", "nan", "unknown", "pending"}
    | {"tbd", "tba", "tbc", "无", "無", "没有", "沒有", "暂无", "暫無", "未知", "不详", "不詳"}
    | {"待定", "未定", "待补", "待補", "待补充", "待补交", "待批", "未批"}
)
_MARKS: Final = re.compile(r"[-–—―−_/\\?.…*~·]{1,10}")


def is_placeholder(text: str) -> bool:
    """Tell whether a text is what people write where there is nothing to write: `N/A`, `-`, `无`.

    In quotation marks it is the word itself, such as the name of someone who is called Na.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return plain in _PLACEHOLDERS or _MARKS.fullmatch(plain) is not None
