//! Two arms adjusted for baseline, and least squares.

use engraft_stats::random::Stream;
use engraft_stats::*;

use super::simulate::{ALPHA, Block, Cost, LEVEL, Page, What};
use super::two_groups::baseline;

/// Two arms of n: outcome 0.6 of the baseline and an error, normal or log-normal less its mean; no difference.
fn trial(s: &mut Stream, n: usize, skewed: bool) -> (Vec<f64>, Vec<bool>, Vec<f64>) {
    let x = baseline(s, 2 * n);
    let error = |s: &mut Stream| if skewed { libm::exp(s.normal()) - libm::exp(0.5) } else { s.normal() };
    let y = x.iter().map(|b| 0.6 * b + error(s)).collect();
    (y, (0..2 * n).map(|i| i < n).collect(), x)
}

fn intervals(s: &mut Stream, n: usize, skewed: bool) -> Vec<Option<bool>> {
    let (y, first, x) = trial(s, n, skewed);
    vec![ancova(&y, &first, &[&x], LEVEL).ok().map(|r| r.interval.contains(0.0))]
}

fn tests(s: &mut Stream, n: usize, skewed: bool) -> Vec<Option<bool>> {
    let (y, first, x) = trial(s, n, skewed);
    let strata: Vec<usize> = (0..2 * n).map(|i| i % 2).collect();
    let p = [
        ancova(&y, &first, &[&x], LEVEL).map(|r| r.p_value),
        rank_ancova(&y, &first, &[&x]).map(|r| r.p_value),
        stratified_rank_ancova(&y, &first, &[&x], &strata).map(|r| r.p_value),
    ];
    p.into_iter().map(|p| p.ok().map(|p| p <= ALPHA)).collect()
}

const INTERVALS: &[&str] = &["analysis of covariance, interval of the difference"];
const TESTS: &[&str] = &["analysis of covariance", "rank analysis of covariance (Quade)", "the same within two strata"];

const NORMAL: [Block; 2] = [
    Block {
        what: What::Coverage,
        cost: Cost::Fixed(1),
        largest: 40,
        names: INTERVALS,
        run: |s, n| intervals(s, n, false),
    },
    Block { what: What::TypeOne, cost: Cost::Fixed(1), largest: 40, names: TESTS, run: |s, n| tests(s, n, false) },
];

const SKEWED: [Block; 2] = [
    Block {
        what: What::Coverage,
        cost: Cost::Fixed(1),
        largest: 40,
        names: INTERVALS,
        run: |s, n| intervals(s, n, true),
    },
    Block { what: What::TypeOne, cost: Cost::Fixed(1), largest: 40, names: TESTS, run: |s, n| tests(s, n, true) },
];

const SLOPE: [Block; 1] = [Block {
    what: What::Coverage,
    cost: Cost::Fixed(2),
    largest: 40,
    names: &["slope, classical errors", "slope, HC0", "slope, HC1", "slope, HC2", "slope, HC3"],
    run: |s, n| {
        let x = baseline(s, n);
        let y: Vec<f64> = x.iter().map(|x| x + (0.3 + x.abs()) * s.normal()).collect();
        let columns = [vec![1.0; n], x];
        let kinds = [
            StandardErrors::Classical,
            StandardErrors::Hc0,
            StandardErrors::Hc1,
            StandardErrors::Hc2,
            StandardErrors::Hc3,
        ];
        let slope = |kind| {
            let fit = least_squares(&y, &columns, kind, LEVEL).ok()?;
            Some((*fit.coefficients.get(1)?)?.interval.contains(1.0))
        };
        kinds.into_iter().map(slope).collect()
    },
}];

pub fn write(page: &mut Page) {
    page.text("\n## Two arms adjusted for baseline, and a line");
    page.blocks("Two arms, slope 0.6 on a normal baseline, normal errors", &NORMAL);
    page.blocks("Two arms, slope 0.6 on a normal baseline, log-normal errors", &SKEWED);
    page.blocks("A line through n values whose spread grows with the distance from the middle", &SLOPE);
}
