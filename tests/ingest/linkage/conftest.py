"""Invented people and a register about them: names, cards and codes that nobody bears."""

import numpy as np
import pandas as pd
import pytest

from idmaj.identity import make_code

# Each name in Arabic and in Latin spellings; the first Latin one stands in the list of participants.
FIRST_NAMES = [
    ("محمد", "Mohamed", "Mohammed", "Med"), ("أحمد", "Ahmed", "Ahmad"), ("يوسف", "Youssef", "Yousef", "Youcef"),
    ("عبد الله", "Abdellah", "Abdallah", "Abdullah"), ("رشيد", "Rachid", "Rashid"), ("حسن", "Hassan", "Hassane"),
    ("سعيد", "Said", "Saïd"), ("خالد", "Khalid", "Khaled"), ("عمر", "Omar", "Oumar"), ("كريم", "Karim", "Kareem"),
    ("نور الدين", "Noureddine", "Nour Eddine", "Nordine"), ("مصطفى", "Mustapha", "Mostafa", "Moustapha"),
    ("إبراهيم", "Brahim", "Ibrahim"), ("جمال", "Jamal", "Djamal"), ("هشام", "Hicham", "Hisham"),
    ("عبد الرحمن", "Abderrahmane", "Abdelrahman", "Abd Rahman"), ("طارق", "Tarik", "Tariq"), ("أنس", "Anas", "Anass"),
    ("بلال", "Bilal", "Billal"), ("فاطمة", "Fatima", "Fatma"), ("خديجة", "Khadija", "Khadidja"),
    ("زينب", "Zineb", "Zaineb"), ("مريم", "Meryem", "Maryam", "Mariam"), ("ليلى", "Leila", "Layla"),
    ("سناء", "Sanae", "Sana"), ("حنان", "Hanane", "Hanan"), ("نعيمة", "Naima", "Naïma"), ("إدريس", "Driss", "Idris"),
    ("عزيز", "Aziz", "Azize"), ("سمير", "Samir", "Sameer"),
]  # fmt: skip
LAST_NAMES = [
    ("العلوي", "Alaoui", "El Alaoui"), ("بنعلي", "Benali", "Ben Ali"), ("الإدريسي", "Idrissi", "El Idrissi"),
    ("الفاسي", "Fassi", "El Fassi"), ("بوشعيب", "Bouchaib", "Bou Chaib"), ("التازي", "Tazi", "Tazzi"),
    ("الحسني", "Hassani", "El Hassani", "Hasani"),
    ("برادة", "Berrada", "Barrada"), ("الشرقاوي", "Cherkaoui", "Charkaoui"),
    ("المنصوري", "Mansouri", "El Mansouri", "Mansoury"), ("العمراني", "Amrani", "El Amrani", "Lamrani"),
    ("بناني", "Bennani", "Benani"), ("الصالحي", "Salhi", "Essalhi"), ("لحلو", "Lahlou", "Lahlo"),
    ("السباعي", "Sebai", "Essebai", "Sbai"), ("الزهراوي", "Zahraoui", "Ezzahraoui"), ("المرابط", "Mrabet", "Lamrabet"),
    ("القادري", "Kadiri", "El Kadiri", "Qadiri"), ("بلحاج", "Belhaj", "Belhadj"), ("الناصري", "Naciri", "Nasiri"),
    ("أوحمو", "Ouhammou", "Ou Hammou"), ("أيت الحاج", "Ait El Haj", "Aït Elhaj"), ("الغزالي", "Ghazali", "El Ghazali"),
    ("بوزيد", "Bouzid", "Bou Zid"), ("الهاشمي", "Hachimi", "El Hachimi", "Hashimi"), ("الوزاني", "Ouazzani", "Wazzani"),
    ("الخطيب", "Khatib", "El Khatib"), ("السعدي", "Saadi", "Essaadi"), ("الدغمي", "Daghmi", "Doghmi"),
    ("جبران", "Joubran", "Jebran"), ("حمداوي", "Hamdaoui", "Hamdawi"), ("رحموني", "Rahmouni", "Rehmouni"),
]  # fmt: skip
PROVINCES = [f"P{n:02d}" for n in range(1, 13)]


class Trial:
    """Persons, records about some of them and about others, and who is who."""

    def __init__(self, n_persons, n_records, *, seed=20261123, has_code=False):
        self.draw = np.random.default_rng(seed)
        people = [self._person(number) for number in range(n_persons + n_records)]
        persons, others = people[:n_persons], people[n_persons:]
        n_found = int(n_records * 0.6)
        found = self.draw.choice(n_persons, size=min(n_found, n_persons), replace=False)
        strangers = [self._stranger(person, persons) for person in others[: n_records - len(found)]]
        records = [self._record(persons[number]) for number in found]
        records += [self._record(person) for person in strangers]
        truth = [f"p{number}" for number in found] + [""] * len(strangers)
        self.persons = pd.DataFrame([{k: v[0] if k in NAMES else v for k, v in p.items()} for p in persons])
        self.persons["person_id"] = [f"p{number}" for number in range(n_persons)]
        self.records = pd.DataFrame(records)
        self.records["record_id"] = [f"r{number}" for number in range(len(records))]
        self.truth = pd.Series(truth, index=self.records["record_id"])
        if not has_code:
            self.persons = self.persons.drop(columns="code")
            self.records = self.records.drop(columns="code")

    def _person(self, number):
        born = np.datetime64("1960-01-01") + int(self.draw.integers(0, 16_000))
        return {
            "code": make_code("QZ", number % 100_000),
            "cin": f"ZZ{self.draw.integers(100_000, 999_999)}",
            "born_on": str(born),
            "first_name": self._name(FIRST_NAMES),
            "last_name": self._name(LAST_NAMES),
            "sex": "M" if self.draw.random() < 0.8 else "F",
            "province": str(self.draw.choice(PROVINCES)),
        }

    def _name(self, names):
        arabic, *latin = names[self.draw.integers(len(names))]
        return (*latin, arabic)

    def _stranger(self, person, persons):
        """One in ten strangers is kin of a participant: same family name and province."""
        if self.draw.random() < 0.1:
            kin = persons[self.draw.integers(len(persons))]
            return person | {"last_name": kin["last_name"], "province": kin["province"]}
        return person

    def _record(self, person):
        """The damage of SURVEYS.md section 6: 15 % of cards absent, 6 % with two digits swapped."""
        made = dict(person)
        chance = self.draw.random
        if chance() < 0.15:
            made["cin"] = ""
        elif chance() < 0.06:
            at = int(self.draw.integers(2, 7))
            cin = made["cin"]
            made["cin"] = cin[:at] + cin[at + 1] + cin[at] + cin[at + 2 :]
        for name in NAMES:
            spellings = person[name]
            made[name] = spellings[0] if chance() < 0.5 else str(self.draw.choice(spellings))
        year, month, day = person["born_on"].split("-")
        if chance() < 0.05 and int(day) <= 12:
            made["born_on"] = f"{year}-{day}-{month}"
        elif chance() < 0.05:
            made["born_on"] = f"{year}-01-01"
        if chance() < 0.08:
            made["province"] = str(self.draw.choice(PROVINCES))
        return made


NAMES = ("first_name", "last_name")


@pytest.fixture(scope="session")
def invent():
    return Trial
