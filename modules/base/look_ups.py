"""Look-ups on outside sites that are offered for pages of customers and accounts (A32).

The addresses are those that the sites give for links; a company takes over the ones it wants and
may change them.
"""

from django.utils.translation import gettext_lazy as _

from dangol.about_records import ReadyLink, Text

NAVER_MAP = "https://map.naver.com/p/search/"
KAKAO_MAP = "https://map.kakao.com/link/search/"
NEWS = "https://search.naver.com/search.naver?where=news&query="
WEB = "https://www.google.com/search?q="
DART = "https://dart.fss.or.kr/html/search/SearchCompany_M2.html?textCrpNM="
CUSTOMER, ACCOUNT = "base.customer", "base.account"


def _look_up(record: str, code: str, label: Text, address: str, icon: str) -> ReadyLink:
    return ReadyLink(record=record, code=code, label=label, address=address, icon=icon)


READY_LINKS = (
    _look_up(
        CUSTOMER, "naver-map-work", _("Naver map: work"), NAVER_MAP + "{work_line1}", "map-pin"
    ),
    _look_up(
        CUSTOMER, "kakao-map-work", _("Kakao map: work"), KAKAO_MAP + "{work_line1}", "map-pin"
    ),
    _look_up(
        CUSTOMER, "naver-map-home", _("Naver map: home"), NAVER_MAP + "{home_line1}", "map-pin"
    ),
    _look_up(CUSTOMER, "news", _("News of the company"), NEWS + "{company_name}", "globe"),
    _look_up(CUSTOMER, "web", _("Search the web"), WEB + "{company_name}%20{name}", "search"),
    _look_up(ACCOUNT, "naver-map", _("Naver map"), NAVER_MAP + "{line1}", "map-pin"),
    _look_up(ACCOUNT, "dart", _("Disclosures (DART)"), DART + "{name}", "file-text"),
    _look_up(ACCOUNT, "news", _("News"), NEWS + "{name}", "globe"),
    _look_up(ACCOUNT, "web", _("Search the web"), WEB + "{name}", "search"),
)
