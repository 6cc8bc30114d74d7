//! Atopic dermatitis and psoriasis.

use engraft_base::Verdict::{Met, NotEvaluable, NotMet, Undetermined};

use super::{Visit, along, answer, pair};

/// Worked example A5.
#[test]
fn easi_responses_are_relative_and_inclusive() {
    assert_eq!(pair("easi-75", "easi", "20.0", "5.0"), Met);
    assert_eq!(pair("easi-75", "easi", "20.0", "5.05"), NotMet);
    assert_eq!(pair("easi-75", "easi", "20.0", "4.95"), Met);
    for (id, below, on, above) in [
        ("easi-50", "6.15", "6.1", "6.05"),
        ("easi-75", "3.1", "3.05", "3"),
        ("easi-90", "1.25", "1.22", "1.2"),
        ("easi-100", "0.05", "0", "0"),
    ] {
        let answers = [below, on, above].map(|now| pair(id, "easi", "12.2", now));
        assert_eq!(answers, [NotMet, Met, Met], "{id}");
    }
    assert_eq!(pair("easi-50", "easi", "0", "0"), NotEvaluable);
    assert_eq!(pair("easi-50", "easi", "20", "8..10"), Met);
    assert_eq!(pair("easi-50", "easi", "20", "8..10.1"), Undetermined);
    assert_eq!(answer("easi-50", &Visit::new().pair("easi", "20", "?").range("easi", "0", "72")), Undetermined);
    let scorad = ["24.8", "24.75", "24.7"].map(|now| pair("scorad-50", "scorad", "49.5", now));
    assert_eq!(scorad, [NotMet, Met, Met]);
}

/// Worked examples.
#[test]
fn iga_success_needs_two_points_and_iga_01_does_not() {
    for (baseline, now, success, clear) in [
        ("4", "1", Met, Met),
        ("3", "1", Met, Met),
        ("2", "1", NotMet, Met),
        ("4", "2", NotMet, NotMet),
        ("2", "0", Met, Met),
    ] {
        assert_eq!(pair("iga-success", "iga", baseline, now), success, "{baseline} to {now}");
        assert_eq!(pair("iga-01", "iga", baseline, now), clear, "{baseline} to {now}");
    }
    assert_eq!(answer("iga-success", &Visit::new().pair("iga", "?", "2")), NotMet);
    assert_eq!(answer("iga-success", &Visit::new().pair("iga", "1", "?").range("iga", "0", "4")), NotMet);
}

#[test]
fn itch_response_needs_four_points_from_four() {
    assert_eq!(["3.01", "3", "2.99"].map(|now| pair("itch-nrs-4", "itch_nrs", "7", now)), [NotMet, Met, Met]);
    assert_eq!(pair("itch-nrs-4", "itch_nrs", "4", "0"), Met);
    assert_eq!(pair("itch-nrs-4", "itch_nrs", "3.9", "0"), NotMet);
    let missing = Visit::new().pair("itch_nrs", "?", "7").range("itch_nrs", "0", "10");
    assert_eq!(answer("itch-nrs-4", &missing), NotMet);
}

#[test]
fn absolute_targets_are_inclusive() {
    for (id, on, above) in [("easi-le-3", "3", "3.05"), ("easi-le-5", "5", "5.05"), ("easi-le-7", "7", "7.05")] {
        assert_eq!(along(id, "", "easi", ["0", on, above, "?"]), [Met, Met, NotMet, Undetermined], "{id}");
    }
}

#[test]
fn an_itch_response_of_three_points() {
    assert_eq!(along("itch-nrs-3", "baseline.itch_nrs=7", "itch_nrs", ["4.01", "4", "3.99"]), [NotMet, Met, Met]);
    let low = Visit::new().pair("itch_nrs", "2.9", "?").range("itch_nrs", "0", "10");
    assert_eq!(answer("itch-nrs-3", &low), NotMet, "from below 3 no fall of 3 is left");
}

#[test]
fn pasi_responses_are_relative_and_inclusive() {
    for (id, below, on) in [("pasi-50", "9.35", "9.3"), ("pasi-75", "4.7", "4.65"), ("pasi-90", "1.9", "1.86")] {
        assert_eq!(along(id, "baseline.pasi=18.6", "pasi", [below, on, "0"]), [NotMet, Met, Met], "{id}");
    }
    assert_eq!(along("pasi-100", "baseline.pasi=18.6", "pasi", ["0.1", "0"]), [NotMet, Met]);
    assert_eq!(pair("pasi-75", "pasi", "0", "0"), NotEvaluable);
}
