use proptest::prelude::*;

use super::*;

#[test]
fn four_p_values_by_hand() {
    // 0.01 0.02 0.03 0.04
    let p = [0.03, 0.01, 0.04, 0.02];
    let near = |method, expected: [f64; 4]| {
        for (a, b) in adjust_p_values(&p, method).unwrap().iter().zip(expected) {
            assert!((a - b).abs() < 1e-15, "{method:?} {a} {b}");
        }
    };
    near(Adjustment::Bonferroni, [0.12, 0.04, 0.16, 0.08]);
    // 4, 3, 2, 1 times: 0.04 0.06 0.06 0.04, running maximum
    near(Adjustment::Holm, [0.06, 0.04, 0.06, 0.06]);
    // running minimum from the end: all 0.04
    near(Adjustment::Hochberg, [0.04, 0.04, 0.04, 0.04]);
    near(Adjustment::Hommel, [0.04, 0.04, 0.04, 0.04]);
    near(Adjustment::BenjaminiHochberg, [0.04, 0.04, 0.04, 0.04]);
    let harmonic = 25.0 / 12.0;
    near(Adjustment::BenjaminiYekutieli, [0.04 * harmonic; 4]);
}

#[test]
fn a_graph_by_hand() {
    // two primary, two secondary hypotheses; half the weight of a primary to the other, half to its secondary
    let graph = Graph::new(
        &[0.5, 0.5, 0.0, 0.0],
        &[vec![0.0, 0.5, 0.5, 0.0], vec![0.5, 0.0, 0.0, 0.5], vec![0.0, 1.0, 0.0, 0.0], vec![1.0, 0.0, 0.0, 0.0]],
    )
    .unwrap();
    let r = graph.adjust(&[0.01, 0.03, 0.002, 0.9]).unwrap();
    // 1: 0.01 / 0.5 = 0.02. Then weights 0.75 (2) and 0.25 (3): 0.04 and 0.008: 3 at max(0.02, 0.008).
    // Then 2 has all that is left of 1 and 3: weight 1: 0.03. Then 4: 0.9.
    assert_eq!(r.order, vec![0, 2, 1, 3]);
    for (found, expected) in r.adjusted.iter().zip([0.02, 0.03, 0.02, 0.9]) {
        assert!((found - expected).abs() < 1e-14, "{r:?}");
    }
    // nobody hands anything on: Bonferroni with weights, and 1 without weight
    let alone = Graph::new(&[1.0, 0.0], &[vec![0.0, 0.0], vec![0.0, 0.0]]).unwrap();
    assert_eq!(alone.adjust(&[0.03, 0.0]).unwrap().adjusted, vec![0.03, 1.0]);
}

#[test]
fn hostile_input_is_refused() {
    for bad in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
        assert!(adjust_p_values(&[0.1, bad], Adjustment::Hommel).is_err());
        assert!(fixed_sequence(&[bad]).is_err());
        assert!(Graph::new(&[bad], &[vec![0.0]]).is_err());
        assert!(Graph::new(&[0.5, 0.5], &[vec![0.0, bad], vec![0.0, 0.0]]).is_err());
    }
    assert!(adjust_p_values(&[], Adjustment::Holm).is_err());
    assert!(Graph::new(&[1.0], &[vec![0.5]]).is_err());
    assert!(Graph::new(&[1.0], &[]).is_err());
    assert!(Graph::new(&[0.5, 0.5], &[vec![0.0, 1.0], vec![1.0]]).is_err());
}

fn p_list() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((0..=40_u32).prop_map(|i| f64::from(i) / 400.0), 1..9)
}

proptest! {
    #[test]
    fn the_methods_keep_their_order(p in p_list()) {
        let by = |method| adjust_p_values(&p, method).unwrap();
        let all = [
            by(Adjustment::BenjaminiHochberg), by(Adjustment::Hommel), by(Adjustment::Hochberg), by(Adjustment::Holm),
            by(Adjustment::Bonferroni),
        ];
        for pair in all.windows(2) {
            for (smaller, larger) in pair[0].iter().zip(&pair[1]) {
                prop_assert!(*smaller <= larger + 1e-15);
            }
        }
        for (raw, adjusted) in p.iter().zip(&all[0]) {
            prop_assert!(raw <= adjusted);
        }
    }

    #[test]
    fn hommel_is_the_closed_simes_test(p in p_list()) {
        let n = p.len();
        let mut expected = p.clone();
        for set in 1_u32..1 << n {
            let mut inside: Vec<f64> = (0..n).filter(|i| set >> i & 1 == 1).map(|i| p[i]).collect();
            inside.sort_by(f64::total_cmp);
            let size = inside.len() as f64;
            let simes = inside.iter().enumerate().map(|(i, p)| size * p / (i + 1) as f64).fold(f64::INFINITY, f64::min);
            for (i, place) in expected.iter_mut().enumerate() {
                if set >> i & 1 == 1 {
                    *place = place.max(simes);
                }
            }
        }
        for (found, expected) in adjust_p_values(&p, Adjustment::Hommel).unwrap().iter().zip(&expected) {
            prop_assert!((found - expected.min(1.0)).abs() < 1e-14);
        }
    }

    #[test]
    fn holm_is_a_graph(p in p_list()) {
        let n = p.len();
        let share = if n > 1 { 1.0 / (n - 1) as f64 } else { 0.0 };
        let rows: Vec<Vec<f64>> = (0..n).map(|j| (0..n).map(|k| if j == k { 0.0 } else { share }).collect()).collect();
        let graph = Graph::new(&vec![1.0 / n as f64; n], &rows).unwrap();
        let holm = adjust_p_values(&p, Adjustment::Holm).unwrap();
        for (a, b) in graph.adjust(&p).unwrap().adjusted.iter().zip(&holm) {
            prop_assert!((a - b).abs() < 1e-12);
        }
    }
}
