//! One proportion, by enumeration.

use engraft_stats::bayes::{Beta, Mixture};
use engraft_stats::dist::binomial_pmf;
use engraft_stats::exact::TwoSided;
use engraft_stats::proportion::binomial_test_by;
use engraft_stats::*;

use super::simulate::{ALPHA, LEVEL, Page, SIZES};
use super::table::Cell;

/// The interval of x of n.
type Proportion = (&'static str, fn(u64, u64) -> Interval);

fn posterior(x: u64, n: u64) -> Mixture<Beta> {
    Mixture::single(Beta { a: 1.0, b: 1.0 }).unwrap().update(x, n).unwrap()
}

const INTERVALS: [Proportion; 9] = [
    ("Clopper-Pearson", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::ClopperPearson).unwrap()),
    ("Blaker", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::Blaker).unwrap()),
    ("mid-P", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::MidP).unwrap()),
    ("Wilson", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::Wilson).unwrap()),
    ("Jeffreys", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::Jeffreys).unwrap()),
    ("Agresti-Coull", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::AgrestiCoull).unwrap()),
    ("arcsine", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::Arcsine).unwrap()),
    ("posterior under beta(1, 1), equal-tailed", |x, n| posterior(x, n).equal_tailed(LEVEL).unwrap()),
    ("posterior under beta(1, 1), shortest", |x, n| posterior(x, n).shortest(LEVEL).unwrap()),
];

const PLAIN: [f64; 7] = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];

const CONVENTIONS: [(&str, TwoSided); 4] = [
    ("exact binomial test, minimum likelihood", TwoSided::MinimumLikelihood),
    ("exact binomial test, central", TwoSided::Central),
    ("exact binomial test, Blaker", TwoSided::Blaker),
    ("binomial test, central mid-P", TwoSided::CentralMidP),
];

pub fn columns() -> Vec<String> {
    SIZES.iter().map(|n| n.to_string()).collect()
}

/// Chances of 0 to n.
pub fn chances(n: usize, p: f64) -> Vec<f64> {
    (0..=n as u64).map(|x| binomial_pmf(x, n as u64, p).unwrap()).collect()
}

pub fn write(page: &mut Page) {
    page.text("\n## One proportion, exactly\n\nSmallest and mean coverage over the true proportions 0.001 to 0.999.");
    page.sizes("interval, smallest / mean coverage");
    let tables: Vec<Vec<Vec<Interval>>> = INTERVALS
        .iter()
        .map(|(_, interval)| SIZES.iter().map(|n| (0..=*n as u64).map(|x| interval(x, *n as u64)).collect()).collect())
        .collect();
    let covers = |intervals: &[Interval], chances: &[f64], p: f64| -> f64 {
        intervals.iter().zip(chances).filter(|(i, _)| i.contains(p)).map(|(_, c)| c).fold(0.0, |sum, c| sum + c)
    };
    let fine: Vec<f64> = (1..1000).map(|k| f64::from(k) / 1000.0).collect();
    let chance = |points: &[f64]| -> Vec<Vec<Vec<f64>>> {
        SIZES.iter().map(|n| points.iter().map(|p| chances(*n, *p)).collect()).collect()
    };
    let all = chance(&fine);
    for ((name, _), table) in INTERVALS.iter().zip(&tables) {
        let cell = |(intervals, chances): (&Vec<Interval>, &Vec<Vec<f64>>)| {
            let each: Vec<f64> = fine.iter().zip(chances).map(|(p, c)| covers(intervals, c, *p)).collect();
            Cell::covers(&each)
        };
        let cells: Vec<Cell> = table.iter().zip(&all).map(cell).collect();
        page.row(&format!("{name} interval of a proportion"), "smallest over 0.001 to 0.999", &columns(), &cells);
    }
    page.text("\nCoverage at a true proportion.");
    page.sizes("interval, true proportion");
    let at = chance(&PLAIN);
    for ((name, _), table) in INTERVALS.iter().zip(&tables) {
        for (k, p) in PLAIN.iter().enumerate() {
            let cells: Vec<Cell> =
                table.iter().zip(&at).map(|(intervals, c)| Cell::CoversHere(covers(intervals, &c[k], *p))).collect();
            let printed: Vec<String> = cells.iter().map(Cell::print).collect();
            page.text(&format!("| {name}, {p} | {} |", printed.join(" | ")));
        }
    }
    tests(page);
}

fn tests(page: &mut Page) {
    page.text("\nLargest type I error over the proportions 0.005 to 0.995.");
    page.sizes("test, largest type I error");
    let points: Vec<f64> = (1..200).map(|k| f64::from(k) / 200.0).collect();
    for (name, convention) in CONVENTIONS {
        let size = |n: usize, p: f64| -> f64 {
            let rejected = |x: u64| binomial_test_by(x, n as u64, p, convention).unwrap().p_value <= ALPHA;
            chances(n, p).iter().zip(0..).filter(|(_, x)| rejected(*x)).map(|(c, _)| c).sum()
        };
        let cells: Vec<Cell> =
            SIZES.iter().map(|n| Cell::Rejects(points.iter().map(|p| size(*n, *p)).fold(0.0, f64::max))).collect();
        page.row(name, "largest over the proportions", &columns(), &cells);
    }
}
