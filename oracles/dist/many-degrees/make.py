# Student's t, F and beta probabilities with many degrees of freedom, 30 digits. Run from this folder: python3 make.py > raw.txt
import json, sys
import mpmath as mp
mp.mp.dps = 30

# Integral of exp(f) over u from the start on, scaled by its value at the start since quad stops at an absolute error. Two ways of
# cutting must agree to 17 digits.
def integral(f, start, step, last):
    first = f(start)
    g = lambda u: mp.e**(f(u) - first)
    def pieces(width):
        ends = [start]
        while ends[-1] < last: ends.append(min(last, ends[-1] + width))
        return ends
    one, two = mp.quad(g, pieces(step)), mp.quad(g, pieces(step * mp.mpf("0.7")))
    assert abs(one / two - 1) < mp.mpf(10)**-17, (one, two)
    return two * mp.e**first

# P(Y > y) for Y beta(b, a), a large: over u = log Y, until exp(-a Y) is nothing beside the start
def beta_upper(y, b, a):
    y, b, a = mp.mpf(y), mp.mpf(b), mp.mpf(a)
    front = mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)
    f = lambda u: b * u + (a - 1) * mp.log1p(-mp.e**u) + front
    last = mp.log(min(1 - mp.mpf(10)**-12, y + (60 + 10 * mp.sqrt(b)) / a * 3 + (60 * mp.sqrt(b)) / a))
    return integral(f, mp.log(y), mp.mpf("0.4"), last)

def t_upper(t, df):
    t, df = mp.mpf(t), mp.mpf(df)
    c = mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2
    f = lambda x: c - (df + 1) / 2 * mp.log1p(x * x / df)
    return integral(f, t, mp.mpf("0.8"), t + 16)

rows = []
def add(f, args, value):
    rows.append({"f": f, "args": args, "value": mp.nstr(value, 20)})
    print(f, args, mp.nstr(value, 20), flush=True)

for df in [1000.0, 12345.5, 1e5, 1e6, 1e7]:
    for t in [0.01, 0.5, 1.0, 1.7320, 1.7325, 1.959963984540054, 2.5, 4.0, 8.0]:
        add("student_sf", [t, df], t_upper(t, df))
# P(B <= x) with x near 1
for a, b in [(60.0, 1.5), (500.0, 0.5), (5000.0, 3.0), (50000.0, 0.5), (1e6, 7.0)]:
    for scaled in [0.2, 1.4, 4.0, 11.0]:
        x = float(1 - mp.mpf(scaled) * max(b, 1) / a)
        add("beta_cdf", [x, a, b], beta_upper(1 - mp.mpf(x), b, a))
for df1, df2 in [(1.0, 1e5), (3.0, 1e5), (2.0, 1e6), (10.0, 20000.0)]:
    for v in [0.3, 1.0, 2.6, 4.5, 9.0]:
        d1, d2 = mp.mpf(df1), mp.mpf(df2)
        add("f_sf", [v, df1, df2], beta_upper(d1 * v / (d2 + d1 * v), d1 / 2, d2 / 2))

with open("expected.json", "w") as out: json.dump(rows, out, indent=1)
with open("input.csv", "w") as out:
    out.write("f,args\n")
    for r in rows: out.write(r["f"] + "," + " ".join(repr(v) for v in r["args"]) + "\n")
print("python", sys.version.split()[0], "mpmath", mp.__version__)
