//! Lupus: SELENA-SLEDAI flare index, BILAG flares, classic renal grades.

use engraft_base::Verdict::{self, Met, NotMet, Undetermined};

use super::{Sheet, When, answer, at, letters, visit};

const QUIET: &str = "previous.sledai=4 sledai=4 previous.pga=0.5 pga=0.5 previous.prednisone=10 prednisone=10 weight=60 \
    mild_organ_flare=0 severe_organ_flare=0 new_mild_drug=0 new_severe_drug=0 hospital_stay=0";

const NONE: [Verdict; 3] = [NotMet, NotMet, NotMet];
const MILD: [Verdict; 3] = [Met, NotMet, Met];
const SEVERE: [Verdict; 3] = [NotMet, Met, Met];

/// Mild or moderate, severe, any.
fn flare(family: &str, text: &str) -> [Verdict; 3] {
    ["mild-moderate", "severe", "any"].map(|degree| at(&format!("{family}-{degree}"), &format!("{QUIET} {text}")))
}

/// Worked examples F1 to F4.
#[test]
fn flare_index_worked_examples() {
    assert_eq!(flare("sfi", ""), NONE);
    assert_eq!(flare("sfi", "sledai=8 pga=1.2"), MILD, "F1");
    assert_eq!(flare("sfi", "previous.sledai=10 sledai=13"), SEVERE, "F2");
    assert_eq!(flare("sfi", "previous.sledai=6 sledai=8 new_severe_drug=1"), SEVERE, "F3");
    assert_eq!(flare("esfi", "previous.sledai=6 sledai=8 new_severe_drug=1"), NONE, "F3");
    assert_eq!(flare("sfi", "prednisone=30"), MILD, "F4: exactly 0.5 mg/kg");
    assert_eq!(flare("sfi", "prednisone=31"), SEVERE, "F4");
    assert_eq!(flare("sfi", "previous.sledai=2 sledai=4"), NONE, "L3: a rise of 2");
}

#[test]
fn each_limit_on_both_sides() {
    for (text, expected) in [
        ("sledai=6", NONE),
        ("sledai=7", MILD),
        ("previous.sledai=9 sledai=12", MILD),
        ("previous.sledai=12 sledai=13", SEVERE),
        ("previous.sledai=13 sledai=17", NONE),
        ("pga=1.49", NONE),
        ("pga=1.5", MILD),
        ("previous.pga=1.5 pga=2.5", MILD),
        ("previous.pga=1.5 pga=2.51", SEVERE),
        ("previous.pga=2.5 pga=2.6", SEVERE),
        ("previous.pga=2.6 pga=2.9", NONE),
        ("prednisone=10.5", MILD),
        ("prednisone=9", NONE),
        ("previous.prednisone=30 prednisone=30.5", SEVERE),
        ("previous.prednisone=31 prednisone=40", NONE),
        ("mild_organ_flare=1", MILD),
        ("new_mild_drug=1", MILD),
        ("severe_organ_flare=1", SEVERE),
        ("hospital_stay=1", SEVERE),
        ("mild_organ_flare=1 hospital_stay=1", SEVERE),
    ] {
        assert_eq!(flare("sfi", text), expected, "{text}");
    }
}

#[test]
fn variants_of_the_flare_index() {
    assert_eq!(at("sfi-gt3-any", &format!("{QUIET} sledai=7")), NotMet);
    assert_eq!(at("sfi-gt3-mild-moderate", &format!("{QUIET} sledai=8")), Met);
    assert_eq!(flare("sfi-any-rise-above", "previous.sledai=13 sledai=14"), SEVERE);
    assert_eq!(flare("sfi-any-rise-above", "previous.sledai=14 sledai=14"), NONE);
    assert_eq!(flare("sfi-any-rise-above", "previous.prednisone=31 prednisone=40"), SEVERE);
    assert_eq!(flare("sfi-any-rise-above", "previous.pga=2.6 pga=2.9"), SEVERE);
    assert_eq!(flare("sfi-no-pga", "pga=3"), NONE);
    assert_eq!(flare("sfi-no-pga", "pga=3 sledai=7"), MILD);
    assert_eq!(flare("esfi", "prednisone=60 new_mild_drug=1 hospital_stay=1"), NONE);
    assert_eq!(flare("esfi", "pga=1.5"), MILD);
    assert_eq!(flare("esfi", "previous.sledai=12 sledai=13"), SEVERE);
    assert_eq!(flare("sfi-modified", "previous.sledai=10 sledai=13"), NONE);
    assert_eq!(flare("sfi-modified", "previous.sledai=9 sledai=12"), MILD);
    assert_eq!(flare("sfi-modified", "hospital_stay=1"), SEVERE);
}

#[test]
fn flares_with_something_missing() {
    let open = [Undetermined; 3];
    assert_eq!(flare("sfi", "hospital_stay=?"), [NotMet, Undetermined, Undetermined]);
    assert_eq!(flare("sfi", "hospital_stay=? sledai=7"), [Undetermined, Undetermined, Met]);
    assert_eq!(flare("sfi", "hospital_stay=? new_severe_drug=1 previous.sledai=?"), SEVERE);
    assert_eq!(flare("sfi", "weight=? prednisone=31"), open);
    let weighed = visit(&format!("{QUIET} weight=? prednisone=31")).range("weight", "30", "200");
    assert_eq!(answer("sfi-any", &weighed), Met, "mild or severe, whatever the weight");
    assert_eq!(answer("sfi-severe", &weighed), Undetermined);
    assert_eq!(flare("sfi", "previous.sledai=? sledai=8"), [Undetermined, NotMet, Undetermined], "8 is not above 12");
    assert_eq!(flare("sfi", "weight=? prednisone=10"), NONE, "no dose was raised");
}

/// Severe, moderate, mild, any.
fn bilag_flare(before: &str, now: &str) -> [Verdict; 4] {
    let sheet = letters(letters(Sheet::default(), When::Previous, before), When::Now, now);
    ["severe", "moderate", "mild", "any"].map(|degree| answer(&format!("bilag-2004-flare-{degree}"), &sheet))
}

/// Worked example B4 first.
#[test]
fn flares_by_letters() {
    let (severe, moderate) = ([Met, NotMet, NotMet, Met], [NotMet, Met, NotMet, Met]);
    let (mild, none) = ([NotMet, NotMet, Met, Met], [NotMet; 4]);
    for (before, now, expected) in [
        ("C,C,D", "B,C,C", mild),
        ("C,C,D", "B,B,D", moderate),
        ("C,C,D", "A,B,B", severe),
        ("B", "A", severe),
        ("A,B", "A,B", none),
        ("A", "B", none),
        ("D,D,D", "C,C,C", mild),
        ("D,E,D", "C,C,C", mild),
        ("D,D,C", "C,C,C", none),
        ("C,D,D,D", "B,C,C,C", mild),
    ] {
        assert_eq!(bilag_flare(before, now), expected, "{before} to {now}");
    }
    assert_eq!(bilag_flare("ND", "B"), [NotMet, NotMet, Undetermined, Undetermined]);
    assert_eq!(bilag_flare("ND,C", "B,B"), [NotMet, Undetermined, Undetermined, Met]);
}

const KIDNEY: &str = "previous.dipstick=0 dipstick=0 previous.proteinuria=0.2 proteinuria=0.2 first_proteinuria=0 \
    malignant_hypertension=0 previous.creatinine=80 creatinine=80 previous.clearance=90 clearance=90 \
    urine_white_cells=0 urine_red_cells=0 red_cell_casts=0 active_biopsy=0";

fn renal(text: &str) -> [Verdict; 2] {
    ["bilag-classic-renal-a", "bilag-classic-renal-b"].map(|id| at(id, &format!("{KIDNEY} {text}")))
}

/// Worked example B3 first.
#[test]
fn classic_renal_grades() {
    let (a, b, neither) = ([Met, NotMet], [NotMet, Met], [NotMet, NotMet]);
    for (text, expected) in [
        ("proteinuria=1.6 urine_red_cells=12", a),
        ("proteinuria=1.6", b),
        ("", neither),
        ("proteinuria=1", neither),
        ("malignant_hypertension=1 creatinine=131", b),
        ("malignant_hypertension=1 urine_red_cells=6", a),
        ("urine_red_cells=5 urine_white_cells=5", neither),
        ("dipstick=2 active_biopsy=1", a),
        ("dipstick=1", neither),
        ("previous.dipstick=1 dipstick=2", b),
        ("previous.proteinuria=1.1 proteinuria=1.65", b),
        ("previous.proteinuria=1.1 proteinuria=1.64", neither),
        ("previous.creatinine=120 creatinine=156", b),
        ("previous.creatinine=120 creatinine=137.9", neither),
        ("previous.clearance=51 clearance=49", b),
        ("previous.clearance=50 clearance=49", neither),
        ("previous.clearance=100 clearance=67", neither),
        ("previous.clearance=100 clearance=66.9 red_cell_casts=1", a),
        ("previous.proteinuria=? proteinuria=1.6 first_proteinuria=1 red_cell_casts=1", a),
    ] {
        assert_eq!(renal(text), expected, "{text}");
    }
    assert_eq!(renal("active_biopsy=?"), [NotMet, Undetermined]);
    assert_eq!(renal("active_biopsy=? red_cell_casts=1"), [Undetermined, Undetermined]);
    assert_eq!(renal("active_biopsy=? red_cell_casts=1 malignant_hypertension=1"), a);
}
