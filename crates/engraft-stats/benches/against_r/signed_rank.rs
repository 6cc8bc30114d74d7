//! Exact signed-rank test of 100 differences rounded to halves: many ties, some zeros. Tolerance of p: 1e-10 relative.

use engraft_stats::random::Stream;
use engraft_stats::{ZeroRule, signed_rank, signed_rank_p};

use super::measure::{agree, per_call, r, row};

pub fn run() {
    let mut stream = Stream::new(1, 0);
    let differences: Vec<f64> = (0..100).map(|_| libm::round(2.0 * (stream.normal() + 0.2)) / 2.0).collect();
    let p = signed_rank_p(&differences, ZeroRule::Wilcoxon).unwrap();
    let theirs = r("signed_rank", &differences);
    agree("p of exactRankTests", p, theirs[3], 1e-10, p);
    agree("p of coin", p, theirs[4], 1e-10, p);
    let test = per_call(|| assert_eq!(signed_rank_p(&differences, ZeroRule::Wilcoxon).unwrap(), p));
    let all = per_call(|| assert!(signed_rank(&differences, 0.95, ZeroRule::Wilcoxon).unwrap().interval.is_ok()));
    let what = "signed-rank, n = 100 with ties";
    row(&format!("{what}: exact p"), test, "exactRankTests, exact p", theirs[0]);
    row(&format!("{what}: exact p"), test, "coin, exact p", theirs[2]);
    row(&format!("{what}: p, estimate, interval by inversion"), all, "exactRankTests, p and its interval", theirs[1]);
    row(&format!("{what}: p, estimate, interval by inversion"), all, "coin, exact p alone", theirs[2]);
}
