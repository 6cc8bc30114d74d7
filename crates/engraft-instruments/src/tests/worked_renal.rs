//! Hand-worked cases of the filtration rates, ratios and multiples of limits.

use super::{band, bounds, dec, instrument, score, total};

fn shown(id: &str, cells: &str) -> String {
    format!("{:.2}", total(id, cells).to_f64())
}

#[test]
fn ckd_epi_2021_agrees_with_worked_values() {
    for (cells, expected) in [
        ("0.7 30 F", "119.24"),
        ("1.2 30 female", "62.45"),
        ("0.6 25 F", "127.67"),
        ("2.0 45 male", "41.17"),
        ("0.9 50 M", "104.05"),
        ("1.2 65 F", "50.23"),
    ] {
        assert_eq!(shown("egfr-ckd-epi-2021", cells), expected, "{cells}");
    }
    // 1.2 mg/dL is 106.08 umol/L
    assert_eq!(total("egfr-ckd-epi-2021-umol", "106.08 65 F"), total("egfr-ckd-epi-2021", "1.2 65 F"));
}

/// At k both powers are 1: 142 × 0.9938^30 × 1.012.
#[test]
fn ckd_epi_at_the_knot_has_no_power_of_creatinine() {
    let aging = dec(&format!("{:.12}", 0.9938_f64.powi(30)));
    let expected = dec("142").times(aging).unwrap().times(dec("1.012")).unwrap();
    assert_eq!(total("egfr-ckd-epi-2021", "0.7 30 F"), expected);
}

#[test]
fn ckd_epi_is_for_adults_and_needs_creatinine() {
    assert!(score("egfr-ckd-epi-2021", "0.7 17 F").refused.unwrap().contains("below 18"));
    assert!(score("egfr-ckd-epi-2021", "0.7 18 F").refused.is_none());
    assert!(score("egfr-ckd-epi-2021", "0 30 F").refused.unwrap().contains("is 0"));
    assert!(instrument("egfr-ckd-epi-2021").item("age").unwrap().read("30.5").is_err());
}

#[test]
fn ckd_epi_with_something_missing_has_bounds() {
    let f = |cells: &str| total("egfr-ckd-epi-2021", cells).to_string();
    // by age: from 120 down to 18 years
    assert_eq!(bounds(&score("egfr-ckd-epi-2021", "1.2 - F").total), (f("1.2 120 F"), f("1.2 18 F")));
    // by sex: women lie below men above the knots
    assert_eq!(bounds(&score("egfr-ckd-epi-2021", "1.2 50 -").total), (f("1.2 50 F"), f("1.2 50 M")));
    // below the knots the order of the sexes turns round: both are looked at
    let at = |sex: &str| total("egfr-ckd-epi-2021", &format!("0.3 50 {sex}"));
    let ends = (at("F").min(at("M")).to_string(), at("F").max(at("M")).to_string());
    assert_eq!(bounds(&score("egfr-ckd-epi-2021", "0.3 50 -").total), ends);
    assert_eq!(bounds(&score("egfr-ckd-epi-2021", "- 50 F").total), ("0".into(), "?".into()));
}

#[test]
fn gfr_categories_start_at_their_limits() {
    let level = |value: &str| band("egfr-ckd-epi-2021", "gfr-categories", value);
    assert_eq!(
        ["90", "89.999", "60", "45", "30", "15", "14.999"].map(level),
        ["G1", "G2", "G2", "G3a", "G3b", "G4", "G5"]
    );
}

/// 0.413 × 120 / 0.5 = 99.12.
#[test]
fn schwartz_is_for_children() {
    assert_eq!(total("egfr-schwartz", "120 0.5 7"), dec("99.12"));
    assert!(score("egfr-schwartz", "170 0.8 18").refused.is_some());
    assert!(score("egfr-schwartz", "60 0.3 0").refused.is_some());
    assert_eq!(instrument("egfr-schwartz").status.word(), "reconstructed");
}

/// 100 mg/dL over 80 mg/dL is 1250 mg/g; 1 g/L over 8 mmol/L is 125 mg/mmol.
#[test]
fn the_protein_creatinine_ratio_states_its_unit() {
    assert_eq!(total("upcr-mg-g", "100 80"), dec("1250"));
    assert_eq!(total("upcr-mg-mmol", "1000 8"), dec("125"));
    assert_eq!(total("upcr-mg-g", "40 80"), dec("500"));
    let unit = |id: &str| instrument(id).unit.clone().unwrap();
    assert_eq!([unit("upcr-mg-g"), unit("upcr-mg-mmol")], ["mg/g", "mg/mmol"]);
    assert!(score("upcr-mg-g", "100 0").refused.unwrap().contains("urine-creatinine is 0"));
    assert_eq!(bounds(&score("upcr-mg-g", "100 -").total), ("0".into(), "?".into()));
    assert_eq!(bounds(&score("upcr-mg-g", "- 80").total), ("0".into(), "?".into()));
    assert_eq!(total("upcr-mg-g", "0 80"), dec("0"));
}

/// Seed means of creatine kinase over an assumed limit of 170: 1681 is 9.89 times, 175 is 1.03 times.
#[test]
fn multiples_of_the_upper_limit_are_quotients() {
    for (value, expected) in
        [("1681", "9.89"), ("886", "5.21"), ("474", "2.79"), ("293", "1.72"), ("202", "1.19"), ("175", "1.03")]
    {
        assert_eq!(shown("times-upper-limit", &format!("{value} 170")), expected);
    }
    assert_eq!(total("times-upper-limit", "120 40"), dec("3"));
}
