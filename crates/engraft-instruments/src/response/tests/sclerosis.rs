//! Systemic sclerosis: skin score, CRISS, activity index.

use engraft_base::Verdict::{self, Met, NotMet, Undetermined};

use super::{Visit, along, answer, at, pair, rule};

/// Worked examples.
#[test]
fn skin_score_improvement_needs_points_and_percent() {
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "24", "18"), Met);
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "20", "15"), NotMet);
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "20", "14"), Met);
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "25", "19"), NotMet, "24 %");
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "5", "0"), NotMet);
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "0", "0"), NotMet);
}

const STEP_1: &str = "renal_crisis=0 lung_decline=0 heart_failure=0 pulmonary_hypertension=0";

/// Changes of skin score, FVC, patient global, physician global and HAQ, from 20, 60, 5, 5 and 1.5.
fn criss(changes: [&str; 5]) -> Visit {
    let names = ["mrss", "fvc", "ptga", "phga", "haq"];
    let starts = ["20", "60", "5", "5", "1.5"];
    let step_1 = super::visit(STEP_1);
    names.into_iter().zip(starts).zip(changes).fold(step_1, |visit, ((name, start), change)| {
        let now = crate::rule::tests::dec(start).plus(crate::rule::tests::dec(change)).unwrap();
        visit.pair(name, start, &now.to_string())
    })
}

/// Worked examples, with the linear predictor.
#[test]
fn criss_is_met_from_a_probability_of_0_60() {
    for (changes, predictor, expected) in [
        (["-8", "2", "-2", "-2", "-0.25"], "3.8925", Met),
        (["-3", "0", "0", "0", "0"], "-3.11", NotMet),
        (["0", "0", "0", "0", "0"], "-5.54", NotMet),
        (["-5", "0", "-1", "0", "-0.125"], "-0.66375", NotMet),
    ] {
        assert_eq!(answer("criss-2016", &criss(changes)), expected, "{changes:?}");
        let exact = rule("criss-2016").text().replace(">= 0.405465108108164", &format!("== {predictor}"));
        assert_eq!(criss(changes).answer(&exact), Met, "{changes:?}");
    }
}

/// The limit is ln 1.5 = 0.4054651081081643...; FVC alone carries the predictor to either side of it.
#[test]
fn criss_decides_at_the_limit() {
    let with = |fvc: &str| answer("criss-2016", &criss(["0", fvc, "0", "0", "0"]));
    assert_eq!([with("28.311738610038"), with("28.31173861004")], [NotMet, Met]);
}

#[test]
fn an_event_of_step_1_decides_and_an_unknown_one_leaves_it_open() {
    let good = criss(["-8", "2", "-2", "-2", "-0.25"]);
    assert_eq!(answer("criss-2016", &good.clone().now("heart_failure", "1")), NotMet);
    assert_eq!(answer("criss-2016", &good.clone().now("heart_failure", "?")), Undetermined);
    let open =
        |name: &str, min: &str, max: &str| answer("criss-2016", &good.clone().now(name, "?").range(name, min, max));
    assert_eq!(open("ptga", "0", "10"), Met, "worst case: 3.8925 - 0.8 - 2 = 1.0925");
    assert_eq!(open("mrss", "0", "51"), Undetermined);
}

fn revised(id: &str, changed: &str) -> Verdict {
    at(
        id,
        &format!(
            "baseline.mrss=20 mrss=20 baseline.fvc=60 fvc=60 baseline.ptga=5 ptga=5 baseline.phga=5 phga=5 \
             baseline.haq=1.5 haq=1.5 {changed}"
        ),
    )
}

#[test]
fn revised_criss_needs_three_of_five() {
    for (id, skin, globals) in [
        ("criss-revised-20", "16", "4"),
        ("criss-revised-30", "14", "3.5"),
        ("criss-revised-40", "12", "3"),
        ("criss-revised-50", "10", "2.5"),
        ("criss-revised-60", "8", "2"),
    ] {
        let three = format!("mrss={skin} fvc=63 ptga={globals}");
        assert_eq!(revised(id, &three), Met, "{id}");
        assert_eq!(revised(id, &format!("{three} fvc=62.99")), NotMet, "{id}");
        assert_eq!(revised(id, &format!("{three} ptga=4.01")), NotMet, "{id}");
        assert_eq!(revised(id, &format!("mrss={skin} fvc=63 ptga=?")), Undetermined, "{id}");
        assert_eq!(revised(id, &format!("{three} haq=?")), Met, "{id}");
        assert_eq!(revised(id, &format!("mrss={skin} fvc=63 baseline.haq=0 haq=0")), NotMet, "{id}: 0 is not improved");
    }
}

/// Worked examples: 5.25 and 2.508 active, 1.0 and 1.5 not.
#[test]
fn activity_begins_at_two_and_a_half() {
    let answers = along("eustar-2017-active", "", "eustar", ["1", "1.5", "2.49", "2.5", "2.508", "5.25"]);
    assert_eq!(answers, [NotMet, NotMet, NotMet, Met, Met, Met]);
}
