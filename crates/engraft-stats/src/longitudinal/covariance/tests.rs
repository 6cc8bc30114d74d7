use super::*;

const ALL: [Covariance; 9] = [
    Covariance::Unstructured,
    Covariance::ToeplitzHeterogeneous,
    Covariance::Toeplitz,
    Covariance::Ar1Heterogeneous,
    Covariance::Ar1,
    Covariance::CompoundSymmetryHeterogeneous,
    Covariance::CompoundSymmetry,
    Covariance::Diagonal,
    Covariance::Independent,
];

/// Four visits, variances 1 to 4, correlations falling with distance.
fn moments() -> nalgebra::DMatrix<f64> {
    nalgebra::DMatrix::from_fn(4, 4, |i, j| {
        let d = i.abs_diff(j) as i32;
        0.6_f64.powi(d) * ((i + 1) as f64 * (j + 1) as f64).sqrt()
    })
}

#[test]
fn heterogeneous_ar1_of_two_visits_by_hand() {
    // variances 4 and 9, rho 0.5: covariance 2 * 3 * 0.5 = 3
    let s = shape(Covariance::Ar1Heterogeneous, 2, &[4.0, 9.0, 0.5], true).unwrap();
    assert_eq!(s.sigma.as_slice(), [4.0, 3.0, 3.0, 9.0]);
    // d covariance / d variance1 = 3 / (2 * 4); d / d rho = 6
    assert_eq!(s.first[0].as_slice(), [1.0, 0.375, 0.375, 0.0]);
    assert_eq!(s.first[2].as_slice(), [0.0, 6.0, 6.0, 0.0]);
}

#[test]
fn derivatives_agree_with_differences() {
    for structure in ALL {
        let theta = start_values(structure, &moments());
        assert_eq!(theta.len(), structure.parameters(4), "{structure:?}");
        let s = shape(structure, 4, &theta, true).unwrap();
        assert!(crate::linalg::Spd::new(&s.sigma).is_some(), "{structure:?}");
        let h = 1e-5;
        let moved = |k: usize, by: f64| {
            let mut t = theta.clone();
            t[k] += by;
            shape(structure, 4, &t, true).unwrap()
        };
        for k in 0..theta.len() {
            let (up, down) = (moved(k, h), moved(k, -h));
            let slope = (&up.sigma - &down.sigma) / (2.0 * h);
            assert!((slope - &s.first[k]).amax() < 1e-8, "{structure:?} {k}");
            for l in k..theta.len() {
                let bend = (&up.first[l] - &down.first[l]) / (2.0 * h);
                let given = s.second.iter().find(|(a, b, _)| (*a, *b) == (k, l));
                let size = given.map_or(bend.amax(), |(_, _, m)| (&bend - m).amax());
                assert!(size < 1e-8, "{structure:?} {k} {l}");
            }
        }
        assert_eq!(structure.is_linear(), s.second.is_empty(), "{structure:?}");
    }
}

#[test]
fn one_visit_has_a_variance_only() {
    let m = nalgebra::DMatrix::from_element(1, 1, 2.0);
    for structure in ALL {
        let theta = start_values(structure, &m);
        assert_eq!(theta, [2.0], "{structure:?}");
        assert_eq!(theta.len(), structure.parameters(1), "{structure:?}");
        let variance = shape(structure, 1, &theta, true).unwrap().sigma[(0, 0)];
        assert!((variance - 2.0).abs() < 1e-15, "{structure:?}");
    }
}
