"""NIST StRD one-way analysis of variance: writes input.csv and expected.json. Certified values are those of public copies of
the files; `exact` is rational arithmetic on the nearest binary numbers, which is what a program is given.
Run from this folder: python3 make.py > raw.txt"""
import json, sys
from decimal import Decimal, getcontext
from fractions import Fraction
getcontext().prec = 40
si = [["196.3052", "196.124", "196.189", "196.2569", "196.3403"], ["196.3042", "196.3825", "196.1669", "196.3257", "196.0422"],
      ["196.1303", "196.2005", "196.2889", "196.0343", "196.1811"], ["196.2795", "196.1748", "196.1494", "196.1485", "195.9885"],
      ["196.2119", "196.1051", "196.185", "196.0052", "196.209"]]
ag = ["1568 1465 1572 1785 1446 1903 1526 1494 1616 1587 1519 1486 1419 1569 1508 1672 1385 1518 1662 1424 1360 1333 1610 1477",
      "1079 1344 1513 1197 1604 1385 1642 1365 1151 1082 1517 1448 1198 1482 1334 1609 1101 1512 1469 1360 1254 1261 1450 1368"]
sets = {"SiRstv": si, "AtmWtAg": [["107.868" + v for v in g.split()] for g in ag]}
def generated(offset, replicates):  # level 0.2 first, then 0.1 and 0.3 in turn, for treatments and for replicates
    part = lambda k: 2 if k == 0 else (1 if k % 2 else 3)
    return [[str(Decimal(offset) + Decimal(part(t) + part(r)) / 10) for r in range(replicates)] for t in range(9)]
for k, (offset, replicates) in enumerate([(o, r) for o in (1, 10**6, 10**12) for r in (21, 201, 2001)]):
    sets["SmLs0%d" % (k + 1)] = generated(offset, replicates)
certified = {"SiRstv": (5.11462616e-02, 2.1663656e-01, 1.18046237440255, 1.90999039051129e-01, 1.04076068334656e-01),
  "AtmWtAg": (3.638341875e-09, 1.04951729166667e-08, 1.59467335677930e+01, 2.57426544538321e-01, 1.51048314446410e-05)}
for name in ("SmLs01", "SmLs04", "SmLs07"): certified[name] = (1.68, 1.8, 21.0, 0.482758620689655, 0.1)
def anova(groups):
    n = sum(map(len, groups)); g = len(groups); grand = sum(map(sum, groups)) / n; means = [sum(v) / len(v) for v in groups]
    between = sum(len(v) * (m - grand)**2 for v, m in zip(groups, means)); within = sum((x - m)**2 for v, m in zip(groups, means) for x in v)
    s2 = within / (n - g); num = lambda f: float(Decimal(f.numerator) / Decimal(f.denominator))
    return [num(between), num(within), num(between / (g - 1) / s2), num(between / (between + within)), float((Decimal(s2.numerator) / Decimal(s2.denominator)).sqrt())]
expected, lines = [], ["dataset,group,value"]
for name, groups in sets.items():
    # the generated sets are rebuilt by the test from the same rule
    if not name.startswith("SmLs"): lines += ["%s,%d,%s" % (name, k, v) for k, g in enumerate(groups) for v in g]
    decimal = anova([[Fraction(v) for v in g] for g in groups]); binary = anova([[Fraction(float(v)) for v in g] for g in groups])
    c = certified.get(name); print(name, "decimal", decimal, "binary", binary, "certified", c)
    if c: assert all(abs(a - b) <= 1e-13 * abs(b) for a, b in zip(decimal, c)), name
    expected.append({"dataset": name, "certified": c or decimal, "seen": c is not None, "exact": binary})
open("input.csv", "w").write("\n".join(lines) + "\n"); json.dump(expected, open("expected.json", "w"), indent=1); print("Python", sys.version.split()[0])
