//! Paired claims against R, through data that have exactly the moments printed.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use std::fs;
use std::path::Path;

use engraft_review::paired_claim::{Correlations, PairedClaim, correlations, half_width};
use engraft_review::printed::Range;
use serde_json::Value;

fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../oracles/published/paired-claim");
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn correlations_and_half_widths_are_those_of_paired_tests_in_r() {
    let expected: Value = serde_json::from_str(&file("expected.json")).unwrap();
    let claims = expected["claims"].as_array().unwrap();
    let input = file("input.csv");
    let rows: Vec<Vec<&str>> = input.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert_eq!((rows.len(), claims.len()), (7, 7));
    let (mut worst_r, mut worst_width) = (0.0_f64, 0.0_f64);
    for (row, wanted) in rows.iter().zip(claims) {
        assert_eq!(wanted["case"], row[0]);
        let number = |i: usize| row[i].parse::<f64>().unwrap();
        let n: u32 = row[1].parse().unwrap();
        let claim = PairedClaim {
            n,
            change: Range::point((number(4) - number(2)).abs()),
            sd_before: Range::point(number(3)),
            sd_after: Range::point(number(5)),
            p: Range { low: 0.0, high: number(6) },
        };
        let Some(Correlations::Possible { low, .. }) = correlations(&claim) else { panic!("{claim:?}") };
        worst_r = worst_r.max((low - wanted["r"].as_f64().unwrap()).abs());
        let widths = wanted["half_widths"].as_array().unwrap();
        for (r, width) in [-0.5, 0.0, 0.5, 0.9].into_iter().zip(widths) {
            let (found, wanted) = (half_width(number(3), number(5), r, n, 0.95).unwrap(), width.as_f64().unwrap());
            worst_width = worst_width.max((found / wanted - 1.0).abs());
        }
    }
    println!("largest difference: correlation {worst_r:.1e}, half width {worst_width:.1e} relative");
    assert!(worst_r < 1e-6, "{worst_r:e}");
    assert!(worst_width < 1e-12, "{worst_width:e}");
}
