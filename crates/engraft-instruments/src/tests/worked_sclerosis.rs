//! Hand-worked cases of the activity index and of the probability of improvement in systemic sclerosis.

use engraft_base::Dec;

use super::{band, bounds, dec, instrument, score, total};

/// Worse skin 1.5 + skin score 22 1.5 + CRP 1.4 mg/dL 2.25 = 5.25; DLCO 65 % alone 1.0; skin score 12 and worse skin 1.5.
#[test]
fn eustar_adds_points_beyond_limits() {
    assert_eq!(total("eustar-2017", "yes no 22 no 1.4 80"), dec("5.25"));
    assert_eq!(total("eustar-2017", "no no 0 no 0 65"), dec("1"));
    assert_eq!(total("eustar-2017", "yes no 12 no 0 80"), dec("1.5"));
    assert_eq!(total("eustar-2017", "yes yes 51 yes 20 10"), dec("10"));
}

/// 1.5 + 12 × 0.084 = 2.508: the graded reading turns the same patient active.
#[test]
fn the_graded_skin_score_can_turn_a_patient_active() {
    let graded = total("eustar-2017-graded-mrss", "yes no 12 no 0 80");
    assert_eq!(graded, dec("2.508"));
    assert_eq!(band("eustar-2017-graded-mrss", "eustar-2017", "2.508"), "active");
    assert_eq!(band("eustar-2017", "eustar-2017", "1.5"), "inactive");
    assert_eq!(band("eustar-2017", "eustar-2017", "2.5"), "active");
    assert_eq!(band("eustar-2017", "eustar-2017", "2.499999999999"), "inactive");
    assert_eq!(total("eustar-2017-graded-mrss", "no no 18 no 0 80"), dec("1.512"));
    assert_eq!(total("eustar-2017-graded-mrss", "no no 19 no 0 80"), dec("1.5"));
}

#[test]
fn limits_of_eustar_are_strict() {
    for (cells, points) in [
        ("no no 18 no 1 70", "0"),
        ("no no 19 no 1 70", "1.5"),
        ("no no 18 no 1.000001 70", "2.25"),
        ("no no 18 no 1 69.999999", "1"),
    ] {
        assert_eq!(total("eustar-2017", cells), dec(points), "{cells}");
    }
}

#[test]
fn a_missing_skin_score_may_have_any_of_its_points() {
    assert_eq!(bounds(&score("eustar-2017", "no no - no 0 80").total), ("0".into(), "1.5".into()));
    // 18 × 0.084 is more than the 1.5 beyond it
    assert_eq!(bounds(&score("eustar-2017-graded-mrss", "no no - no 0 80").total), ("0".into(), "1.512".into()));
    assert_eq!(bounds(&score("eustar-2017", "no no 0 no - -").total), ("0".into(), "3.25".into()));
}

const NO_EVENT: &str = "no no no no";

/// Cells of CRISS from the changes of skin score, FVC, patient and physician global and HAQ.
fn criss(events: &str, changes: [&str; 5]) -> crate::Scored {
    let start = ["30", "70", "6", "6", "1.5"];
    let pair = |(start, change): (&str, &str)| format!("{start} {}", dec(start).plus(dec(change)).unwrap());
    let cells: Vec<String> = std::iter::zip(start, changes).map(pair).collect();
    score("criss-2016", &format!("{events} {}", cells.join(" ")))
}

fn probability(changes: [&str; 5]) -> Dec {
    criss(NO_EVENT, changes).total.exact().unwrap()
}

/// x = -5.54 + 6.48 + 0.42 + 0.80 + 0.88 + 0.8525 = 3.8925 and so on.
#[test]
fn criss_agrees_with_worked_probabilities() {
    for (changes, x, shown) in [
        (["-8", "2", "-2", "-2", "-0.25"], 3.8925_f64, "0.980"),
        (["-3", "0", "0", "0", "0"], -3.11, "0.043"),
        (["0", "0", "0", "0", "0"], -5.54, "0.004"),
        (["-5", "0", "-1", "0", "-0.125"], -0.66375, "0.340"),
    ] {
        let p = probability(changes);
        assert_eq!(format!("{:.3}", p.to_f64()), shown, "{changes:?}");
        assert!((p.to_f64() - 1.0 / (1.0 + (-x).exp())).abs() < 1e-12, "{changes:?}");
    }
    assert_eq!(format!("{:.4}", probability(["-3", "0", "0", "0", "0"]).to_f64()), "0.0427");
    assert_eq!(format!("{:.4}", probability(["0", "0", "0", "0", "0"]).to_f64()), "0.0039");
    assert_eq!(band("criss-2016", "criss", "0.34"), "not improved");
}

/// ln 1.5 = 0.405465108108164382 to 18 decimals: x on either side of it, though p rounds to 0.6.
#[test]
fn improvement_is_decided_on_x_and_not_on_a_rounded_p() {
    // 0.21 × 28.31173861003887 - 5.54 = 0.4054651081081627; one digit more is 0.4054651081081648
    let below = probability(["0", "28.31173861003887", "0", "0", "0"]);
    let above = probability(["0", "28.31173861003888", "0", "0", "0"]);
    assert_eq!((below, above), (dec("0.599999999999"), dec("0.6")));
    let level = |p: Dec| instrument("criss-2016").bands[0].level(p).unwrap();
    assert_eq!((level(below), level(above)), ("not improved", "improved"));
}

#[test]
fn an_event_makes_the_probability_0_whatever_is_missing() {
    assert_eq!(criss("no yes no no", ["-8", "2", "-2", "-2", "-0.25"]).total.exact(), Some(Dec::ZERO));
    assert_eq!(score("criss-2016", "yes - - - - - - - - - - - - -").total.exact(), Some(Dec::ZERO));
    let open = criss("no no - no", ["-8", "2", "-2", "-2", "-0.25"]);
    assert_eq!(open.total.lower(), Some(Dec::ZERO));
    assert_eq!(open.total.upper(), Some(probability(["-8", "2", "-2", "-2", "-0.25"])));
    assert_eq!(open.total.missing(), ["heart-failure"]);
}
