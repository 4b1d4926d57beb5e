"""The names of the months of the Christian year in Arabic, as they are used from Iraq to Morocco."""

from typing import Final

__all__ = ["DOUBLE_MONTHS", "MONTH_NAMES"]

MONTH_NAMES: Final = (
    "يناير جانفي ينابر",
    "فبراير فيفري شباط",
    "مارس آذار",
    "أبريل إبريل أفريل نيسان",
    "مايو ماي أيار",
    "يونيو يونيه جوان حزيران",
    "يوليو يوليه يوليوز جويلية تموز",
    "أغسطس أوت غشت",
    "سبتمبر شتنبر أيلول",
    "أكتوبر",
    "نوفمبر نونبر",
    "ديسمبر دجنبر",
)
"""The names of one word of each month, from January; without آب, August, which is also a verb."""
DOUBLE_MONTHS: Final = {("كانون", "الثاني"): 1, ("كانون", "الأول"): 12, ("تشرين", "الأول"): 10, ("تشرين", "الثاني"): 11}
