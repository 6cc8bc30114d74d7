//! Poisson rates, by enumeration of the counts.

use engraft_stats::dist::poisson_pmf;
use engraft_stats::exact::TwoSided;
use engraft_stats::rate::{RateMethod, rate_difference, rate_interval, rate_ratio};

use super::simulate::{ALPHA, LEVEL, Page};
use super::table::Cell;

const EXPECTED: [f64; 6] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
/// Largest expected count with two groups: the ratio is slow.
const TWO: f64 = 16.0;

/// Which pairs of counts an interval holds the truth for, or a test rejects.
type Choice<'a> = (&'a str, &'a dyn Fn(u64, u64) -> bool);

fn chances(mean: f64) -> Vec<f64> {
    let last = (mean + 9.0 * libm::sqrt(mean) + 12.0) as u64;
    (0..=last).map(|x| poisson_pmf(x, mean).unwrap()).collect()
}

fn columns() -> Vec<String> {
    EXPECTED.iter().map(|m| format!("{m} expected")).collect()
}

pub fn write(page: &mut Page) {
    page.text("\n## Rates, exactly\n\nColumns are the expected number of events, in each group where there are two; exposure 10.");
    page.header("interval, coverage", &columns());
    let one = [
        ("Garwood interval of a rate", RateMethod::Garwood),
        ("mid-P interval of a rate", RateMethod::MidP),
        ("score interval of a rate", RateMethod::Score),
    ];
    for (name, method) in one {
        let cell = |mean: &f64| {
            let held = |x: u64| rate_interval(x, 10.0, LEVEL, method).unwrap().interval.contains(mean / 10.0);
            Cell::CoversHere(chances(*mean).iter().zip(0..).filter(|(_, x)| held(*x)).map(|(c, _)| c).sum())
        };
        page.row(name, "expected events", &columns(), &EXPECTED.iter().map(cell).collect::<Vec<_>>());
    }
    let ratio = |x: u64, y: u64, rule| rate_ratio((x, 10.0), (y, 10.0), rule, LEVEL).unwrap();
    let difference = |x: u64, y: u64| rate_difference((x, 10.0), (y, 10.0), LEVEL).unwrap();
    let holds: [Choice; 3] = [
        ("interval of the rate ratio, central", &|x, y| ratio(x, y, TwoSided::Central).interval.contains(1.0)),
        ("interval of the rate ratio, central mid-P", &|x, y| {
            ratio(x, y, TwoSided::CentralMidP).interval.contains(1.0)
        }),
        ("score interval of the rate difference", &|x, y| difference(x, y).interval.contains(0.0)),
    ];
    for (name, held) in holds {
        let cells: Vec<Cell> = EXPECTED.iter().map(|m| two(*m, held).map_or(Cell::Absent, Cell::CoversHere)).collect();
        page.row(name, "expected events in each group", &columns(), &cells);
    }
    page.header("test, type I error", &columns());
    let tests: [Choice; 3] = [
        ("rate ratio test, minimum likelihood", &|x, y| ratio(x, y, TwoSided::MinimumLikelihood).p_value <= ALPHA),
        ("rate ratio test, central mid-P", &|x, y| ratio(x, y, TwoSided::CentralMidP).p_value <= ALPHA),
        ("score test of the rate difference", &|x, y| difference(x, y).p_value <= ALPHA),
    ];
    for (name, rejected) in tests {
        let cells: Vec<Cell> = EXPECTED.iter().map(|m| two(*m, rejected).map_or(Cell::Absent, Cell::Rejects)).collect();
        page.row(name, "expected events in each group", &columns(), &cells);
    }
}

/// Chance of the pairs of counts chosen, both groups with the same expected count.
fn two(mean: f64, chosen: &dyn Fn(u64, u64) -> bool) -> Option<f64> {
    let c = chances(mean);
    let pairs = c.iter().zip(0..).flat_map(|(p, x)| c.iter().zip(0..).map(move |(q, y)| (x, y, p * q)));
    // pairs that hardly happen are not worth their time
    (mean <= TWO).then(|| pairs.filter(|(x, y, p)| *p > 1e-9 && chosen(*x, *y)).map(|(_, _, p)| p).sum())
}
