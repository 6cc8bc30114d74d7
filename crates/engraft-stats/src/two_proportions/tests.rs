use proptest::prelude::*;

use super::*;
use crate::exact::{TestedSet, TwoSided};

fn table(x1: u64, n1: u64, x2: u64, n2: u64) -> TwoByTwo {
    TwoByTwo::new(x1, n1, x2, n2).unwrap()
}

#[test]
fn the_table_where_r_contradicts_itself() {
    // 5 of 6 against 1 of 7, 6 events: C(6,k) C(7,6-k) = 7 126 525 700 315 42 1 of 1716; seen 5
    let t = table(5, 6, 1, 7);
    let f = fisher_test(&t, TwoSided::MinimumLikelihood, 0.95).unwrap();
    assert!((f.greater * 1716.0 - 43.0).abs() < 1e-10);
    assert!((f.less * 1716.0 - 1715.0).abs() < 1e-10);
    assert!((f.mid_greater * 1716.0 - 22.0).abs() < 1e-10);
    // minimum likelihood: 42 + 1 + 7
    assert!((f.p_value * 1716.0 - 50.0).abs() < 1e-10);
    assert!(f.interval.lower > 1.0);
    let c = fisher_test(&t, TwoSided::Central, 0.95).unwrap();
    assert!((c.p_value * 1716.0 - 86.0).abs() < 1e-10);
    assert!(c.interval.lower < 1.0);
    // Blaker: the upper tail 43, the largest lower tail not above it 7
    let b = fisher_test(&t, TwoSided::Blaker, 0.95).unwrap();
    assert!((b.p_value * 1716.0 - 50.0).abs() < 1e-10 && b.interval.lower > 1.0);
    let m = fisher_test(&t, TwoSided::CentralMidP, 0.95).unwrap();
    assert!((m.p_value * 1716.0 - 44.0).abs() < 1e-10);
}

#[test]
fn zeros_in_every_position_are_defined() {
    for (t, estimate, lower, upper) in [
        (table(0, 5, 0, 6), None, 0.0, f64::INFINITY),
        (table(5, 5, 6, 6), None, 0.0, f64::INFINITY),
        (table(0, 5, 3, 6), Some(0.0), 0.0, 0.0),
        (table(2, 5, 6, 6), Some(0.0), 0.0, 0.0),
        (table(2, 5, 0, 6), Some(f64::INFINITY), 0.0, f64::INFINITY),
        (table(5, 5, 3, 6), Some(f64::INFINITY), 0.0, f64::INFINITY),
        (table(0, 5, 6, 6), Some(0.0), 0.0, 0.0),
        (table(5, 5, 0, 6), Some(f64::INFINITY), 0.0, f64::INFINITY),
    ] {
        for rule in TwoSided::ALL {
            let f = fisher_test(&t, rule, 0.95).unwrap();
            assert_eq!(f.odds_ratio, estimate, "{t:?}");
            assert!(f.interval.lower >= lower && (f.interval.upper > upper || upper.is_infinite()), "{t:?} {f:?}");
            assert_eq!(f.reason.is_some(), f.interval.upper.is_infinite(), "{t:?}");
            if estimate.is_none() {
                assert_eq!((f.p_value, f.interval.lower, f.interval.upper), (1.0, 0.0, f64::INFINITY));
            }
        }
        for measure in [Measure::Difference, Measure::RiskRatio, Measure::OddsRatio] {
            let s = score_effect(&t, measure, None, ScoreVariance::MiettinenNurminen, 0.95).unwrap();
            let i = s.effect.interval;
            assert!(!s.z.is_nan() && i.lower < i.upper, "{t:?} {s:?}");
            assert_eq!(s.effect.reason.is_some(), i.upper.is_infinite());
            if measure != Measure::OddsRatio {
                let e = exact_effect(&t, measure, 0.95).unwrap();
                assert!(e.interval.lower < e.interval.upper, "{t:?} {e:?}");
                assert_eq!(e.reason.is_some(), e.interval.upper.is_infinite(), "{t:?} {e:?}");
            }
        }
    }
}

#[test]
fn plain_score_of_the_difference_by_hand() {
    // 3 of 4 against 1 of 4: pooled 1/2, variance 1/4 (1/4 + 1/4) = 1/8, z = (1/2) / sqrt(1/8) = sqrt 2
    let t = table(3, 4, 1, 4);
    let s = score_effect(&t, Measure::Difference, None, ScoreVariance::Plain, 0.95).unwrap();
    assert!((s.z - 2.0_f64.sqrt()).abs() < 1e-14);
    let r = score_effect(&t, Measure::RiskRatio, None, ScoreVariance::Plain, 0.95).unwrap();
    let o = score_effect(&t, Measure::OddsRatio, None, ScoreVariance::Plain, 0.95).unwrap();
    assert!((r.z - s.z).abs() < 1e-14 && (o.z - s.z).abs() < 1e-14);
    // N / (N - 1) = 8/7
    let m = score_effect(&t, Measure::Difference, None, ScoreVariance::MiettinenNurminen, 0.95).unwrap();
    assert!((m.z - (2.0_f64 * 7.0 / 8.0).sqrt()).abs() < 1e-14);
    assert_eq!((r.effect.estimate, o.effect.estimate), (Some(3.0), Some(9.0)));
}

#[test]
fn koopman_without_events_in_the_first_group_by_hand() {
    // 0 of n against n of n: the fitted p2 at ratio r: z^2 = r n ... at the end: p2 = 1, p1 = r: z^2 = n r / (1 - r)
    let s = score_effect(&table(0, 8, 8, 8), Measure::RiskRatio, None, ScoreVariance::Plain, 0.95).unwrap();
    let z2 = 3.841_458_820_694_124;
    assert!((s.effect.interval.upper - z2 / (8.0 + z2)).abs() < 1e-12, "{s:?}");
}

#[test]
fn the_table_whose_tie_was_lost_elsewhere() {
    let t = table(4, 6, 0, 6);
    // tables with 4/6 v 0/6, 5/6 v 0/6, 6/6 v 0/6, 6/6 v 1/6, 6/6 v 2/6 (tied), by the pooled z: coefficients of
    // p^a q^(12-a): a=4: 15, a=5: 6, a=6: 1, a=7: 6 (one event in six), a=8: 15
    let p = |p: f64| {
        let q = 1.0 - p;
        15.0 * p.powi(4) * q.powi(8)
            + 6.0 * p.powi(5) * q.powi(7)
            + p.powi(6) * q.powi(6)
            + 6.0 * p.powi(7) * q.powi(5)
            + 15.0 * p.powi(8) * q.powi(4)
    };
    // also 5/6 v 1/6 ties or exceeds? z^2 ~ 16/(6*6) < 16/(4*8): less extreme
    let found = barnard_test(&t, Alternative::Greater).unwrap();
    assert!((found.p_value - p(found.worst_proportion)).abs() < 1e-13, "{found:?}");
    let grid = (1..10_000).map(|i| p(f64::from(i) * 1e-4)).fold(0.0, f64::max);
    assert!(found.p_value >= grid && found.p_value - grid < 1e-9);
    assert!((found.p_value - 0.010_50).abs() < 5e-6, "{found:?}");
}

/// Rejection probability on a grid by listing every table.
fn grid_sup(t: &TwoByTwo, extreme: &[(u64, u64)]) -> f64 {
    let pmf = crate::dist::binomial::pmf;
    let at = |p: f64| extreme.iter().map(|(x1, x2)| pmf(*x1, t.n1, p) * pmf(*x2, t.n2, p)).sum::<f64>();
    (0..=2000).map(|i| at(f64::from(i) / 2000.0)).fold(0.0, f64::max)
}

#[test]
fn boschloo_equals_full_enumeration_for_small_groups() {
    for (n1, n2) in [(3, 4), (5, 5), (2, 7)] {
        let tables: Vec<(u64, u64)> = (0..=n1).flat_map(|a| (0..=n2).map(move |b| (a, b))).collect();
        let fisher = |(a, b): &(u64, u64)| {
            let f = fisher_test(&table(*a, n1, *b, n2), TwoSided::MinimumLikelihood, 0.95).unwrap();
            (f.greater, f.p_value)
        };
        let all: Vec<(f64, f64)> = tables.iter().map(fisher).collect();
        for ((x1, x2), seen) in tables.iter().zip(&all) {
            let t = table(*x1, n1, *x2, n2);
            let listed = |keep: &dyn Fn(&(f64, f64)) -> bool| {
                let chosen: Vec<_> = tables.iter().zip(&all).filter(|(_, p)| keep(p)).map(|(t, _)| *t).collect();
                grid_sup(&t, &chosen)
            };
            for (alternative, listed) in [
                (Alternative::Greater, listed(&|p| p.0 <= seen.0 * (1.0 + 1e-9))),
                (Alternative::TwoSided, listed(&|p| p.1 <= seen.1 * (1.0 + 1e-9))),
            ] {
                let found = boschloo_test(&t, alternative).unwrap().p_value;
                assert!(found >= listed - 1e-12 && found - listed < 1e-5, "{t:?} {alternative:?} {found} {listed}");
            }
        }
    }
}

#[test]
fn hostile_input_is_refused() {
    assert!(TwoByTwo::new(2, 1, 0, 1).is_err());
    assert!(TwoByTwo::new(0, 2_000_000, 0, 1).is_err());
    let t = table(1, 3, 2, 4);
    for level in [f64::NAN, 0.0, 1.0, -3.0, f64::INFINITY] {
        assert!(fisher_test(&t, TwoSided::Central, level).is_err());
        assert!(exact_effect(&t, Measure::Difference, level).is_err());
        assert!(score_effect(&t, Measure::OddsRatio, None, ScoreVariance::Plain, level).is_err());
    }
    for null in [f64::NAN, f64::INFINITY, 1.0, -1.0] {
        assert!(score_effect(&t, Measure::Difference, Some(null), ScoreVariance::Plain, 0.9).is_err());
    }
    assert!(score_effect(&t, Measure::RiskRatio, Some(0.0), ScoreVariance::Plain, 0.9).is_err());
    assert!(fisher_test(&table(1, 3000, 0, 2), TwoSided::Central, 0.95).is_err());
    assert!(exact_effect(&table(1, 300, 0, 2), Measure::Difference, 0.95).is_err());
    // one subject each
    let one = table(1, 1, 0, 1);
    assert!(exact_effect(&one, Measure::RiskRatio, 0.95).unwrap().interval.upper.is_infinite());
    // two-sided, Fisher's p is 1 for every table; the score statistic sets the two unequal ones apart
    assert_eq!(boschloo_test(&one, Alternative::TwoSided).unwrap().p_value, 1.0);
    assert!((barnard_test(&one, Alternative::TwoSided).unwrap().p_value - 0.5).abs() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn score_intervals_agree_with_their_test(
        n1 in 1..40_u64, n2 in 1..40_u64, a in 0.0..=1.0_f64, b in 0.0..=1.0_f64, level in 0.6..0.99_f64,
    ) {
        let t = table((a * n1 as f64) as u64, n1, (b * n2 as f64) as u64, n2);
        for measure in [Measure::Difference, Measure::RiskRatio, Measure::OddsRatio] {
            for variance in [ScoreVariance::Plain, ScoreVariance::MiettinenNurminen] {
                let s = score_effect(&t, measure, None, variance, level).unwrap();
                let i = s.effect.interval;
                if (s.p_value - (1.0 - level)).abs() > 1e-9 {
                    prop_assert_eq!(i.contains(s.null), s.p_value > 1.0 - level, "{:?} {:?}", t, s);
                }
                if let Some(e) = s.effect.estimate {
                    prop_assert!(i.contains(e), "{t:?} {s:?}");
                }
                let m = score_effect(&t.exchanged(), measure, None, variance, level).unwrap().effect.interval;
                if measure == Measure::Difference {
                    prop_assert!((m.lower + i.upper).abs() < 1e-11 && (m.upper + i.lower).abs() < 1e-11);
                } else if i.lower > 0.0 {
                    prop_assert!((m.upper * i.lower - 1.0).abs() < 1e-9, "{t:?} {measure:?} {i:?} {m:?}");
                }
            }
        }
    }

    #[test]
    fn fisher_interval_and_p_never_contradict(
        n1 in 1..25_u64, n2 in 1..25_u64, a in 0.0..=1.0_f64, b in 0.0..=1.0_f64, level in 0.6..0.99_f64,
    ) {
        let t = table((a * n1 as f64) as u64, n1, (b * n2 as f64) as u64, n2);
        for rule in TwoSided::ALL {
            let f = fisher_test(&t, rule, level).unwrap();
            if (f.p_value - (1.0 - level)).abs() > 1e-9 {
                let holds = f.interval.contains(1.0);
                prop_assert!(holds == (f.p_value > 1.0 - level) || (holds && f.set == TestedSet::Hull), "{:?}", f);
            }
            if let Some(or) = f.odds_ratio {
                prop_assert!(f.interval.contains(or), "{f:?}");
            }
            let g = fisher_test(&t.exchanged(), rule, level).unwrap();
            prop_assert!((g.p_value - f.p_value).abs() < 1e-12);
            if f.interval.lower > 0.0 {
                prop_assert!((g.interval.upper * f.interval.lower - 1.0).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn boschloo_is_never_above_fisher(
        n1 in 1..14_u64, n2 in 1..14_u64, a in 0.0..=1.0_f64, b in 0.0..=1.0_f64,
    ) {
        let t = table((a * n1 as f64) as u64, n1, (b * n2 as f64) as u64, n2);
        let f = fisher_test(&t, TwoSided::MinimumLikelihood, 0.95).unwrap();
        for (alternative, p) in
            [(Alternative::Greater, f.greater), (Alternative::Less, f.less), (Alternative::TwoSided, f.p_value)]
        {
            let u = boschloo_test(&t, alternative).unwrap();
            prop_assert!(u.p_value <= p * (1.0 + 1e-9), "{t:?} {alternative:?} {u:?} {p}");
            let swapped = match alternative {
                Alternative::Greater => Alternative::Less,
                Alternative::Less => Alternative::Greater,
                other => other,
            };
            let v = boschloo_test(&t.exchanged(), swapped).unwrap();
            prop_assert!((u.p_value - v.p_value).abs() <= 1e-11);
            let events = table(t.n1 - t.x1, n1, t.n2 - t.x2, n2);
            let w = boschloo_test(&events, swapped).unwrap();
            prop_assert!((u.p_value - w.p_value).abs() <= 1e-11);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn exact_intervals_hold_the_estimate_and_mirror(
        n1 in 1..10_u64, n2 in 1..10_u64, a in 0.0..=1.0_f64, b in 0.0..=1.0_f64,
    ) {
        let t = table((a * n1 as f64) as u64, n1, (b * n2 as f64) as u64, n2);
        for measure in [Measure::Difference, Measure::RiskRatio] {
            let e = exact_effect(&t, measure, 0.9).unwrap();
            if let Some(value) = e.estimate {
                prop_assert!(e.interval.contains(value), "{e:?}");
            }
            let m = exact_effect(&t.exchanged(), measure, 0.9).unwrap();
            if measure == Measure::Difference {
                prop_assert!((e.interval.lower + m.interval.upper).abs() < 1e-12);
            } else if e.interval.lower > 0.0 {
                prop_assert!((e.interval.lower * m.interval.upper - 1.0).abs() < 1e-12);
            }
        }
    }
}
