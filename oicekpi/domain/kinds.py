"""The kinds of record: which fields each adds to those that every record has."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final

from oicekpi.domain.fields import Country, Day, Id, People
from oicekpi.domain.finding import Problem
from oicekpi.domain.numbers import Exact, Number
from oicekpi.domain.record import KINDS, TEXT, Record
from oicekpi.values import dataclass

PEOPLE: Final = People()
WHO: Final = "Names (pseudonyms), or a number of people."

WHO_NAMES: Final = (
    *("人员", "人数", "姓名", "名单", "人员名单", "人员姓名", "出访人员", "参加人员", "参与人员"),
    *("申请人", "派出人数", "出访人数", "参加人数", "申请人数"),
    *("name", "names", "participants", "travellers", "travelers", "number of people"),
)
WITH: Final = "The institution it was with."
WITH_NAMES: Final = (
    *("合作院校", "合作高校", "合作学校", "合作单位", "合作机构", "合作方", "合作伙伴", "外方单位"),
    *("外方院校", "外方机构", "院校", "接待单位", "派往单位", "前往单位", "签约单位"),
    *("institution", "host institution", "partner institution", "partner university"),
    *("host university", "university"),
)

Who = Annotated[int | tuple[str, ...], PEOPLE, WHO, WHO_NAMES]
Partner = Annotated[str | None, TEXT, WITH, WITH_NAMES]
Amount = Annotated[
    Number | None,
    Exact(),
    "An amount, such as money; a negative one corrects an earlier one.",
    ("金额", "经费", "费用", "资助金额", "经费金额", "cost", "costs"),
]
Land = Annotated[
    str | None,
    Country(),
    "The country, by its ISO 3166-1 alpha-2 code.",
    (
        "国家",
        "国别",
        "国家(地区)",
        "国家/地区",
        "国家或地区",
        "国家和地区",
        "目的国",
        "前往国家",
        "出访国家",
        "destination",
        "destination country",
    ),
]


def _until_after_date(start: date, until: date | None) -> Iterator[Problem]:
    if until is not None and until < start:
        yield Problem(("until",), "bad-until", {"last": until, "first": start})


@dataclass(frozen=True, kw_only=True)
class Trip(Record):
    """Someone went abroad."""

    CHECKS = ((("date", "until"), _until_after_date),)
    NAMED_BY = ("country", "partner", "purpose")
    CHINESE = "出访"
    ALSO = (
        *("出国", "出境", "出国(境)", "因公出国", "因公出访", "因公出国(境)"),
        *("派出", "访学"),
    )

    people: Who
    country: Land = None
    partner: Partner = None
    purpose: Annotated[
        str | None,
        TEXT,
        "The purpose of the trip.",
        ("目的", "出访目的", "事由", "出访事由", "出访任务"),
    ] = None
    until: Annotated[
        date | None,
        Day(),
        "The last day of the trip.",
        (
            *("结束日期", "结束时间", "终止日期", "返回日期", "返回时间", "回国日期"),
            *("end date", "return date"),
        ),
    ] = None
    amount: Amount = None


@dataclass(frozen=True, kw_only=True)
class Application(Record):
    """Someone applied: for a place, a fund, a project."""

    NAMED_BY = ("fund", "partner", "level", "country")
    CHINESE = "申请"
    ALSO = ("申报", "项目申请", "项目申报")

    people: Who
    fund: Annotated[
        str | None,
        TEXT,
        "The fund that was applied to.",
        ("基金", "基金项目", "资助项目", "申请项目"),
    ] = None
    level: Annotated[
        str | None,
        TEXT,
        "The level: national, master's …",
        ("级别", "项目级别", "层次", "学历层次"),
    ] = None
    country: Land = None
    partner: Partner = None
    outcome: Annotated[
        str | None,
        TEXT,
        "The result of the application.",
        ("结果", "申请结果", "评审结果", "审批结果"),
    ] = None
    amount: Amount = None


@dataclass(frozen=True, kw_only=True)
class Agreement(Record):
    """An agreement was signed."""

    NAMED_BY = ("partner", "subject", "country")
    CHINESE = "协议"
    ALSO = ("签约", "签署", "签署协议", "合作协议", "签约协议")

    country: Land = None
    partner: Annotated[str, TEXT, WITH, WITH_NAMES]
    subject: Annotated[
        str | None, TEXT, "What it is about.", ("协议名称", "协议内容", "协议主题", "合作内容")
    ] = None
    amount: Amount = None


@dataclass(frozen=True, kw_only=True)
class Appointment(Record):
    """Someone was appointed."""

    NAMED_BY = ("role", "partner", "country")
    CHINESE = "聘任"
    ALSO = ("聘用", "聘请", "引进", "入职", "到岗")

    people: Who
    role: Annotated[
        str | None,
        TEXT,
        "The role they are appointed to.",
        ("职务", "岗位", "职位", "聘任岗位", "聘任职务"),
    ] = None
    country: Land = None
    partner: Partner = None
    amount: Amount = None


@dataclass(frozen=True, kw_only=True)
class Milestone(Record):
    """A stage was reached."""

    NAMED_BY = ("stage",)
    CHINESE = "里程碑"
    ALSO = ("节点", "阶段")

    stage: Annotated[
        str, Id(), "The id of the stage in the plan.", ("阶段", "阶段编号", "里程碑", "节点")
    ]


@dataclass(frozen=True, kw_only=True)
class Activity(Record):
    """Something took place: a course, a visit, a speech."""

    NAMED_BY = ("title", "partner", "country")
    CHINESE = "活动"
    ALSO = ("讲座", "会议", "来访", "课程")

    title: Annotated[
        str,
        TEXT,
        "What took place.",
        ("名称", "标题", "活动名称", "活动主题", "活动内容", "会议名称"),
    ]
    people: Annotated[int | tuple[str, ...] | None, PEOPLE, WHO, WHO_NAMES] = None
    country: Land = None
    partner: Partner = None
    amount: Amount = None


def _has_value_or_parts(
    value: Number | None, numerator: Number | None, denominator: Number | None
) -> Iterator[Problem]:
    parts = (numerator, denominator)
    if (value is None) == (parts == (None, None)) or (None in parts and parts != (None, None)):
        yield Problem((), "bad-reading", {}, "one-of")
    elif denominator == 0:
        yield Problem(("denominator",), "bad-reading", {}, "denominator")


@dataclass(frozen=True, kw_only=True)
class Reading(Record):
    """Something was measured: a level, or the two parts of a ratio."""

    CHECKS = ((("value", "numerator", "denominator"), _has_value_or_parts),)
    CHINESE = "读数"
    ALSO = ("统计", "测量")

    value: Annotated[
        Number | None,
        Exact(),
        "The level on that day.",
        ("数值", "值", "指标值", "当前值", "统计值"),
    ] = None
    numerator: Annotated[
        Number | None,
        Exact(0),
        "The number to which the ratio applies (the upper part).",
        ("分子",),
    ] = None
    denominator: Annotated[
        Number | None,
        Exact(0),
        "The total number (the lower part of the ratio).",
        ("分母", "总数", "基数"),
    ] = None


for _kind in (Trip, Application, Agreement, Appointment, Milestone, Activity, Reading):
    KINDS.register(_kind.__name__.lower(), _kind)
