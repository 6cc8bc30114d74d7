//! Hand-worked cases of the skin score of sclerosis and of the arthritis instruments.

use engraft_base::Dec;

use super::{band, bounds, dec, instrument, score, total};

/// Fingers 3 + 3, hands 2 + 2, forearms 1 + 1 = 12.
#[test]
fn mrss_adds_seventeen_sites() {
    assert_eq!(total("mrss", "0 0 0 3 3 2 2 1 1 0 0 0 0 0 0 0 0"), dec("12"));
    assert_eq!(total("mrss", &"3 ".repeat(17)), dec("51"));
    let mrss = instrument("mrss");
    assert_eq!(mrss.items[3].id, "fingers-right");
    assert_eq!(mrss.items[8].id, "forearm-left");
}

/// 4 + 5 + 5 + 4 = 18, moderate; with CRP 0.7 mg/dL 18.7; CRP entered as 7 mg/L makes 25.
#[test]
fn cdai_and_sdai_add_joints_globals_and_crp() {
    assert_eq!(total("cdai", "4 5 5 4"), dec("18"));
    assert_eq!(instrument("cdai").bands[0].level(dec("18")), Some("moderate"));
    assert_eq!(instrument("cdai").bands[0].level(dec("22.1")), Some("high"));
    assert_eq!(total("sdai", "4 5 5 4 0.7"), dec("18.7"));
    assert_eq!(total("sdai", "4 5 5 4 7"), dec("25"));
}

#[test]
fn sdai_without_crp_is_open_above() {
    let scored = score("sdai", "4 5 5 4 -");
    assert_eq!(bounds(&scored.total), ("18".into(), "?".into()));
    assert_eq!(scored.total.at_least(dec("11")).word(), "met");
}

#[test]
fn bands_of_the_arthritis_indices_hold_their_limits() {
    for (id, bands, limits) in [
        ("cdai", "cdai", [("2.8", "remission"), ("10", "low"), ("22", "moderate")]),
        ("sdai", "sdai", [("3.3", "remission"), ("11", "low"), ("26", "moderate")]),
    ] {
        let above = ["low", "moderate", "high"];
        for ((limit, level), next) in std::iter::zip(limits, above) {
            assert_eq!(band(id, bands, limit), level);
            assert_eq!(band(id, bands, &format!("{}", dec(limit).plus(Dec::scaled(1, 12)).unwrap())), next);
        }
    }
}

/// Public test vectors: (4, 5, 7, 50) 3.81 and 4.15; (5, 3, 30, 50) 4.82 and, with CRP 10, 4.26.
#[test]
fn das28_agrees_with_published_values() {
    for (id, cells, shown) in [
        ("das28-esr", "4 5 7 50", "3.8082"),
        ("das28-crp", "4 5 7 50", "4.1547"),
        ("das28-esr", "5 3 30 50", "4.8180"),
        ("das28-crp", "5 3 10 50", "4.2604"),
    ] {
        assert_eq!(format!("{:.4}", total(id, cells).to_f64()), shown, "{id} {cells}");
    }
    // 0.56 × 2 + 0.28 × √5 + 0.70 × ln 7 + 0.014 × 50, root and logarithm to 12 decimals
    let steps = ["1.12", "0.6260990337", "1.362137104337", "0.7"].map(dec);
    let root = dec("2.236067977500").times(dec("0.28")).unwrap();
    let log = dec("1.945910149055").times(dec("0.7")).unwrap();
    let sum = [steps[0], root, log, steps[3]].into_iter().fold(Dec::ZERO, |sum, step| sum.plus(step).unwrap());
    assert_eq!(total("das28-esr", "4 5 7 50"), sum);
}

/// 0.56 × 2 + 0.28 × 2 + 0.36 × ln 1 + 0.014 × 40 + 0.96 = 3.2 exactly.
#[test]
fn das28_of_perfect_squares_is_exact_and_meets_its_cut_off() {
    assert_eq!(total("das28-crp", "4 4 0 40"), dec("3.2"));
    assert_eq!(total("das28-crp", "0 0 0 0"), dec("0.96"));
    assert_eq!(total("das28-esr", "9 16 1 100"), dec("4.2"));
    assert_eq!(band("das28-crp", "das28", "3.2"), "low");
    assert_eq!(band("das28-crp", "das28-low-below", "3.2"), "moderate");
    assert_eq!(band("das28-crp", "das28", "3.200000000001"), "moderate");
}

/// Remission is strictly below 2.6; the other cut-offs include their limit.
#[test]
fn das28_bands_are_strict_for_remission_only() {
    for id in ["das28-crp", "das28-esr", "das28-esr-floor-1"] {
        assert_eq!(band(id, "das28", "2.599999999999"), "remission");
        assert_eq!(band(id, "das28", "2.6"), "low");
        assert_eq!(band(id, "das28", "5.1"), "moderate");
        assert_eq!(band(id, "das28", "5.100000000001"), "high");
    }
    let crp = |value: &str| band("das28-crp", "crp-specific", value);
    assert_eq!(
        ["2.399999999999", "2.4", "2.9", "2.900000000001", "4.6", "4.600000000001"].map(crp),
        ["remission", "low", "low", "moderate", "moderate", "high"]
    );
}

#[test]
fn a_sedimentation_rate_of_0_is_refused_or_set_to_1() {
    let scored = score("das28-esr", "4 4 0 40");
    assert!(scored.refused.as_ref().is_some_and(|reason| reason.contains("logarithm")));
    assert_eq!(scored.total, engraft_base::Score::unknown("esr"));
    assert_eq!((scored.missing.len(), scored.by_rule), (0, None));
    assert!(scored.queries[0].starts_with("not evaluable: esr is 0"));
    assert_eq!(total("das28-esr-floor-1", "4 4 0 40"), dec("2.24"));
    assert_eq!(total("das28-esr-floor-1", "4 4 1 40"), total("das28-esr", "4 4 1 40"));
    // refused whatever else is missing
    assert!(score("das28-esr", "- 4 0 40").refused.is_some());
}

#[test]
fn das28_without_its_marker_starts_at_the_smallest_one() {
    // the smallest rate that has a logarithm is 1
    assert_eq!(bounds(&score("das28-esr", "4 4 - 40").total), ("2.24".into(), "?".into()));
    assert_eq!(bounds(&score("das28-crp", "4 4 - 40").total), ("3.2".into(), "?".into()));
    let scored = score("das28-crp", "4 4 0 -");
    assert_eq!(bounds(&scored.total), ("2.64".into(), "4.04".into()));
    assert_eq!(scored.total.missing(), ["patient-global-100"]);
}

/// 7 mg/L is 0.7 mg/dL: the units stand with the items.
#[test]
fn units_of_crp_differ_between_indices_and_are_stated() {
    let unit = |id: &str| instrument(id).item("crp").unwrap().unit.clone().unwrap();
    assert_eq!([unit("das28-crp"), unit("sdai"), unit("eustar-2017")], ["mg/L", "mg/dL", "mg/dL"]);
    assert!(instrument("das28-crp").page().contains("a number, 0 or more mg/L"));
}
