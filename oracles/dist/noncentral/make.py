# Distributions with 30 digits. Run from this folder: python3 make.py > raw.txt
import json, sys
import mpmath as mp
mp.mp.dps = 30

def pois(j, m): return mp.e**(-m) * mp.mpf(m)**j / mp.factorial(j)

def gamma_lower(a, x): return mp.gammainc(a, 0, x, regularized=True)
def gamma_upper(a, x): return mp.gammainc(a, x, mp.inf, regularized=True)
def beta_part(a, b, x0, x1): return mp.betainc(a, b, x0, x1, regularized=True)

# sum of Poisson weights times tails; the tails by their recursion in the direction in which it only adds
def mixture(half, a, step, low, high):
    top = int(half + 20 * mp.sqrt(half) + 80)
    w = [mp.e**(-half)]
    for j in range(1, top): w.append(w[-1] * half / j)
    lower = [low(a + top - 1)]
    for j in range(top - 2, -1, -1): lower.append(lower[-1] + step(a + j))
    upper = [high(a)]
    for j in range(top - 1): upper.append(upper[-1] + step(a + j))
    return mp.fsum(p * t for p, t in zip(w, reversed(lower))), mp.fsum(p * t for p, t in zip(w, upper))

# trapezoid rule over the log standard deviation, its step halved once: both agree to 18 digits
def nct(t, df, d, upper):
    t, df, d = mp.mpf(t), mp.mpf(df), mp.mpf(d)
    c = 2 * (df / 2)**(df / 2) / mp.gamma(df / 2)
    sign = -1 if upper else 1
    f = lambda s: c * mp.e**(df * s - df * mp.e**(2 * s) / 2) * mp.ncdf(sign * (t * mp.e**s - d))
    lo, hi = -(70 / df + 12 / mp.sqrt(df) + 3), 2 + 12 / mp.sqrt(df)
    n = int((hi - lo) / (mp.mpf("0.03") / max(1, mp.sqrt(df / 10)))) + 1
    h = (hi - lo) / n
    coarse = mp.fsum(f(lo + h * i) for i in range(n + 1))
    between = mp.fsum(f(lo + h * (i + mp.mpf(1) / 2)) for i in range(n))
    fine = h * (coarse + between) / 2
    assert abs(h * coarse / fine - 1) < mp.mpf(10)**-18, (t, df, d, upper)
    return fine

rows = []
def add(f, args, value): rows.append({"f": f, "args": args, "value": mp.nstr(value, 20)})

for a in [0.5, 1, 3.5, 20, 400]:
    for r in [0.05, 0.5, 0.9, 1.1, 2, 5]:
        x = a * r
        add("gamma_cdf", [x, a, 1], gamma_lower(a, mp.mpf(x))); add("gamma_sf", [x, a, 1], gamma_upper(a, mp.mpf(x)))
for m in [0.01, 1, 7.5, 60, 900]:
    for k in [0, 1, 5, 40, 1000]:
        add("poisson_pmf", [k, m], pois(k, mp.mpf(m)))
        lo, hi = gamma_upper(k + 1, mp.mpf(m)), gamma_lower(k + 1, mp.mpf(m))
        add("poisson_cdf", [k, m], lo); add("poisson_sf", [k, m], hi)
for df in [1, 2.5, 10, 60]:
    for l in [0.1, 4, 30, 200]:
        for x in [0.05, 3, 25, 120, 500]:
            x_, h = mp.mpf(x) / 2, mp.mpf(l) / 2
            both = mixture(h, mp.mpf(df) / 2, lambda a: x_**a * mp.e**(-x_) / mp.gamma(a + 1), lambda a: gamma_lower(a, x_), lambda a: gamma_upper(a, x_))
            add("noncentral_chi_squared_cdf", [x, df, l], both[0]); add("noncentral_chi_squared_sf", [x, df, l], both[1])
for (a, b) in [(1, 5), (2, 20), (4, 58.5)]:
    for l in [0.3, 6, 40]:
        for x in [0.02, 1, 5, 40]:
            s = mp.mpf(a) * x / (mp.mpf(a) * x + b)
            h2 = mp.mpf(b) / 2
            both = mixture(mp.mpf(l) / 2, mp.mpf(a) / 2, lambda c: s**c * (1 - s)**h2 / (c * mp.beta(c, h2)), lambda c: beta_part(c, h2, 0, s), lambda c: beta_part(h2, c, 0, 1 - s))
            add("noncentral_f_cdf", [x, a, b, l], both[0]); add("noncentral_f_sf", [x, a, b, l], both[1])
for df in [1, 4, 9.5, 58]:
    for d in [-4, 0.5, 2.8, 12]:
        for t in [-3, 0.2, 2.1, 9, 60]:
            add("noncentral_t_cdf", [t, df, d], nct(t, df, d, False)); add("noncentral_t_sf", [t, df, d], nct(t, df, d, True))
for r in rows: r["value"] = float(r["value"])
rows = [r for r in rows if r["value"] > 1e-280]
with open("expected.json", "w") as f: f.write("[\n" + ",\n".join("  " + json.dumps(r) for r in rows) + "\n]\n")
with open("input.csv", "w") as f: f.write("f,args\n" + "".join("%s,%s\n" % (r["f"], ";".join(map(str, r["args"]))) for r in rows))
for r in rows: print(r["f"], r["args"], repr(r["value"]))
print("python", sys.version.split()[0], "mpmath", mp.__version__)
