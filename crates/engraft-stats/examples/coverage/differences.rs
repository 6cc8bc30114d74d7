//! Two proportions, by enumeration of all tables.

use engraft_stats::exact::TwoSided;
use engraft_stats::stratified::{Continuity, cochran_armitage, exact_common_odds_ratio, mantel_haenszel};
use engraft_stats::two_proportions::*;
use engraft_stats::*;

use super::proportions::{chances, columns};
use super::simulate::{ALPHA, Block, Cost, LEVEL, Page, SIZES, What};
use super::table::Cell;

/// An interval of a measure, or none where the method refuses; `largest` group enumerated.
struct Method {
    name: &'static str,
    measure: Measure,
    largest: usize,
    interval: fn(&TwoByTwo) -> Option<Interval>,
}

fn score(table: &TwoByTwo, measure: Measure, variance: ScoreVariance) -> Option<Interval> {
    Some(score_effect(table, measure, None, variance, LEVEL).ok()?.effect.interval)
}

fn fisher(table: &TwoByTwo, convention: TwoSided) -> Option<Interval> {
    Some(fisher_test(table, convention, LEVEL).ok()?.interval)
}

const INTERVALS: [Method; 11] = [
    Method {
        name: "Newcombe interval of the difference",
        measure: Measure::Difference,
        largest: 40,
        interval: |t| {
            let ((a, n), (b, m)) = (t.first(), t.second());
            Some(newcombe_difference(a, n, b, m, LEVEL).ok()?.interval)
        },
    },
    Method {
        name: "Miettinen-Nurminen interval of the difference",
        measure: Measure::Difference,
        largest: 40,
        interval: |t| score(t, Measure::Difference, ScoreVariance::MiettinenNurminen),
    },
    Method {
        name: "Mee interval of the difference",
        measure: Measure::Difference,
        largest: 40,
        interval: |t| score(t, Measure::Difference, ScoreVariance::Plain),
    },
    Method {
        name: "exact unconditional interval of the difference",
        measure: Measure::Difference,
        largest: 6,
        interval: |t| Some(exact_effect(t, Measure::Difference, LEVEL).ok()?.interval),
    },
    Method {
        name: "Miettinen-Nurminen interval of the risk ratio",
        measure: Measure::RiskRatio,
        largest: 40,
        interval: |t| score(t, Measure::RiskRatio, ScoreVariance::MiettinenNurminen),
    },
    Method {
        name: "Koopman interval of the risk ratio",
        measure: Measure::RiskRatio,
        largest: 40,
        interval: |t| score(t, Measure::RiskRatio, ScoreVariance::Plain),
    },
    Method {
        name: "Miettinen-Nurminen interval of the odds ratio",
        measure: Measure::OddsRatio,
        largest: 40,
        interval: |t| score(t, Measure::OddsRatio, ScoreVariance::MiettinenNurminen),
    },
    Method {
        name: "Fisher interval of the odds ratio, minimum likelihood",
        measure: Measure::OddsRatio,
        largest: 20,
        interval: |t| fisher(t, TwoSided::MinimumLikelihood),
    },
    Method {
        name: "Fisher interval of the odds ratio, central",
        measure: Measure::OddsRatio,
        largest: 40,
        interval: |t| fisher(t, TwoSided::Central),
    },
    Method {
        name: "Fisher interval of the odds ratio, Blaker",
        measure: Measure::OddsRatio,
        largest: 20,
        interval: |t| fisher(t, TwoSided::Blaker),
    },
    Method {
        name: "Fisher interval of the odds ratio, central mid-P",
        measure: Measure::OddsRatio,
        largest: 40,
        interval: |t| fisher(t, TwoSided::CentralMidP),
    },
];

fn table(a: usize, b: usize, n: usize) -> TwoByTwo {
    TwoByTwo::new(a as u64, n as u64, b as u64, n as u64).unwrap()
}

fn truth(measure: Measure, p: f64, q: f64) -> f64 {
    match measure {
        Measure::Difference => p - q,
        Measure::RiskRatio => p / q,
        Measure::OddsRatio => p * (1.0 - q) / (q * (1.0 - p)),
    }
}

fn coverage(method: &Method, n: usize, points: &[f64]) -> Cell {
    if n > method.largest {
        return Cell::Absent;
    }
    let intervals: Vec<Vec<Option<Interval>>> =
        (0..=n).map(|a| (0..=n).map(|b| (method.interval)(&table(a, b, n))).collect()).collect();
    let grid: Vec<Vec<f64>> = points.iter().map(|p| chances(n, *p)).collect();
    let covers = |i: usize, j: usize| -> f64 {
        let t = truth(method.measure, points[i], points[j]);
        // the widening keeps a boundary that is hit exactly
        let width = 1e-12 * t.abs().max(1.0);
        let held = |interval: &Option<Interval>| interval.is_some_and(|i| i.lower - width <= t && t <= i.upper + width);
        let row =
            |a: usize| -> f64 { intervals[a].iter().zip(&grid[j]).filter(|(i, _)| held(i)).map(|(_, q)| q).sum() };
        (0..=n).map(|a| grid[i][a] * row(a)).sum()
    };
    let pairs = (0..points.len()).flat_map(|i| (0..points.len()).map(move |j| (i, j)));
    Cell::covers(&pairs.map(|(i, j)| covers(i, j)).collect::<Vec<f64>>())
}

pub fn write(page: &mut Page) {
    page.text(
        "\n## Two proportions, exactly\n\nOver 19 × 19 pairs of proportions from 0.05 to 0.95. Exact unconditional intervals and two conventions of\n\
         Fisher's are slow and stop at smaller groups.",
    );
    page.sizes("interval, smallest / mean coverage");
    let points: Vec<f64> = (1..20).map(|k| f64::from(k) / 20.0).collect();
    for method in &INTERVALS {
        let cells: Vec<Cell> = SIZES.iter().map(|n| coverage(method, *n, &points)).collect();
        page.row(method.name, "smallest over the pairs", &columns(), &cells);
    }
    tests(page);
    page.blocks("Two strata (true proportions 0.3 and 0.6 in both arms), n in each arm of each", &STRATA);
}

/// p of one table.
type Test = (&'static str, fn(&TwoByTwo) -> f64);

const TESTS: [Test; 6] = [
    ("Fisher's exact test", |t| fisher_test(t, TwoSided::MinimumLikelihood, LEVEL).unwrap().p_value),
    ("Fisher's exact test, central", |t| fisher_test(t, TwoSided::Central, LEVEL).unwrap().p_value),
    ("Fisher's test, central mid-P", |t| fisher_test(t, TwoSided::CentralMidP, LEVEL).unwrap().p_value),
    ("score test (chi-squared)", |t| {
        score_effect(t, Measure::Difference, None, ScoreVariance::Plain, LEVEL).map_or(1.0, |r| r.p_value)
    }),
    ("Cochran-Armitage trend, two groups", |t| {
        cochran_armitage(&[t.first(), t.second()], &[0.0, 1.0]).map_or(1.0, |r| r.p_value)
    }),
    ("Mantel-Haenszel, one stratum", |t| mantel_haenszel(&[*t], Continuity::None, LEVEL).map_or(1.0, |r| r.p_value)),
];

fn tests(page: &mut Page) {
    page.text("\nLargest type I error over the common proportions 0.005 to 0.995.");
    page.sizes("test, largest type I error");
    let points: Vec<f64> = (1..200).map(|k| f64::from(k) / 200.0).collect();
    let size = |n: usize, rejected: &dyn Fn(u64, u64) -> bool| -> Cell {
        let tables: Vec<(usize, usize)> = (0..=n)
            .flat_map(|a| (0..=n).map(move |b| (a, b)))
            .filter(|(a, b)| rejected(*a as u64, *b as u64))
            .collect();
        let at = |p: &f64| {
            let q = chances(n, *p);
            tables.iter().map(|(a, b)| q[*a] * q[*b]).sum::<f64>()
        };
        Cell::Rejects(points.iter().map(at).fold(0.0, f64::max))
    };
    for (name, p) in TESTS {
        let cell = |n: &usize| size(*n, &|a, b| p(&table(a as usize, b as usize, *n)) <= ALPHA);
        page.row(name, "largest over the proportions", &columns(), &SIZES.iter().map(cell).collect::<Vec<_>>());
    }
    for (name, extremeness) in [("Barnard's test", Extremeness::Score), ("Boschloo's test", Extremeness::Fisher)] {
        let cell = |n: &usize| {
            let test = UnconditionalTest::new(*n as u64, *n as u64, extremeness, Alternative::TwoSided).unwrap();
            size(*n, &|a, b| test.p_value(a, b).unwrap().p_value <= ALPHA)
        };
        page.row(name, "largest over the proportions", &columns(), &SIZES.iter().map(cell).collect::<Vec<_>>());
    }
}

const STRATA: [Block; 1] = [Block {
    what: What::TypeOne,
    cost: Cost::Fixed(5),
    largest: 40,
    names: &[
        "Cochran-Mantel-Haenszel, without continuity correction",
        "Cochran-Mantel-Haenszel, with one half off",
        "exact common odds ratio test",
        "Breslow-Day test",
        "Breslow-Day test with Tarone's correction",
    ],
    run: |s, n| {
        let mut events = |p: f64| (0..n).filter(|_| s.uniform() < p).count();
        let strata: Vec<TwoByTwo> = [0.3, 0.6].map(|p| table(events(p), events(p), n)).to_vec();
        let homogeneity = stratified::breslow_day(&strata);
        let p = [
            mantel_haenszel(&strata, Continuity::None, LEVEL).map(|r| r.p_value),
            mantel_haenszel(&strata, Continuity::Half, LEVEL).map(|r| r.p_value),
            exact_common_odds_ratio(&strata, TwoSided::Central, LEVEL).map(|r| r.p_value),
            homogeneity.map(|r| r.p_value),
            homogeneity.map(|r| r.tarone_p_value),
        ];
        p.into_iter().map(|p| p.ok().map(|p| p <= ALPHA)).collect()
    },
}];
