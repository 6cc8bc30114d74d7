use proptest::prelude::*;

use super::*;

#[test]
fn a_test_by_hand() {
    // group 1: 1 3*, group 2: 2 4. At 1: n 2+2, e 1/2, v 1/4. At 2: n 1+2, e 1/3, v 2/9. At 4: n 0+1
    let r = log_rank(
        &FollowUp::new(&[1.0, 3.0, 2.0, 4.0], &[true, false, true, true]),
        &[1, 1, 2, 2],
        None,
        Weight::LogRank,
    )
    .unwrap();
    assert!((r.groups[0].expected - 5.0 / 6.0).abs() < 1e-15 && r.groups[0].observed == 1.0);
    assert!((r.test.statistic - (1.0_f64 / 6.0).powi(2) / (17.0 / 36.0)).abs() < 1e-15);
    assert!((r.z.unwrap().powi(2) - r.test.statistic).abs() < 1e-15);
    // Gehan-Breslow weights 4, 3, 1: u = 4/2 - 3/3 = 1, v = 16/4 + 9 * 2/9 = 6
    let g = log_rank(
        &FollowUp::new(&[1.0, 3.0, 2.0, 4.0], &[true, false, true, true]),
        &[1, 1, 2, 2],
        None,
        Weight::GehanBreslow,
    )
    .unwrap();
    assert!((g.test.statistic - 1.0 / 6.0).abs() < 1e-15);
}

#[test]
fn refusals_and_hostile_input() {
    let test = |times: &[f64], events: &[bool], groups: &[usize]| {
        log_rank(&FollowUp::new(times, events), groups, None, Weight::LogRank)
    };
    assert!(matches!(test(&[1.0, 2.0], &[false; 2], &[0, 1]), Err(StatError::NotEstimable { .. })));
    assert_eq!(test(&[1.0, 2.0], &[true; 2], &[5, 5]), Err(StatError::TooFew { needed: 2, found: 1 }));
    assert!(test(&[1.0, f64::NAN], &[true; 2], &[0, 1]).is_err());
    assert!(test(&[1.0], &[true], &[0, 1]).is_err());
    assert!(test(&[1.0, 1.0], &[true; 2], &[0, 1]).is_err());
    let bad = Weight::FlemingHarrington { rho: -1.0, gamma: 0.0 };
    assert!(log_rank(&FollowUp::new(&[1.0, 2.0], &[true; 2]), &[0, 1], None, bad).is_err());
    // each group in a stratum of its own: nothing links them
    let follow_up = FollowUp::new(&[1.0, 2.0, 1.0, 2.0], &[true; 4]);
    assert!(log_rank(&follow_up, &[0, 0, 1, 1], Some(&[0, 0, 1, 1]), Weight::LogRank).is_err());
    let depth = PermutationDepth { exact_up_to: 100, replicates: 99, seed: 1 };
    assert!(permutation_log_rank(&follow_up, &[0, 0, 1, 1], Some(&[0, 0, 1, 1]), Weight::LogRank, depth).is_err());
    let few = PermutationDepth { replicates: 0, ..depth };
    assert!(permutation_log_rank(&follow_up, &[0, 0, 1, 1], None, Weight::LogRank, few).is_err());
}

#[test]
fn permutation_by_hand() {
    // 1 2 | 3 4, all events: scores 3/4, 5/12, -1/12, -13/12; the sums of two: 14/12, 8/12, -4/12, 4/12, -8/12, -14/12
    let depth = PermutationDepth { exact_up_to: 100, replicates: 99, seed: 1 };
    let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true; 4]);
    let p = |groups: &[usize]| permutation_log_rank(&follow_up, groups, None, Weight::LogRank, depth).unwrap().p_value;
    assert_eq!(p(&[1, 1, 2, 2]), 2.0 / 6.0);
    assert_eq!(p(&[1, 2, 1, 2]), 4.0 / 6.0);
    assert_eq!(p(&[1, 2, 2, 1]), 1.0);
}

proptest! {
    #[test]
    fn labels_and_order_do_not_matter(
        data in prop::collection::vec((1_u32..15, any::<bool>(), 0_usize..3, 0_usize..2), 4..30),
        seed in any::<u64>(),
    ) {
        let run = |data: &[(u32, bool, usize, usize)], relabel: usize| {
            let times: Vec<f64> = data.iter().map(|row| f64::from(row.0)).collect();
            let events: Vec<bool> = data.iter().map(|row| row.1).collect();
            let groups: Vec<usize> = data.iter().map(|row| (row.2 + relabel) % 3).collect();
            let strata: Vec<usize> = data.iter().map(|row| row.3).collect();
            log_rank(&FollowUp::new(&times, &events), &groups, Some(&strata), Weight::TaroneWare)
        };
        let mut shuffled = data.clone();
        crate::random::Stream::new(seed, 1).shuffle(&mut shuffled);
        match (run(&data, 0), run(&shuffled, 1)) {
            (Ok(a), Ok(b)) => {
                prop_assert!((a.test.statistic - b.test.statistic).abs() < 1e-8 * (1.0 + a.test.statistic));
                prop_assert!((0.0..=1.0).contains(&a.test.p_value));
                let (o, e) = a.groups.iter().fold((0.0, 0.0), |(o, e), g| (o + g.observed, e + g.expected));
                prop_assert!((o - e).abs() < 1e-9 * (1.0 + o));
            }
            (a, b) => prop_assert_eq!(a.is_err(), b.is_err()),
        }
    }
}
