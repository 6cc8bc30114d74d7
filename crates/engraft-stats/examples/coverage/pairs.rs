//! Two proportions of the same subjects, by enumeration.

use engraft_stats::Interval;
use engraft_stats::paired_binary::{PairedBinary, PairedTable, paired_binary};

use super::proportions::columns;
use super::simulate::{ALPHA, LEVEL, Page, SIZES};
use super::table::Cell;

type Ends = (&'static str, fn(&PairedBinary) -> Interval);

const INTERVALS: [Ends; 2] = [
    ("Tango interval of the paired difference", |r| r.tango),
    ("Newcombe interval of the paired difference", |r| r.newcombe),
];

type Test = (&'static str, fn(&PairedBinary) -> f64);

const TESTS: [Test; 2] = [("exact McNemar test", |r| r.exact_p), ("McNemar test, mid-P", |r| r.mid_p)];

/// Chances of yes-no and no-yes.
const DISCORDANT: [(f64, f64); 9] =
    [(0.05, 0.05), (0.1, 0.1), (0.2, 0.2), (0.3, 0.3), (0.1, 0.0), (0.2, 0.05), (0.3, 0.1), (0.5, 0.1), (0.7, 0.1)];

/// First only, second only, and the result; the concordant are split evenly, which only Newcombe's interval sees.
fn all(n: usize) -> Vec<(usize, usize, PairedBinary)> {
    let mut found = Vec::new();
    for b in 0..=n {
        for c in 0..=n - b {
            let rest = (n - b - c) as u64;
            let table =
                PairedTable { both: rest / 2, first_only: b as u64, second_only: c as u64, neither: rest - rest / 2 };
            found.push((b, c, paired_binary(table, LEVEL).unwrap()));
        }
    }
    found
}

/// Chance of b and c among n pairs.
fn chance(n: usize, b: usize, c: usize, (p, q): (f64, f64)) -> f64 {
    let choose = |n: usize, k: usize| (0..k).fold(1.0, |c, i| c * (n - i) as f64 / (i + 1) as f64);
    let power = |p: f64, k: usize| (0..k).fold(1.0, |product, _| product * p);
    choose(n, b) * choose(n - b, c) * power(p, b) * power(q, c) * power(1.0 - p - q, n - b - c)
}

pub fn write(page: &mut Page) {
    page.text(
        "\n## Two proportions of the same subjects, exactly\n\nOver nine pairs of chances to change in either direction, 0.1 to 0.8 in all; subjects \
         who do not change split evenly.",
    );
    page.sizes("interval, smallest / mean coverage");
    let tables: Vec<_> = SIZES.iter().map(|n| (*n, all(*n))).collect();
    for (name, ends) in INTERVALS {
        let cell = |(n, tables): &(usize, Vec<(usize, usize, PairedBinary)>)| {
            let covers = |d: &(f64, f64)| -> f64 {
                let truth = d.0 - d.1;
                let held = |r: &PairedBinary| ends(r).lower - 1e-12 <= truth && truth <= ends(r).upper + 1e-12;
                tables.iter().filter(|t| held(&t.2)).map(|t| chance(*n, t.0, t.1, *d)).sum()
            };
            Cell::covers(&DISCORDANT.iter().map(covers).collect::<Vec<f64>>())
        };
        page.row(name, "smallest over the pairs", &columns(), &tables.iter().map(cell).collect::<Vec<_>>());
    }
    page.text("\nLargest type I error over chances to change of 0.02 to 1 in all, half in each direction.");
    page.sizes("test, largest type I error");
    for (name, p) in TESTS {
        let cell = |(n, tables): &(usize, Vec<(usize, usize, PairedBinary)>)| {
            let size = |half: f64| -> f64 {
                tables.iter().filter(|t| p(&t.2) <= ALPHA).map(|t| chance(*n, t.0, t.1, (half, half))).sum()
            };
            Cell::Rejects((1..=50).map(|k| size(f64::from(k) / 100.0)).fold(0.0, f64::max))
        };
        page.row(name, "largest over the chances", &columns(), &tables.iter().map(cell).collect::<Vec<_>>());
    }
}
