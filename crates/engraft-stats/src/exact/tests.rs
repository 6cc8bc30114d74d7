use super::*;

#[test]
fn one_of_four_under_each_convention_by_hand() {
    // binomial(4, 1/4): 81 108 54 12 1 of 256; seen 2: less 243, greater 67
    let probabilities = Family::binomial(4).probabilities(1.0 / 3.0);
    let p = |rule| p_values(&probabilities, 2, rule).two_sided * 256.0;
    assert!((p_values(&probabilities, 2, TwoSided::Central).less * 256.0 - 243.0).abs() < 1e-11);
    assert!((p_values(&probabilities, 2, TwoSided::Central).greater * 256.0 - 67.0).abs() < 1e-11);
    // no likelier than 54: outcomes 2, 3, 4
    assert!((p(TwoSided::MinimumLikelihood) - 67.0).abs() < 1e-11);
    assert!((p(TwoSided::Central) - 134.0).abs() < 1e-11);
    // the lower tail of 0 is 81 > 67: nothing joins
    assert!((p(TwoSided::Blaker) - 67.0).abs() < 1e-11);
    // 2 (67 - 27)
    assert!((p(TwoSided::CentralMidP) - 80.0).abs() < 1e-11);
}

#[test]
fn hypergeometric_weights_by_hand() {
    // 3 of 5 and 3 of 7, 4 events: C(5,k) C(7,4-k) = 35 175 210 70 5 of 495
    let p = Family::hypergeometric(5, 7, 4).probabilities(1.0);
    for (found, expected) in p.iter().zip([35.0, 175.0, 210.0, 70.0, 5.0]) {
        assert!((found * 495.0 - expected).abs() < 1e-11);
    }
    // at odds 0 and infinity the outermost outcome is certain
    let family = Family::hypergeometric(5, 7, 4);
    assert_eq!(family.probabilities(0.0).first(), Some(&1.0));
    assert_eq!(family.probabilities(f64::INFINITY).last(), Some(&1.0));
    assert_eq!(Family::hypergeometric(5, 7, 0).probabilities(1.0), vec![1.0]);
}

#[test]
fn sums_of_binomials_are_binomial() {
    let sum = Family::binomial(3).plus(&Family::binomial(4));
    for (a, b) in sum.probabilities(0.7).iter().zip(Family::binomial(7).probabilities(0.7)) {
        assert!((a / b - 1.0).abs() < 1e-14);
    }
}

/// p over a fine grid of log odds, for comparison with the inversion.
fn grid_ends(family: &Family, seen: usize, alpha: f64, rule: TwoSided) -> (f64, f64, bool) {
    let kept: Vec<bool> = (0..=40_000)
        .map(|i| libm::exp(f64::from(i) * 0.0005 - 10.0))
        .map(|odds| p_values(&family.probabilities(odds), seen, rule).two_sided > alpha)
        .collect();
    let first = kept.iter().position(|k| *k).unwrap();
    let last = kept.iter().rposition(|k| *k).unwrap();
    let holes = kept[first..=last].iter().any(|k| !*k);
    (first as f64 * 0.0005 - 10.0, last as f64 * 0.0005 - 10.0, holes)
}

#[test]
fn the_inversion_holds_what_a_grid_of_tests_keeps() {
    for (n1, n2, events) in [(6, 7, 6), (5, 9, 4), (10, 10, 7), (3, 12, 5), (12, 11, 14)] {
        let family = Family::hypergeometric(n1, n2, events);
        for seen in 0..=family.last() {
            for rule in TwoSided::ALL {
                for alpha in [0.05, 0.2] {
                    let found = invert(&family, seen, alpha, rule);
                    let (lower, upper, holes) = grid_ends(&family, seen, alpha, rule);
                    let name = format!("{n1} {n2} {events} {seen} {rule:?} {alpha}");
                    if seen > 0 && lower > -10.0 {
                        let l = libm::log(found.lower);
                        assert!(l <= lower + 1e-9 && lower - l < 0.000_51, "{name}: {l} {lower}");
                    }
                    if seen < family.last() && upper < 10.0 {
                        let u = libm::log(found.upper);
                        assert!(u >= upper - 1e-9 && u - upper < 0.000_51, "{name}: {u} {upper}");
                    }
                    // a hole may be narrower than the grid, never the other way round
                    assert!(!holes || found.set == TestedSet::Hull, "{name}");
                }
            }
        }
    }
}

#[test]
fn mirrored_families_give_mirrored_intervals() {
    let family = Family::hypergeometric(9, 14, 8);
    for rule in TwoSided::ALL {
        for seen in 0..=8 {
            let (a, b) = (invert(&family, seen, 0.05, rule), invert(&family.mirrored(), 8 - seen, 0.05, rule));
            assert!((a.lower * b.upper - 1.0).abs() < 1e-12 || seen == 0);
            assert_eq!(a.set, b.set);
        }
    }
}
