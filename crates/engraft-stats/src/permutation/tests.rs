use proptest::prelude::*;

use super::*;
use crate::StatError;

const DRAWS: MonteCarlo = MonteCarlo { draws: 999, seed: 3 };

fn exact(p: PermutationP) -> f64 {
    assert!(matches!(p.reference, Reference::Exact { .. }), "{p:?}");
    p.p_value
}

#[test]
fn sign_flips_by_hand() {
    // 1, -2, 4: sum 3; the eight sums: ±7 ±5 ±3 ±1: six reach 3
    let r = sign_flip_test(&[1.0, -2.0, 4.0], DRAWS).unwrap();
    assert_eq!((r.mean, r.p.p_value), (1.0, 0.75));
    // a zero changes nothing; dust of decimals neither
    assert_eq!(exact(sign_flip_test(&[0.1, -0.2, 0.4, 0.3 - (0.1 + 0.2)], DRAWS).unwrap().p), 0.75);
    assert_eq!(sign_flip_test(&[0.0, 0.0], DRAWS), Err(StatError::AllZeroDifferences));
    assert_eq!(sign_flip_test(&[], DRAWS), Err(StatError::TooFew { needed: 1, found: 0 }));
    assert_eq!(sign_flip_test(&[1.0, f64::NAN], DRAWS), Err(StatError::NotFinite { index: 1 }));
}

#[test]
fn forty_are_exact_and_forty_one_are_drawn() {
    let ones = |n: usize| vec![1.0; n];
    // all of one sign and size: 2 of 2^40
    assert_eq!(exact(sign_flip_test(&ones(40), DRAWS).unwrap().p), 2.0_f64.powi(-39));
    let drawn = sign_flip_test(&ones(41), DRAWS).unwrap().p;
    assert_eq!(drawn.p_value, 0.001);
    let Reference::MonteCarlo { draws, seed, standard_error, interval } = drawn.reference else { panic!() };
    assert_eq!((draws, seed, interval.lower), (999, 3, 0.0));
    assert!(standard_error > 0.0 && interval.upper < 0.01);
    assert!(sign_flip_test(&ones(41), MonteCarlo { draws: 9, seed: 3 }).is_err());
    // an odd value among 39 ones: sum 40 reached by all ones and the two, both ways
    let mut d = ones(39);
    d.push(2.0);
    assert_eq!(exact(sign_flip_test(&d, DRAWS).unwrap().p), 2.0_f64.powi(-39));
}

#[test]
fn two_groups_by_hand() {
    // 1 4 against 2 3 6: pooled mean 3.2; sums of pairs 3 4 7 5 6 9 6 10 8 5... distance of 5 from 6.4 is 1.4
    // pairs of {1,4,2,3,6}: 5 3 4 7 6 7 10 5 8 9: |s - 6.4| >= 1.4: 5 3 4 10 5 8 9 = 7 of 10
    let r = mean_permutation_test(&[1.0, 4.0], &[2.0, 3.0, 6.0], DRAWS).unwrap();
    assert!((exact(r.p) - 0.7).abs() < 1e-15);
    assert!((r.difference - (2.5 - 11.0 / 3.0)).abs() < 1e-15);
    assert_eq!(r.p.reference, Reference::Exact { arrangements: 10.0 });
    assert_eq!(mean_permutation_test(&[1.0], &[1.0, 1.0], DRAWS), Err(StatError::ConstantData));
    assert_eq!(mean_permutation_test(&[], &[1.0], DRAWS), Err(StatError::TooFew { needed: 1, found: 0 }));
}

#[test]
fn twenty_against_twenty_is_exact_and_larger_is_drawn() {
    let v: Vec<f64> = (0..40).map(f64::from).collect();
    let p = mean_permutation_test(&v[..20], &v[20..], DRAWS).unwrap().p;
    // C(40, 20) = 137846528820
    assert!((exact(p) * 137_846_528_820.0 - 2.0).abs() < 1e-9);
    let w: Vec<f64> = (0..70).map(|i| f64::from(i * i % 37)).collect();
    let drawn = mean_permutation_test(&w[..35], &w[35..], MonteCarlo { draws: 20_000, seed: 1 }).unwrap();
    let t = crate::student_t(&w[..35], &w[35..], 0.95).unwrap();
    assert!((drawn.p.p_value - t.p_value).abs() < 0.02, "{drawn:?} {}", t.p_value);
    // few in one group: exact in spite of the size
    exact(mean_permutation_test(&w[..4], &w[4..], DRAWS).unwrap().p);
}

fn blocks(size: usize, first: usize) -> Scheme {
    Scheme::PermutedBlocks(vec![Block { size, first }])
}

#[test]
fn schemes_by_hand() {
    let values = [1.0, 2.0, 3.0, 7.0];
    let first = [false, true, false, true];
    // two blocks of two: sums of the first arm 1+3 1+7 2+3 2+7: differences from 13: -5 3 -3 5: |d| >= 5: 2 of 4
    let p = |scheme: &Scheme| exact(rerandomisation_test(&values, &first, scheme, Scores::Values, DRAWS).unwrap().p);
    assert_eq!(p(&blocks(2, 1)), 0.5);
    // all pairs: sums 3 4 8 5 9 10 against half 6.5: |s - 6.5| >= 2.5: 3 4 9 10 of six
    assert!((p(&Scheme::FixedTotals) - 4.0 / 6.0).abs() < 1e-15);
    assert!((p(&blocks(4, 2)) - 4.0 / 6.0).abs() < 1e-15);
    // strata of subjects 1 and 3, 2 and 4: sums 1+2 1+7 3+2 3+7 : |s - 6.5| >= 2.5: 3 10
    let strata = Scheme::Stratified { strata: vec![0, 1, 0, 1], blocks: vec![vec![Block { size: 2, first: 1 }]; 2] };
    let swapped = rerandomisation_test(&values, &[false, false, true, true], &strata, Scores::Values, DRAWS).unwrap();
    assert_eq!(exact(swapped.p), 0.5);
    // coins: 14 of 16 assignments have two arms; difference 4.5 - 2 = 2.5 observed
    // one subject: 1-4 2-11/3 3-10/3 7-2 : |3| 1.67 0.33 5; three subjects mirror; pairs: 3 4 8 5 9 10: |2s-13|/2 >= 2.5
    // so 2 + 2 of singles and triples, 4 of pairs: 8 of 14
    assert!((p(&Scheme::Complete { first_probability: 0.5 }) - 8.0 / 14.0).abs() < 1e-15);
}

#[test]
fn an_incomplete_block_counts_its_completions() {
    // one block of 4 (two first), three subjects: FFS FSF SFF have one completion left (S), FSS SFS SSF one (F)
    let values = [0.0, 0.0, 6.0];
    let r = rerandomisation_test(&values, &[false, false, true], &blocks(4, 2), Scores::Values, DRAWS).unwrap();
    // third alone: difference 6; others: SFS: 0 - 3; SFF: 3 - 0 ...; |d| >= 6: SSF and FFS
    assert!((exact(r.p) - 2.0 / 6.0).abs() < 1e-15);
    // a block of 6 with two first: one or none first among three must be weighted
    // k first of 3: completions C(3, 2 - k): k=0: 3, k=1: 3, k=2: 1; both arms: k=1 (3 ways, weight 3), k=2 (3 ways, 1)
    let r = rerandomisation_test(&values, &[false, false, true], &blocks(6, 2), Scores::Values, DRAWS).unwrap();
    // |d| >= 6: SSF (weight 3) and FFS (weight 1) of 9 + 3
    assert!((exact(r.p) - 4.0 / 12.0).abs() < 1e-15);
}

#[test]
fn impossible_assignments_are_refused() {
    let values = [1.0, 2.0, 3.0, 7.0];
    let run = |first: &[bool], scheme: &Scheme| rerandomisation_test(&values, first, scheme, Scores::Values, DRAWS);
    let both = [true, true, false, false];
    assert!(matches!(run(&both, &blocks(2, 1)), Err(StatError::NotEstimable { .. })));
    assert_eq!(run(&[true; 4], &blocks(2, 1)), Err(StatError::TooFew { needed: 1, found: 0 }));
    assert!(run(&both, &blocks(0, 0)).is_err() && run(&both, &blocks(30, 15)).is_err());
    assert!(run(&both, &Scheme::PermutedBlocks(vec![])).is_err());
    assert!(run(&both, &Scheme::Complete { first_probability: f64::NAN }).is_err());
    assert!(run(&both[..3], &blocks(2, 1)).is_err());
    let short = Scheme::Stratified { strata: vec![0, 0, 1], blocks: vec![vec![]; 2] };
    assert!(run(&both, &short).is_err());
    let unknown = Scheme::Stratified { strata: vec![0, 0, 5, 0], blocks: vec![vec![Block { size: 4, first: 2 }]] };
    assert!(run(&both, &unknown).is_err());
}

#[test]
fn draws_agree_with_counting() {
    // 48 subjects in blocks of 4 are exact (6^12 assignments in two halves); 60 by coin are drawn
    let values: Vec<f64> = (0..60).map(|i| f64::from((i * 7919) % 101)).collect();
    let first: Vec<bool> = (0..60).map(|i| i % 4 == 0 || i % 4 == 3).collect();
    let exact_p = rerandomisation_test(&values[..48], &first[..48], &blocks(4, 2), Scores::Values, DRAWS).unwrap();
    exact(exact_p.p);
    let draws = MonteCarlo { draws: 20_000, seed: 8 };
    let coins = Scheme::Complete { first_probability: 0.5 };
    let drawn = rerandomisation_test(&values, &first, &coins, Scores::Values, draws).unwrap();
    let fixed = mean_permutation_test(
        &values.iter().zip(&first).filter(|(_, f)| **f).map(|(v, _)| *v).collect::<Vec<_>>(),
        &values.iter().zip(&first).filter(|(_, f)| !**f).map(|(v, _)| *v).collect::<Vec<_>>(),
        draws,
    )
    .unwrap();
    assert!((drawn.p.p_value - fixed.p.p_value).abs() < 0.02);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn sign_flips_equal_enumeration(values in prop::collection::vec(-9..10_i64, 1..=10)) {
        let d: Vec<f64> = values.iter().map(|v| *v as f64 * 0.1).collect();
        let total: i64 = values.iter().sum();
        let extreme = (0..1_u32 << values.len())
            .filter(|signs| {
                let s: i64 = values.iter().enumerate().map(|(i, v)| if signs >> i & 1 == 1 { *v } else { -v }).sum();
                s.abs() >= total.abs()
            })
            .count();
        if let Ok(r) = sign_flip_test(&d, DRAWS) {
            prop_assert!((exact(r.p) - extreme as f64 / f64::from(1_u32 << values.len())).abs() < 1e-14);
        }
    }

    #[test]
    fn two_groups_equal_enumeration(
        x in prop::collection::vec(-9..10_i64, 1..=5), y in prop::collection::vec(-9..10_i64, 1..=5),
    ) {
        let f = |v: &[i64]| v.iter().map(|v| 0.1 * *v as f64).collect::<Vec<f64>>();
        let pooled: Vec<i64> = x.iter().chain(&y).copied().collect();
        let (n, total) = (pooled.len() as i64, pooled.iter().sum::<i64>());
        let distance = |s: i64| (n * s - x.len() as i64 * total).abs();
        let seen = distance(x.iter().sum());
        let (mut all, mut extreme) = (0.0, 0.0);
        for chosen in (0..1_u32 << n).filter(|c| c.count_ones() as usize == x.len()) {
            let s = pooled.iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1).map(|(_, v)| *v).sum();
            all += 1.0;
            extreme += if distance(s) >= seen { 1.0 } else { 0.0 };
        }
        if let Ok(r) = mean_permutation_test(&f(&x), &f(&y), DRAWS) {
            prop_assert!((exact(r.p) - extreme / all).abs() < 1e-14);
            // the random allocation rule by the other road
            let first: Vec<bool> = (0..pooled.len()).map(|i| i < x.len()).collect();
            let all = f(&pooled);
            let s = rerandomisation_test(&all, &first, &Scheme::FixedTotals, Scores::Values, DRAWS).unwrap();
            prop_assert_eq!(s.p, r.p);
            let one = Scheme::PermutedBlocks(vec![Block { size: pooled.len(), first: x.len() }]);
            let b = rerandomisation_test(&all, &first, &one, Scores::Values, DRAWS).unwrap();
            prop_assert!((b.p.p_value - r.p.p_value).abs() < 1e-14);
            if let Ok(w) = crate::rank_sum(&f(&x), &f(&y)) {
                let ranks = rerandomisation_test(&all, &first, &Scheme::FixedTotals, Scores::Ranks, DRAWS).unwrap();
                prop_assert!((w.p_value - ranks.p.p_value).abs() < 1e-13);
            }
        }
    }
}
