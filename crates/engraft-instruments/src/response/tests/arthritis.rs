//! Rheumatoid arthritis.

use engraft_base::Verdict::{self, Met, NotEvaluable, NotMet, Undetermined};

use super::{along, at};

const ACR: &str = "baseline.tender_joints=20 tender_joints=9 baseline.swollen_joints=15 swollen_joints=7 \
    baseline.pain=60 pain=28 baseline.ptga=70 ptga=30 baseline.phga=5 phga=5 baseline.haq=1.5 haq=0.7 \
    baseline.acute_phase=30 acute_phase=30";

fn acr(text: &str) -> [Verdict; 3] {
    ["acr20", "acr50", "acr70"].map(|id| at(id, &format!("{ACR} {text}")))
}

/// Worked example: tender 55 %, swollen 53 %, pain 53 %, patient 57 %, HAQ 53 %.
#[test]
fn acr_needs_both_joint_counts_and_three_of_five() {
    assert_eq!(acr(""), [Met, Met, NotMet]);
    assert_eq!(acr("tender_joints=10"), [Met, Met, NotMet], "exactly 50 %");
    assert_eq!(acr("tender_joints=11"), [Met, NotMet, NotMet]);
    assert_eq!(acr("swollen_joints=12"), [Met, NotMet, NotMet], "exactly 20 %");
    assert_eq!(acr("swollen_joints=13"), [NotMet; 3]);
    assert_eq!(acr("haq=0.75"), [Met, Met, NotMet]);
    assert_eq!(acr("haq=0.76"), [Met, NotMet, NotMet]);
    assert_eq!(acr("tender_joints=6 swollen_joints=4.5 pain=18 ptga=21 haq=0.45"), [Met, Met, Met], "70 % throughout");
    assert_eq!(acr("haq=?"), [Undetermined, Undetermined, NotMet]);
    assert_eq!(acr("haq=? phga=2.5"), [Met, Met, NotMet]);
    assert_eq!(acr("baseline.haq=0 haq=0"), [NotMet, NotMet, NotMet], "0 cannot improve");
    assert_eq!(acr("baseline.tender_joints=0 tender_joints=0"), [NotEvaluable, NotEvaluable, NotMet]);
}

fn eular(from: &str, to: &str) -> [Verdict; 3] {
    let text = format!("baseline.das28={from} das28={to}");
    ["eular-response-good", "eular-response-moderate-or-good", "eular-response-none"].map(|id| at(id, &text))
}

/// Published test vectors first.
#[test]
fn eular_response_joins_fall_and_level() {
    let (good, moderate, none) = ([Met, Met, NotMet], [NotMet, Met, NotMet], [NotMet, NotMet, Met]);
    for (from, to, expected) in [
        ("5.21", "1.8", good),
        ("4.2", "3.2", moderate),
        ("7.43", "6.81", none),
        ("4.4", "3.2", moderate),
        ("4.41", "3.2", good),
        ("4.42", "3.21", moderate),
        ("3.8", "3.2", none),
        ("3.81", "3.2", moderate),
        ("5.71", "5.1", moderate),
        ("5.72", "5.11", none),
        ("6.31", "5.11", none),
        ("6.32", "5.11", moderate),
        ("5", "6", none),
    ] {
        assert_eq!(eular(from, to), expected, "{from} to {to}");
    }
    assert_eq!(eular("3.8", "2..3"), [Undetermined, Met, NotMet]);
}

#[test]
fn states_have_strict_and_inclusive_limits() {
    for (id, name, values, expected) in [
        ("das28-remission", "das28", ["2.59", "2.6", "2.61"], [Met, NotMet, NotMet]),
        ("das28-low-or-remission", "das28", ["3.19", "3.2", "3.21"], [Met, Met, NotMet]),
        ("das28-low-or-remission-lt", "das28", ["3.19", "3.2", "3.21"], [Met, NotMet, NotMet]),
        ("das28-high", "das28", ["5.09", "5.1", "5.11"], [NotMet, NotMet, Met]),
        ("das28-crp-remission", "das28", ["2.39", "2.4", "2.41"], [Met, NotMet, NotMet]),
        ("das28-crp-low-or-remission", "das28", ["2.89", "2.9", "2.91"], [Met, Met, NotMet]),
        ("das28-crp-high", "das28", ["4.59", "4.6", "4.61"], [NotMet, NotMet, Met]),
        ("cdai-remission", "cdai", ["2.7", "2.8", "2.9"], [Met, Met, NotMet]),
        ("cdai-low-or-remission", "cdai", ["9.9", "10", "10.1"], [Met, Met, NotMet]),
        ("cdai-high", "cdai", ["21.9", "22", "22.1"], [NotMet, NotMet, Met]),
        ("sdai-remission", "sdai", ["3.2", "3.3", "3.4"], [Met, Met, NotMet]),
        ("sdai-low-or-remission", "sdai", ["10.9", "11", "11.1"], [Met, Met, NotMet]),
        ("sdai-high", "sdai", ["25.9", "26", "26.1"], [NotMet, NotMet, Met]),
    ] {
        assert_eq!(along(id, "", name, values), expected, "{id}");
    }
}

#[test]
fn boolean_remission_differs_in_the_patient_global() {
    let rest = "tender_joints=1 swollen_joints=1 crp=1";
    let values = ["1", "1.1", "2", "2.1", "?"];
    assert_eq!(along("boolean-remission-2011", rest, "ptga", values), [Met, NotMet, NotMet, NotMet, Undetermined]);
    assert_eq!(along("boolean-remission-2022", rest, "ptga", values), [Met, Met, Met, NotMet, Undetermined]);
    for above in ["tender_joints=2", "swollen_joints=2", "crp=1.01"] {
        assert_eq!(at("boolean-remission-2022", &format!("{rest} ptga=1 {above}")), NotMet, "{above}");
    }
}
