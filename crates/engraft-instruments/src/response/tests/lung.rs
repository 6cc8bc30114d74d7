//! Progression of lung disease.

use engraft_base::Verdict::{Met, NotEvaluable, NotMet, Undetermined};

use super::{along, at};

/// Lung function falls; nothing else is worse unless it says so.
fn lung(id: &str, text: &str) -> engraft_base::Verdict {
    at(id, &format!("symptoms_worse=0 imaging_worse=0 baseline.dlco=60 dlco=60 {text}"))
}

/// Worked examples: points of % predicted against relative falls.
#[test]
fn absolute_and_relative_falls_differ() {
    let fall = |from: &str, to: &str| format!("baseline.fvc={from} fvc={to} symptoms_worse=1");
    let both = |text: &str| [lung("ppf-ats-2022", text), lung("inbuild", text)];
    assert_eq!(both(&fall("70", "62")), [Met, Met], "8 points, 11.4 %");
    assert_eq!(both(&fall("50", "46")), [NotMet, Met], "4 points, 8 %, with symptoms");
    assert_eq!(lung("inbuild", "baseline.fvc=50 fvc=46"), NotMet, "8 % by itself");
    assert_eq!(lung("inbuild", "baseline.fvc=50 fvc=46 imaging_worse=1"), Met);
    assert_eq!(lung("inbuild", "baseline.fvc=60 fvc=54"), Met, "exactly 10 %");
    assert_eq!(lung("inbuild", "baseline.fvc=60 fvc=54.01"), NotMet);
    assert_eq!(lung("inbuild", "baseline.fvc=60 fvc=57 symptoms_worse=1"), Met, "exactly 5 %");
    assert_eq!(lung("inbuild", "baseline.fvc=60 fvc=57.01 symptoms_worse=1"), NotMet);
    assert_eq!(lung("inbuild", "baseline.fvc=60 fvc=60 symptoms_worse=1 imaging_worse=1"), Met);
}

#[test]
fn two_of_three_make_progression() {
    let ats = |text: &str| lung("ppf-ats-2022", text);
    assert_eq!(ats("baseline.fvc=70 fvc=65 symptoms_worse=1"), Met, "exactly 5 points");
    assert_eq!(ats("baseline.fvc=70 fvc=65.1 symptoms_worse=1"), NotMet);
    assert_eq!(ats("baseline.fvc=70 fvc=70 dlco=50 imaging_worse=1"), Met, "exactly 10 points of diffusing capacity");
    assert_eq!(ats("baseline.fvc=70 fvc=70 dlco=50.1 imaging_worse=1"), NotMet);
    assert_eq!(ats("baseline.fvc=70 fvc=50 dlco=30"), NotMet, "both falls are one criterion");
    assert_eq!(ats("fvc=? dlco=50 imaging_worse=1"), Met, "one fall suffices");
    assert_eq!(ats("fvc=? dlco=60 imaging_worse=1"), Undetermined);
    assert_eq!(ats("fvc=? dlco=?"), NotMet, "at most one of three");
}

#[test]
fn clinical_limits_are_relative() {
    let rest = "baseline.fvc=80 baseline.dlco=60";
    assert_eq!(along("pfild-clinical", &format!("{rest} dlco=60"), "fvc", ["72.1", "72"]), [NotMet, Met]);
    assert_eq!(
        along("pfild-clinical", &format!("{rest} fvc=80"), "dlco", ["51.1", "51", "?"]),
        [NotMet, Met, Undetermined]
    );
    assert_eq!(at("pfild-clinical", "baseline.fvc=0 fvc=0 baseline.dlco=60 dlco=60"), NotEvaluable);
}
