"""Korean customers with known doubles, made up: what people really do to the same customer.

Seeded: the same seed gives the same rows. Families share an address, a line and a surname,
colleagues a firm, its switchboard and its mail domain, and popular names are many people's. A
double is typed anew: other spacing and forms, ㈜ here and 주식회사 there, slips between near
vowels, syllables left out or doubled, 011 for 010, old postcodes, lots for roads, fields left
empty. Some have moved, changed jobs or numbers meanwhile; the hard ones did the first two.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from modules.base.demo.firms import FIRST, FORMS, SECOND
from modules.base.demo.mailboxes import PERSONAL, forms
from modules.base.demo.names import families, given
from modules.base.demo.places import draw

HEAD = [
    "고객번호",
    "성명",
    "회사명",
    "직위",
    "휴대폰",
    "직장전화",
    "이메일",
    "생년월일",
    "우편번호",
    "주소",
    "참값",
]
DOUBLES = 0.08
"""Share of rows that are a double of an earlier one."""
HARD = 0.07
"""Share of the doubles that are hard."""
FILLED = {
    "company": 0.92, "title": 0.8, "mobile": 0.92, "phone": 0.7, "mail": 0.8, "birth": 0.75,
    "postcode": 0.8, "address": 0.85,
}  # fmt: skip
"""How many rows have a cell, independently of each other."""
SLIPS = {"name": 0.25, "company": 0.2, "mail": 0.15, "address": 0.2}
"""How many doubles have a slip in a cell; in first rows it is three in ten of that."""
_SYLLABLES = (
    "가경규근기나다대도동라로리명미민범보빈상서선성세소수슬시아안연영예용우원유윤은의인일재정제종주준지진채철태하한해현형혜호홍"
    "환효훈희"
)
_VILLAGE_NAMES = "역삼 논현 신사 합정 망원 상계 우동 부전 범어 송도 구월 치평 수완 봉명 둔산 정자"
_VILLAGES = _VILLAGE_NAMES.split()
_TITLES = ["사원", "주임", "대리", "과장", "차장", "부장", "이사", "대표"]
_NEAR = {
    0: 4,
    4: 0,
    8: 13,
    13: 8,
    1: 5,
    5: 1,
    18: 4,
    20: 18,
    6: 2,
    2: 6,
    12: 17,
    17: 12,
    11: 15,
    15: 11,
}
"""Vowels that are taken for each other, by their numbers: ㅏㅓ, ㅗㅜ, ㅐㅔ and so on."""
_MOVED = {
    "011": [(200, 499, "5"), (500, 899, "3")],
    "016": [(200, 499, "3"), (500, 899, "2")],
    "017": [(200, 499, "6"), (500, 899, "4")],
    "019": [(200, 499, "2"), (500, 899, "5")],
}
"""Exchanges of three digits that got a fourth in front when they became 010."""


@dataclass(frozen=True)
class Home:
    area: str
    road: str
    number: str
    flat: str
    village: str
    lot: str
    postcode: str
    old: str
    line: str


@dataclass(frozen=True)
class Person:
    """One person as they are, before anybody has typed them."""

    name: str
    company: str
    form: str
    title: str
    mobile: str
    phone: str
    mail: str
    domain: str
    birth: tuple[int, int, int]
    home: Home


class People:
    """Makes people one after another, families and colleagues among them."""

    def __init__(self, random: Random, rows: int):
        self.random = random
        self.roll = random.random
        self.family: tuple[str, Home] | None = None
        self.left = 0
        self.called: set[str] = set()
        self.mails: set[str] = set()
        self.firms = [
            (
                a + b,
                FORMS[random.randrange(len(FORMS))],
                f"{i}{SECOND[b]}.example",
                self._line("02"),
            )
            for i, a in enumerate(FIRST)
            for b in SECOND
        ][: max(rows // 12, 20)]

    def _line(self, code: str) -> str:
        return f"{code}{self.random.randrange(200, 9999)}{self.random.randrange(10000):04}"

    def home(self) -> Home:
        drawn = draw(self.random, is_home=True)
        area, road, number = drawn.line1.rsplit(" ", 2)
        village = _VILLAGES[hash_of(area + road) % len(_VILLAGES)] + "동"
        lot = f"{self.random.randrange(1, 900)}-{self.random.randrange(1, 40)}"
        old = f"{100 + hash_of(area) % 600}{self.random.randrange(100, 900)}"
        return Home(
            area,
            road,
            number,
            drawn.line2,
            village,
            lot,
            drawn.postcode,
            old,
            self._line(drawn.code),
        )

    def given(self, year: int) -> str:
        if self.roll() < 0.55:
            return self.random.choice(
                given(min(max(year // 10 * 10, 1950), 2000), self.random.choice("mf"))
            )
        return self.random.choice(_SYLLABLES) + self.random.choice(_SYLLABLES)

    def person(self) -> Person:
        names, weights = families()
        if self.family and self.left:
            surname, home = self.family
            self.left -= 1
            if self.roll() < 0.4:  # married into the family
                surname = self.random.choices(names, cum_weights=weights)[0]
        else:
            surname, home = self.random.choices(names, cum_weights=weights)[0], self.home()
            self.family, self.left = (surname, home), self.random.choice((0, 0, 0, 0, 1, 2, 3))
            self.called.clear()
        year = 1945 + int(self.roll() * 60)
        while (first := self.given(year)) in self.called:
            continue
        self.called.add(first)
        birth = (year, self.random.randrange(1, 13), self.random.randrange(1, 29))
        return self.employed(surname + first, birth, home, self.mobile())

    def mobile(self) -> str:
        return f"010{self.random.randrange(2000, 10000)}{self.random.randrange(10000):04}"

    def employed(self, name: str, birth: tuple[int, int, int], home: Home, mobile: str) -> Person:
        local = self.random.choice(forms(name[0], name[1:]))
        if self.roll() < 0.6:
            company, form, domain, line = self.random.choice(self.firms)
            own = line[:-2] + f"{self.random.randrange(100):02}" if self.roll() < 0.5 else line
            title = self.random.choice(_TITLES)
            local = self.mailbox(local, domain)
            return Person(name, company, form, title, mobile, own, local, domain, birth, home)
        local += f"{birth[0] % 100:02}" if self.roll() < 0.5 else str(self.random.randrange(1000))
        domain = self.random.choice(PERSONAL)
        local = self.mailbox(local, domain)
        return Person(name, "", "", "", mobile, home.line, local, domain, birth, home)

    def mailbox(self, local: str, domain: str) -> str:
        """The name of a mailbox that nobody else has."""
        wanted = local
        while f"{wanted}@{domain}" in self.mails:
            wanted = f"{local}{self.random.randrange(10_000)}"
        self.mails.add(f"{wanted}@{domain}")
        return wanted

    def later(self, person: Person, *, hard: bool) -> Person:
        """The same person some years on."""
        moves, changes = (True, True) if hard else (self.roll() < 0.15, self.roll() < 0.12)
        if moves:
            person = replace(person, home=self.home())
        if changes:
            person = self.employed(person.name, person.birth, person.home, person.mobile)
        if self.roll() < (0.3 if hard else 0.04):
            person = replace(person, mobile=self.mobile())
        return person


def hash_of(text: str) -> int:
    """The same in every run."""
    return sum(ord(letter) * (place + 7) for place, letter in enumerate(text))


class Typist:
    """Types people into rows; careless ones make slips."""

    def __init__(self, random: Random):
        self.random = random
        self.roll = random.random

    def row(self, person: Person, *, careless: float) -> list[str]:
        cells = {
            "name": self.name(person, careless),
            "company": self.company(person) if person.company else "",
            "title": person.title,
            "mobile": self.number_slip(self.mobile(person.mobile, careless), careless),
            "phone": self.dashed(person.phone),
            "mail": self.mail(person, careless),
            "birth": self.number_slip(self.birth(person.birth), careless),
            "postcode": self.postcode(person.home, careless),
            "address": self.address(person.home, careless),
        }
        for name, share in SLIPS.items():
            if self.roll() < share * careless:
                cells[name] = self.slip(cells[name])
        for name, share in FILLED.items():
            if self.roll() > share:
                cells[name] = ""
        return list(cells.values())

    def postcode(self, home: Home, careless: float) -> str:
        return home.old if self.roll() < 0.15 * (careless + 0.2) else home.postcode

    def slip(self, text: str) -> str:
        """One slip: a vowel taken for its neighbour, a syllable left out or typed twice."""
        place = self.random.randrange(len(text)) if text else 0
        letter = text[place : place + 1]
        roll = self.roll()
        if roll < 0.65 and "가" <= letter <= "힣":
            head, final = divmod(ord(letter) - 0xAC00, 28)
            initial, vowel = divmod(head, 21)
            typed = chr(0xAC00 + (initial * 21 + _NEAR.get(vowel, vowel)) * 28 + final)
            return text[:place] + typed + text[place + 1 :]
        if roll < 0.85 and len(text) > 3:
            return text[:place] + text[place + 1 :]
        return text[:place] + letter + text[place:]

    def number_slip(self, text: str, careless: float) -> str:
        if self.roll() > 0.08 * careless or len(text) < 8:
            return text
        place = self.random.randrange(len(text) - 2)
        if self.roll() < 0.5:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        return text[:place] + str(self.random.randrange(10)) + text[place + 1 :]

    def name(self, person: Person, careless: float) -> str:
        name = person.name
        roll = self.roll()
        if roll < 0.08 * careless:
            return f"{name[0]} {name[1:]}"
        if roll < 0.14 * careless:
            return f"{name} {person.title or '님'}"
        return " ".join(name) if roll < 0.16 * careless else name

    def company(self, person: Person) -> str:
        roll = self.roll()
        form = (
            person.form
            if roll < 0.4
            else self.random.choice(
                ("㈜{}", "(주){}", "주식회사 {}", "{}", "{}(주)", "{} 주식회사")
            )
        )
        name = person.company
        if roll > 0.9:
            name = f"{name[:2]} {name[2:]}"
        return form.format(name)

    def dashed(self, digits: str) -> str:
        head = 2 if digits.startswith("02") else 3
        mark = self.random.choice(("-", "-", "-", "", ".", " "))
        return f"{digits[:head]}{mark}{digits[head:-4]}{mark}{digits[-4:]}"

    def mobile(self, digits: str, careless: float) -> str:
        if self.roll() < 0.12 * careless:
            for old, ranges in _MOVED.items():
                for first, last, mark in ranges:
                    if digits[3] == mark and first <= int(digits[4:7]) <= last:
                        return self.dashed(old + digits[4:])
        if self.roll() < 0.05 * careless:
            return f"+82 {digits[1:3]}-{digits[3:7]}-{digits[7:]}"
        return self.dashed(digits)

    def mail(self, person: Person, careless: float) -> str:
        text = f"{person.mail}@{person.domain}"
        return text.upper() if self.roll() < 0.05 * careless else text

    def birth(self, day: tuple[int, int, int]) -> str:
        year, month, date = day
        usual = f"{year}-{month:02}-{date:02}"
        others = (
            f"{year}.{month}.{date}",
            f"{year}{month:02}{date:02}",
            f"{year}년 {month}월 {date}일",
            f"{year % 100:02}{month:02}{date:02}",
        )
        return self.random.choice((usual, usual, *others))

    def address(self, home: Home, careless: float) -> str:
        area = home.area
        if self.roll() < 0.4 * careless:
            area = (
                area.replace("특별시", "")
                .replace("광역시", "")
                .replace("특별자치도", "")
                .replace("특별자치시", "")
            )
        if self.roll() < 0.15 * careless:
            text = f"{area} {home.village} {home.lot}"
        else:
            text = f"{area} {home.road} {home.number}"
        roll = self.roll()
        if roll < 0.7:
            text += f" {home.flat}"
        elif roll < 0.8:
            text += f" ({home.village}, {home.flat.split()[0]})"
        return text.replace(" ", "") if self.roll() < 0.06 * careless else text


def rows(count: int, seed: int = 1) -> Iterator[list[str]]:
    """`count` rows in the order of HEAD; the last cell is the same for rows of one person."""
    random = Random(f"korean {seed}")
    people, typist = People(random, count), Typist(random)
    recent: list[tuple[int, Person]] = []
    for number in range(count):
        if recent and random.random() < DOUBLES:
            truth, person = recent[random.randrange(len(recent))]
            person = people.later(person, hard=random.random() < HARD)
            cells = typist.row(person, careless=1.0)
        else:
            truth, person = number, people.person()
            cells = typist.row(person, careless=0.3)
            if len(recent) < 20_000:
                recent.append((truth, person))
            else:
                recent[random.randrange(len(recent))] = (truth, person)
        yield [f"K{number}", *cells, f"P{truth}"]


def write(file: Path, count: int, seed: int = 1) -> None:
    """The rows as a CSV in UTF-8 with a header."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEAD)
        writer.writerows(rows(count, seed))
