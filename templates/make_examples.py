#!/usr/bin/env python3
"""Makes the example data of the templates: sle/data, iim/data, ad/data.

Every subject, value and event is SIMULATED. Nothing is taken from a trial, and no figure says anything about a product.

    python3 templates/make_examples.py

writes exactly the CSV files of the three folders, the same bytes at every run: one fixed seed a template, and no
function of the standard generator but `random()`, whose sequence does not change between versions of Python.

The model is one for all three. A subject has a disease activity between 0 and 1 that falls from its start towards a
floor of its own, with errors that hang together over time; in some it never falls, in some it comes back. Items,
scores and laboratory values are read off the activity, each with its own threshold and error. So a subject's measures
agree with each other, and the entries of one visit resemble those of the next.
"""

import datetime
import math
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent


class Dice:
    """Random numbers, all from `random()`."""

    def __init__(self, seed):
        self.source = random.Random(seed)

    def uniform(self, low, high):
        return low + (high - low) * self.source.random()

    def whole(self, low, high):
        """A whole number, both ends included."""
        return low + int(self.source.random() * (high - low + 1))

    def chance(self, p):
        return self.source.random() < p

    def pick(self, entries):
        return entries[int(self.source.random() * len(entries))]

    def normal(self, mean=0.0, sd=1.0):
        u, v = 1.0 - self.source.random(), self.source.random()
        return mean + sd * math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)

    def shuffled(self, entries):
        keyed = [(self.source.random(), i, e) for i, e in enumerate(entries)]
        return [e for _, _, e in sorted(keyed, key=lambda k: k[:2])]


def bounded(value, low, high):
    return max(low, min(high, value))


def write(template, name, header, rows):
    """Writes data/NAME of a template."""
    for row in rows:
        assert len(row) == len(header), (template, name, row)
        assert not any("," in str(cell) or '"' in str(cell) for cell in row), row
    lines = [",".join(header)] + [",".join(str(cell) for cell in row) for row in rows]
    path = HERE / template / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\n".join(lines) + "\n").encode("ascii"))


class Course:
    """Disease activity of a subject over time."""

    def __init__(self, dice, start, floor, tau, back_at=None, back_by=0.0, relief=None):
        self.dice, self.start, self.floor, self.tau = dice, start, floor, tau
        self.back_at, self.back_by, self.relief = back_at, back_by, relief
        self.error = 0.0

    def at(self, day, sd=0.04):
        """Activity on a day; asked in the order of time, so that errors can hang together."""
        if day <= 0:
            return bounded(self.start, 0.0, 1.0)
        activity = self.floor + (self.start - self.floor) * math.exp(-day / self.tau)
        if self.back_at is not None and day >= self.back_at:
            rise = self.back_by * (1.0 - math.exp(-(day - self.back_at + 10) / 10.0))
            if self.relief is not None and day > self.relief:
                rise *= math.exp(-(day - self.relief) / 90.0)
            activity += rise
        self.error = 0.6 * self.error + self.dice.normal(0.0, sd)
        return bounded(activity + self.error, 0.0, 1.0)


# --------------------------------------------------------------------------------------------------------------- lupus

SLEDAI = [
    "seizure", "psychosis", "organic-brain-syndrome", "visual", "cranial-nerve", "lupus-headache", "cva", "vasculitis",
    "arthritis", "myositis", "casts", "haematuria", "proteinuria", "pyuria", "rash", "alopecia", "mucosal-ulcers",
    "pleurisy", "pericarditis", "low-complement", "dna-binding", "fever", "thrombocytopenia", "leukopenia",
]
SLEDAI_POINTS = [8] * 8 + [4] * 6 + [2] * 7 + [1] * 3
# How often an item is among those that a subject can have.
SLE_OFTEN = {
    "lupus-headache": 0.04, "vasculitis": 0.12, "arthritis": 0.6, "myositis": 0.05, "rash": 0.5, "alopecia": 0.35,
    "mucosal-ulcers": 0.3, "pleurisy": 0.12, "pericarditis": 0.08, "fever": 0.2, "thrombocytopenia": 0.2,
    "leukopenia": 0.25,
}
SLE_RENAL = {"casts": 0.3, "haematuria": 0.6, "pyuria": 0.3}
SLE_VISITS = [("baseline", 0, 0), ("m1", 30, 5), ("m3", 91, 9), ("m6", 182, 14), ("m9", 274, 14), ("m12", 365, 20)]
PREDNISONE = [2.5, 5, 7.5, 10, 12.5, 15, 20, 25, 30, 40]


def plain(number):
    """A number without needless zeros."""
    return f"{number:g}"


def sle():
    dice = Dice(20121)
    subjects, infusions, clinic, labs, medications, events, disposition = [], [], [], [], [], [], []
    arms = ["single", "double"] * 12
    arms = [a for block in range(6) for a in dice.shuffled(arms[4 * block:4 * block + 4])]
    kinds = dice.shuffled(["deep"] * 8 + ["part"] * 9 + ["none"] * 7)
    relapse = {"S03": 236, "S07": 301, "S14": 214, "S19": 262, "S23": 287}
    leaves = {
        "S06": (128, "withdrawn", "withdrew consent"), "S17": (247, "withdrawn", "moved away"),
        "S11": (206, "died", "pneumonia"),
    }
    for i, arm in enumerate(arms):
        subject = f"S{i + 1:02}"
        kind = "part" if subject in relapse and kinds[i] == "none" else kinds[i]
        sle_subject(
            dice, subject, arm, kind, relapse.get(subject), leaves.get(subject),
            (subjects, infusions, clinic, labs, medications, events, disposition),
        )
    # the urine sediment of one visit was lost, one visit was missed by two subjects, one physician gave no global
    for row in clinic:
        if row[0] == "S05" and row[1] == "m6":
            for item in ("casts", "haematuria", "pyuria"):
                row[3 + SLEDAI.index(item)] = ""
        if row[0] == "S20" and row[1] == "m3":
            row[3 + len(SLEDAI)] = ""
    missed = {("S02", "m9"), ("S16", "m3")}
    clinic = [row for row in clinic if (row[0], row[1]) not in missed]
    labs = [row for row in labs if (row[0], row[1]) not in missed]
    sle_safety_labs(labs)
    labs.sort(key=lambda row: (row[0], row[2]))
    for subject, grade, start, end in (("S04", 1, 1, 3), ("S09", 2, 2, 5), ("S18", 1, 0, 1)):
        events.append([subject, "cytokine release syndrome", "adverse", grade, "no", "probable", start, end, "recovered"])
    events.sort(key=lambda row: row[0])
    for row in events:
        row.insert(2, SLE_SYSTEMS[row[1]])
    write("sle", "subjects.csv", ["subject", "arm", "age", "sex", "weight-kg", "duration-years"], subjects)
    write("sle", "infusions.csv",
          ["subject", "cycle", "infusion", "day", "dose", "dose-per-kg", "weight-kg", "batch"], infusions)
    write("sle", "clinic.csv", ["subject", "visit", "day"] + SLEDAI + ["pga", "prednisone"], clinic)
    write("sle", "labs.csv",
          ["subject", "visit", "day", "test", "value", "unit", "lower-limit", "upper-limit"], labs)
    write("sle", "medications.csv", ["subject", "drug", "dose", "unit", "route", "start", "end", "reason"], medications)
    write("sle", "events.csv",
          ["subject", "term", "system", "kind", "grade", "serious", "related", "start", "end", "outcome"], events)
    write("sle", "disposition.csv", ["subject", "status", "day", "reason"], disposition)


def sle_subject(dice, subject, arm, kind, relapse, leaves, tables):
    subjects, infusions, clinic, labs, medications, events, disposition = tables
    number = int(subject[1:])
    sex = "male" if number in (7, 18) else "female"
    weight = round(dice.normal(70 if sex == "male" else 58, 7), 1)
    subjects.append([subject, arm, dice.whole(19, 52), sex, weight, dice.whole(1, 16)])
    days = [0] + ([7 + dice.whole(-1, 2)] if arm == "double" else [])
    for k, day in enumerate(days):
        per_kg = 1e6 * dice.uniform(0.95, 1.06)
        dose = round(per_kg * weight / 1e5) * 100_000
        per_kg = round(dose / weight / 1000) * 1000
        infusions.append([subject, 1, k + 1, day, dose, per_kg, weight, f"UC-{100 + number}"])
    sle_clinic(dice, subject, arm, kind, relapse, leaves, clinic, labs)
    sle_rest(dice, subject, kind, relapse, leaves, days, medications, events)
    if leaves:
        disposition.append([subject, leaves[1], leaves[0], leaves[2]])
    else:
        last = max(row[2] for row in clinic if row[0] == subject)
        disposition.append([subject, "completed", last, ""])


def sle_profile(dice):
    """What a subject can have: items with their thresholds, and the laboratory values at full activity."""
    renal = dice.chance(0.65)
    often = dict(SLE_OFTEN, **(SLE_RENAL if renal else {}))
    items = {item: dice.uniform(0.18, 0.9) for item in SLEDAI if dice.chance(often.get(item, 0.0))}
    return {
        "items": items,
        "upcr": math.exp(dice.uniform(math.log(900), math.log(4200))) if renal else dice.uniform(60, 160),
        "renal": renal,
        "c3": dice.uniform(0.35, 0.7) if dice.chance(0.8) else dice.uniform(0.95, 1.1),
        "c3-gain": dice.uniform(0.35, 0.6),
        "dsdna": math.exp(dice.uniform(math.log(60), math.log(500))) if dice.chance(0.8) else dice.uniform(4, 20),
    }


def sle_state(dice, profile, activity, sd):
    """Laboratory values and items of one visit; three items follow from the laboratory values."""
    wobble = math.exp(dice.normal(0.0, sd))
    upcr = profile["upcr"] * ((0.08 + 0.92 * activity ** 1.5) if profile["renal"] else 1.0) * wobble
    c3 = bounded(profile["c3"] + (1.0 - activity) * profile["c3-gain"] + dice.normal(0.0, 0.05), 0.2, 1.7)
    dsdna = profile["dsdna"] * (0.03 + 0.97 * activity ** 1.4) * math.exp(dice.normal(0.0, sd))
    lab = {"upcr": round(upcr), "c3": round(c3, 2), "dsdna": round(dsdna)}
    items = {item: int(activity + dice.normal(0.0, 0.07) > u) for item, u in profile["items"].items()}
    # a mild complaint that comes and goes
    passing = dice.pick(["rash", "mucosal-ulcers", "arthritis", "leukopenia"])
    if dice.chance(0.3 * activity):
        items[passing] = 1
    items["proteinuria"] = int(lab["upcr"] > 500)
    items["low-complement"] = int(lab["c3"] < 0.9)
    items["dna-binding"] = int(lab["dsdna"] > 30)
    return lab, [items.get(item, 0) for item in SLEDAI]


def sle_clinic(dice, subject, arm, kind, relapse, leaves, clinic, labs):
    while True:
        profile = sle_profile(dice)
        start = dice.uniform(0.85, 1.0)
        lab, items = sle_state(dice, profile, start, 0.1)
        if 9 <= sum(p * x for p, x in zip(SLEDAI_POINTS, items)) <= 26:
            break
    low, high = {"deep": (0.0, 0.1), "part": (0.22, 0.42), "none": (0.68, 0.92)}[kind]
    floor = dice.uniform(low, high) - (0.03 if arm == "double" else 0.0)
    course = Course(dice, start, floor, dice.uniform(40, 90), relapse, 0.75, relapse and relapse + 30)
    dose = dice.pick([15, 20, 20, 25, 30])
    previous = 0
    for visit, planned, jitter in SLE_VISITS:
        day = dice.whole(-9, 0) if visit == "baseline" else planned + dice.whole(-jitter, jitter)
        if leaves and day >= leaves[0]:
            break
        activity = course.at(day)
        if visit != "baseline":
            lab, items = sle_state(dice, profile, activity, 0.18)
            if relapse and previous < relapse <= day:
                dose = max(dose, 20)
            elif activity < 0.55:
                aim = dose * (0.72 if activity < 0.25 else 0.85)
                dose = max(step for step in PREDNISONE if step <= max(aim, 2.5))
            elif activity > 0.85 and dice.chance(0.3):
                dose = min([step for step in PREDNISONE if step > dose], default=dose)
        previous = day
        pga = bounded(0.1 + 2.3 * activity + dice.normal(0.0, 0.12), 0.0, 3.0)
        clinic.append([subject, visit, day] + items + [f"{pga:.1f}", plain(dose)])
        sle_labs(subject, visit, day, lab, labs)


def sle_labs(subject, visit, day, lab, labs):
    at = [subject, visit, day]
    # every fourth subject is seen at a hospital whose laboratory uses other units
    if int(subject[1:]) % 4 == 0:
        labs.append(at + ["C3", round(lab["c3"] * 100), "mg/dL", 90, 180])
        labs.append(at + ["UPCR", f"{lab['upcr'] / 8.84:.1f}", "mg/mmol", "", 22.6])
    else:
        labs.append(at + ["C3", f"{lab['c3']:.2f}", "g/L", "0.90", "1.80"])
        labs.append(at + ["UPCR", lab["upcr"], "mg/g", "", 200])
    value = "<10" if lab["dsdna"] < 10 else lab["dsdna"]
    labs.append(at + ["anti-dsDNA", value, "[IU]/mL", "", 30])


def sle_safety(dice, subject, visit, day, state, labs):
    """Blood count, potassium, liver and kidney at one visit; `state` holds the usual level of the subject."""
    at = [subject, visit, day]
    # the count falls after the infusion and comes back; immunosuppression keeps it low in some
    dip = {"m1": 0.55, "m3": 0.85}.get(visit, 1.0)
    neutrophils = bounded(state["neutrophils"] * dip * math.exp(dice.normal(0.0, 0.28)), 0.2, 11.0)
    potassium = bounded(state["potassium"] + dice.normal(0.0, 0.33), 2.4, 6.4)
    alt = state["alt"] * math.exp(dice.normal(0.0, 0.35)) * (3.4 if dice.chance(0.05) else 1.0)
    creatinine = state["creatinine"] * math.exp(dice.normal(0.0, 0.08))
    labs.append(at + ["neutrophils", f"{neutrophils:.2f}", "10*9/L", "1.80", "7.50"])
    labs.append(at + ["potassium", f"{potassium:.1f}", "mmol/L", "3.5", "5.1"])
    labs.append(at + ["ALT", round(alt), "U/L", "", 35])
    labs.append(at + ["creatinine", round(creatinine), "umol/L", 45, 90])


def sle_safety_labs(labs):
    """Safety values at the visits of the other laboratory values, from a sequence of their own."""
    dice = Dice(20123)
    usual = {}
    for subject, visit, day in dict.fromkeys((row[0], row[1], row[2]) for row in labs):
        if subject not in usual:
            usual[subject] = {
                "neutrophils": math.exp(dice.uniform(math.log(2.0), math.log(5.5))),
                "potassium": dice.uniform(3.8, 4.6),
                "alt": math.exp(dice.uniform(math.log(14), math.log(52))),
                "creatinine": dice.uniform(52, 92),
            }
        sle_safety(dice, subject, visit, day, usual[subject], labs)


# The organ system of each term, in our own words.
SLE_SYSTEMS = {
    "fever after infusion": "general disorders", "upper respiratory infection": "infections",
    "urinary tract infection": "infections", "herpes zoster": "infections", "pneumonia": "infections",
    "diarrhoea": "gastrointestinal disorders", "headache": "nervous system disorders",
    "lupus relapse": "disease under study", "cytokine release syndrome": "immune system disorders",
}


def sle_rest(dice, subject, kind, relapse, leaves, infused, medications, events):
    end_of_study = leaves[0] if leaves else 340
    medications.append([subject, "hydroxychloroquine", 200, "mg", "oral", -dice.whole(200, 900), "", "lupus"])
    if dice.chance(0.6):
        medications.append([subject, "mycophenolate mofetil", 1000, "mg", "oral", -dice.whole(60, 500), "", "lupus"])

    def event(term, what, grade, serious, related, start, length, outcome="recovered"):
        end = "" if length is None else min(start + length, end_of_study)
        events.append([subject, term, what, grade, "yes" if serious else "no", related, start, end, outcome])

    for day in infused:
        if dice.chance(0.2):
            event("fever after infusion", "adverse", 1, False, "probable", day, 1)
    pool = [
        ("upper respiratory infection", 1, 8, "unlikely"), ("urinary tract infection", 2, 7, "possible"),
        ("herpes zoster", 2, 14, "possible"), ("diarrhoea", 1, 3, "unlikely"), ("headache", 1, 2, "possible"),
    ]
    for term, grade, length, related in pool:
        if dice.chance(0.16):
            event(term, "adverse", grade, False, related, dice.whole(5, end_of_study - 20), length)
    if subject == "S15":
        event("pneumonia", "adverse", 3, True, "possible", 143, 19)
    if relapse:
        grade = 3 if subject in ("S07", "S14") else 2
        event("lupus relapse", "relapse", grade, grade == 3, "not related", relapse, 45, "recovering")
        begin = relapse + dice.whole(2, 6)
        medications.append([subject, "methylprednisolone", 500, "mg", "intravenous", begin, begin + 2, "rescue"])
    if subject == "S13":
        medications.append([subject, "rituximab", 1000, "mg", "intravenous", 158, 172, "rescue"])
    if leaves and leaves[1] == "died":
        event("pneumonia", "adverse", 5, True, "possible", leaves[0] - 9, 9, "fatal")


# ------------------------------------------------------------------------------------------------------------ myositis

MUSCLES = [
    "neck-flexors", "deltoid", "biceps", "wrist-extensors", "quadriceps", "ankle-dorsiflexors", "gluteus-medius",
    "gluteus-maximus",
]
# How far weakness takes each group down, in grades at full activity.
MUSCLE_LOSS = [6.5, 5.5, 4.0, 2.0, 4.5, 2.0, 5.5, 6.0]
HAQ = ["dressing", "arising", "eating", "walking", "hygiene", "reach", "grip", "activities"]
HAQ_LOSS = [2.4, 2.8, 1.2, 2.4, 2.2, 2.9, 1.4, 2.7]
IIM_VISITS = [("baseline", 0, 0), ("w4", 28, 4), ("m3", 91, 8), ("m6", 182, 11)]


def iim():
    dice = Dice(20117)
    tables = {name: [] for name in ("subjects", "infusions", "strength", "haq", "labs", "medications", "events",
                                    "disposition")}
    floors = [0.04, 0.02, 0.45, 0.12, 0.2, 0.68, 0.95, 0.9, 0.15, 0.28]
    second = {"M02": 221, "M05": 247, "M09": 209}
    for i, floor in enumerate(floors):
        subject = f"M{i + 1:02}"
        iim_subject(dice, subject, floor, second.get(subject), tables)
    # one questionnaire with two open answers, one visit missed
    for row in tables["haq"]:
        if row[0] == "M04" and row[1] == "m3":
            row[4 + 2 * HAQ.index("grip")] = ""
    missed = {("M10", "w4")}
    for name in ("strength", "haq", "labs"):
        tables[name] = [row for row in tables[name] if (row[0], row[1]) not in missed]
    haq_columns = [column for item in HAQ for column in (item, item + "-aid")]
    write("iim", "subjects.csv", ["subject", "age", "sex", "weight-kg", "diagnosis", "duration-years"],
          tables["subjects"])
    write("iim", "infusions.csv", ["subject", "cycle", "infusion", "day", "dose", "dose-per-kg", "weight-kg", "batch"],
          tables["infusions"])
    write("iim", "strength.csv",
          ["subject", "visit", "cycle", "day"] + MUSCLES
          + ["physician-global-10", "patient-global-10", "extramuscular-global-10", "prednisone"], tables["strength"])
    write("iim", "haq.csv", ["subject", "visit", "cycle", "day"] + haq_columns, tables["haq"])
    write("iim", "labs.csv", ["subject", "visit", "cycle", "day", "test", "value", "unit", "upper-limit"],
          tables["labs"])
    write("iim", "medications.csv", ["subject", "drug", "dose", "unit", "route", "start", "end", "reason"],
          tables["medications"])
    write("iim", "events.csv",
          ["subject", "term", "kind", "grade", "serious", "related", "start", "end", "outcome"], tables["events"])
    write("iim", "disposition.csv", ["subject", "status", "day", "reason"], tables["disposition"])


def iim_subject(dice, subject, floor, second, tables):
    number = int(subject[1:])
    sex = "male" if number in (3, 6, 10) else "female"
    weight = round(dice.normal(74 if sex == "male" else 62, 8), 1)
    diagnosis = "PM" if number % 2 else "DM"
    tables["subjects"].append([subject, dice.whole(24, 66), sex, weight, diagnosis, dice.whole(1, 9)])
    traits = {
        "muscles": [loss * dice.uniform(0.8, 1.2) for loss in MUSCLE_LOSS],
        "haq": [loss * dice.uniform(0.75, 1.15) for loss in HAQ_LOSS],
        "ck": math.exp(dice.uniform(math.log(14), math.log(45))),
        "outside": dice.uniform(0.4, 0.9),
        "limit": 200 if sex == "male" else 170,
        "prednisone": dice.pick([15, 20, 25, 30]),
    }
    left = 133 if subject == "M07" else None
    start = dice.uniform(0.8, 1.0)
    iim_cycle(dice, subject, 1, 0, Course(dice, start, floor, dice.uniform(25, 60)), traits, left, weight, tables)
    last = max([row[3] for row in tables["strength"] if row[0] == subject])
    if second:
        # back to 60 to 80 % of the first activity; one of the three does not respond again
        again = start * dice.uniform(0.6, 0.8)
        after = again * 0.95 if subject == "M09" else dice.uniform(0.12, 0.28)
        tables["events"].append([subject, "relapse of myositis", "relapse", 2, "no", "not related",
                                 second - dice.whole(12, 24), "", "recovering"])
        course = Course(dice, again, after, dice.uniform(25, 60))
        iim_cycle(dice, subject, 2, second, course, traits, None, weight, tables)
        last = max([row[3] for row in tables["strength"] if row[0] == subject])
    iim_rest(dice, subject, floor, left, tables)
    if left:
        tables["disposition"].append([subject, "withdrawn", left, "no benefit felt"])
    else:
        tables["disposition"].append([subject, "completed", last, ""])


def iim_cycle(dice, subject, cycle, begin, course, traits, left, weight, tables):
    per_kg = 1e6 * dice.uniform(0.96, 1.05)
    dose = round(per_kg * weight / 1e5) * 100_000
    tables["infusions"].append([subject, cycle, 1, begin, dose, round(dose / weight / 1000) * 1000, weight,
                                f"MSC-{200 + int(subject[1:])}{'ab'[cycle - 1]}"])
    prednisone = traits["prednisone"] if cycle == 1 else 12.5
    for visit, planned, jitter in IIM_VISITS:
        away = dice.whole(-6, 0) if visit == "baseline" else planned + dice.whole(-jitter, jitter)
        day = begin + away
        if left and day >= left:
            break
        activity = course.at(away, 0.03)
        if visit != "baseline" and activity < 0.6:
            prednisone = max(step for step in PREDNISONE if step <= max(0.75 * prednisone, 2.5))
        at = [subject, visit, cycle, day]
        grades = [round(bounded(10 - loss * activity + dice.normal(0, 0.3), 0, 10)) for loss in traits["muscles"]]
        physician = bounded(0.3 + 7.5 * activity + dice.normal(0, 0.4), 0, 10)
        patient = bounded(0.8 + 7.0 * activity + dice.normal(0, 0.7), 0, 10)
        least = 0.5 if visit == "baseline" else 0.0
        outside = bounded(6.0 * traits["outside"] * activity + dice.normal(0, 0.3), least, 10)
        globals_ = [f"{physician:.1f}", f"{patient:.1f}", f"{outside:.1f}"]
        tables["strength"].append(at + grades + globals_ + [plain(prednisone)])
        answers = []
        for loss in traits["haq"]:
            answer = round(bounded(loss * activity + dice.normal(0, 0.25), 0, 3))
            answers += [answer, int(answer >= 2 and dice.chance(0.3))]
        tables["haq"].append(at + answers)
        ck = 85.0 * (1.0 + traits["ck"] * activity ** 1.4) * math.exp(dice.normal(0, 0.15))
        ldh = 190.0 + 330.0 * activity + dice.normal(0, 20)
        # the laboratory of every third subject reports enzymes in ukat/L (1 ukat/L = 60 U/L)
        if int(subject[1:]) % 3 == 0:
            tables["labs"].append(at + ["CK", f"{ck / 60:.1f}", "ukat/L", f"{traits['limit'] / 60:.1f}"])
            tables["labs"].append(at + ["LDH", f"{ldh / 60:.1f}", "ukat/L", "4.1"])
        else:
            tables["labs"].append(at + ["CK", round(ck), "U/L", traits["limit"]])
            tables["labs"].append(at + ["LDH", round(ldh), "U/L", 245])


def iim_rest(dice, subject, floor, left, tables):
    medications, events = tables["medications"], tables["events"]
    until = left or 175
    medications.append([subject, dice.pick(["azathioprine", "methotrexate"]), 100, "mg", "oral",
                        -dice.whole(100, 700), "", "myositis"])
    if floor > 0.8 and not left:
        begin = dice.whole(100, 130)
        medications.append([subject, "immunoglobulin", 2, "g/kg", "intravenous", begin, begin + 4, "rescue"])
    pool = [
        ("upper respiratory infection", 1, 9, "unlikely"), ("fever after infusion", 1, 1, "probable"),
        ("nausea", 1, 2, "possible"), ("fatigue", 1, 20, "unlikely"), ("urinary tract infection", 2, 8, "possible"),
    ]
    for term, grade, length, related in pool:
        if dice.chance(0.22):
            start = 0 if term.startswith("fever") else dice.whole(4, until - 25)
            events.append([subject, term, "adverse", grade, "no", related, start, start + length, "recovered"])
    if subject == "M06":
        events.append([subject, "deep vein thrombosis", "adverse", 3, "yes", "possible", 61, 110, "recovered"])


# --------------------------------------------------------------------------------------------------- atopic dermatitis

REGIONS = [("head-neck", 0.1), ("upper-limbs", 0.2), ("trunk", 0.3), ("lower-limbs", 0.4)]
EASI_SIGNS = ["erythema", "oedema", "excoriation", "lichenification"]
SCORAD = ["extent", "erythema", "oedema", "oozing", "excoriation", "lichenification", "dryness", "itch", "sleep-loss"]
AD_VISITS = [("baseline", 0, 0), ("w4", 28, 3), ("w8", 56, 5), ("w12", 84, 5), ("w16", 112, 6)]
AD_AGAIN = ("baseline", "w8", "w16")
AREA_STEPS = [0.5, 10, 30, 50, 70, 90]


def ad():
    dice = Dice(20211)
    tables = {name: [] for name in ("subjects", "infusions", "easi", "scorad", "skin", "labs", "medications", "events",
                                    "disposition")}
    floors = [0.45, 0.1, 0.3, 0.01, 0.55, 0.75, 0.04, 0.95, 0.0, 0.25, 0.16, 0.85]
    again = {"A02": 152, "A06": 171, "A07": 139, "A11": 196}
    for i, floor in enumerate(floors):
        ad_subject(dice, f"A{i + 1:02}", floor, again.get(f"A{i + 1:02}"), tables)
    # one visit missed; one region not examined; one diary not kept
    missed = {("A09", "w8", 1)}
    for name in ("easi", "scorad", "skin", "labs"):
        tables[name] = [row for row in tables[name] if (row[0], row[1], row[2]) not in missed]
    for row in tables["easi"]:
        if (row[0], row[1], row[2]) == ("A04", "w4", 1):
            row[4 + 5 * 3 + EASI_SIGNS.index("lichenification")] = ""
    for row in tables["skin"]:
        if (row[0], row[1], row[2]) == ("A12", "w12", 1):
            row[6] = ""
    easi_columns = [f"{region}-{sign}" for region, _ in REGIONS for sign in EASI_SIGNS + ["area"]]
    when = ["subject", "visit", "cycle", "date"]
    write("ad", "subjects.csv", ["subject", "arm", "age", "sex", "weight-kg", "enrolled", "duration-years", "previous"],
          tables["subjects"])
    write("ad", "infusions.csv", ["subject", "cycle", "infusion", "date", "dose", "dose-per-kg", "weight-kg", "batch"],
          tables["infusions"])
    write("ad", "easi.csv", when + easi_columns, tables["easi"])
    write("ad", "scorad.csv", when + SCORAD, tables["scorad"])
    write("ad", "skin.csv", when + ["viga-ad", "bsa", "itch-nrs"], tables["skin"])
    write("ad", "labs.csv", when + ["test", "value", "unit", "upper-limit"], tables["labs"])
    write("ad", "medications.csv", ["subject", "drug", "dose", "unit", "route", "start", "end", "reason"],
          tables["medications"])
    write("ad", "events.csv",
          ["subject", "term", "kind", "grade", "serious", "related", "start", "end", "outcome"], tables["events"])
    write("ad", "disposition.csv", ["subject", "status", "date", "reason"], tables["disposition"])


def ad_traits(dice):
    return {
        "extent": [dice.uniform(30, 95) for _ in REGIONS],
        "signs": [[dice.uniform(1.4, 3.2) for _ in EASI_SIGNS] for _ in REGIONS],
        "dryness": dice.uniform(1.5, 3.0),
        "itch": dice.uniform(6.5, 9.5),
        "sleep": dice.uniform(4.0, 8.5),
        "ige": math.exp(dice.uniform(math.log(300), math.log(9000))),
    }


def ad_state(dice, traits, activity, sd):
    """EASI cells, EASI, body surface, mean of each sign."""
    cells, total, surface, means = [], 0.0, 0.0, [0.0] * len(EASI_SIGNS)
    for (_, weight), extent, signs in zip(REGIONS, traits["extent"], traits["signs"]):
        percent = bounded(extent * activity ** 0.8 * math.exp(dice.normal(0, sd)), 0, 100)
        area = sum(percent >= step for step in AREA_STEPS)
        found = [round(2 * bounded(s * activity ** 0.6 + dice.normal(0, sd), 0, 3)) / 2 for s in signs]
        if area == 0:
            found, percent = [0.0] * 4, 0.0
        elif not any(found):
            found[0] = 0.5
        total += weight * sum(found) * area
        surface += weight * percent
        means = [m + weight * f for m, f in zip(means, found)]
        cells += [plain(f) for f in found] + [area]
    return cells, total, round(surface), means


def ad_iga(easi):
    return sum(easi >= step for step in (0.3, 1.2, 6.0, 20.0))


def ad_subject(dice, subject, floor, again, tables):
    number = int(subject[1:])
    sex = "male" if number % 2 else "female"
    weight = round(dice.normal(73 if sex == "male" else 57, 8), 1)
    first = datetime.date(2024, 1, 15) + datetime.timedelta(days=9 * number + dice.whole(0, 5))
    left = 74 if subject == "A10" else None
    while True:
        traits, start = ad_traits(dice), dice.uniform(0.75, 1.0)
        _, easi, surface, _ = ad_state(dice, traits, start, 0.05)
        if 19 <= easi <= 48 and surface >= 20:
            break
    tables["subjects"].append([
        subject, "cells", dice.whole(20, 57), sex, weight, first - datetime.timedelta(days=dice.whole(15, 27)),
        dice.whole(4, 30), dice.pick(["ciclosporin", "ciclosporin", "dupilumab", "none"]),
    ])
    course = Course(dice, start, floor, dice.uniform(18, 45))
    last = ad_cycle(dice, subject, 1, first, 0, course, traits, left, weight, tables)
    if again:
        back = start * dice.uniform(0.55, 0.85)
        floors = {"A02": 0.1, "A06": 0.06, "A07": 0.25, "A11": 0.8}
        tables["events"].append([
            subject, "relapse of dermatitis", "relapse", 2, "no", "not related",
            first + datetime.timedelta(days=again - dice.whole(9, 20)), "", "recovering",
        ])
        course = Course(dice, back, back * floors[subject], dice.uniform(18, 45))
        last = ad_cycle(dice, subject, 2, first, again, course, traits, None, weight, tables)
    ad_rest(dice, subject, floor, first, left, tables)
    if left:
        tables["disposition"].append([subject, "withdrawn", first + datetime.timedelta(days=left), "moved away"])
    else:
        tables["disposition"].append([subject, "completed", last, ""])


def ad_cycle(dice, subject, cycle, first, begin, course, traits, left, weight, tables):
    def date(day):
        return first + datetime.timedelta(days=day)

    for k, planned in enumerate((0, 14, 28)):
        day = begin + (planned if k == 0 else planned + dice.whole(-2, 2))
        dose = round(1e6 * dice.uniform(0.95, 1.05) * weight / 1e5) * 100_000
        per_kg = round(dose / weight / 1000) * 1000
        batch = f"C{cycle}{k + 1}-{300 + int(subject[1:])}"
        tables["infusions"].append([subject, cycle, k + 1, date(day), dose, per_kg, weight, batch])
    last = date(begin)
    for visit, planned, jitter in AD_VISITS:
        if cycle > 1 and visit not in AD_AGAIN:
            continue
        away = dice.whole(-6, 0) if visit == "baseline" else planned + dice.whole(-jitter, jitter)
        day = begin + away
        if left and day >= left:
            break
        activity = course.at(away, 0.03)
        last = date(day)
        at = [subject, visit, cycle, last]
        cells, easi, surface, means = ad_state(dice, traits, activity, 0.05 if visit == "baseline" else 0.12)
        tables["easi"].append(at + cells)
        signs = [round(bounded(m + dice.normal(0, 0.25), 0, 3)) if easi > 0 else 0 for m in means]
        oozing = round(bounded(means[2] - 0.6 + dice.normal(0, 0.3), 0, 3)) if easi > 0 else 0
        dryness = round(bounded(traits["dryness"] * activity ** 0.5 + dice.normal(0, 0.3), 0, 3))
        itch = bounded(0.3 + traits["itch"] * activity ** 0.8 + dice.normal(0, 0.5), 0, 10)
        sleep = bounded(traits["sleep"] * activity + dice.normal(0, 0.5), 0, 10)
        tables["scorad"].append(at + [surface, signs[0], signs[1], oozing, signs[2], signs[3], dryness,
                                      f"{itch:.1f}", f"{sleep:.1f}"])
        worst = bounded(itch + dice.uniform(0.0, 0.9), 0, 10)
        tables["skin"].append(at + [ad_iga(easi), surface, f"{worst:.1f}"])
        ige = traits["ige"] * (0.75 + 0.25 * activity) * math.exp(dice.normal(0, 0.08))
        if visit in ("baseline", "w16"):
            value = ">5000" if ige > 5000 else round(ige)
            tables["labs"].append(at + ["IgE", value, "k[IU]/L", 100])
    return last


def ad_rest(dice, subject, floor, first, left, tables):
    def date(day):
        return first + datetime.timedelta(days=day)

    medications, events = tables["medications"], tables["events"]
    # the start of a treatment of years ago is known to the month only
    month = f"{first.year - dice.whole(1, 4)}-{dice.whole(1, 12):02}"
    medications.append([subject, "cetirizine", 10, "mg", "oral", month, "", "itch"])
    if floor > 0.8 and not left:
        begin = dice.whole(60, 75)
        medications.append([subject, "prednisolone", 30, "mg", "oral", date(begin), date(begin + 10), "rescue"])
    pool = [
        ("injection site pain", 1, 1, "probable", 0), ("nasopharyngitis", 1, 7, "unlikely", 30),
        ("conjunctivitis", 1, 12, "possible", 45), ("headache", 1, 2, "possible", 15),
        ("folliculitis", 2, 10, "unlikely", 55),
    ]
    for term, grade, length, related, around in pool:
        if dice.chance(0.24):
            start = around if around == 0 else around + dice.whole(-10, 10)
            events.append([subject, term, "adverse", grade, "no", related, date(start), date(start + length),
                           "recovered"])
    if subject == "A03":
        events.append([subject, "eczema herpeticum", "adverse", 3, "yes", "possible", date(49), date(63), "recovered"])


if __name__ == "__main__":
    sle()
    iim()
    ad()
