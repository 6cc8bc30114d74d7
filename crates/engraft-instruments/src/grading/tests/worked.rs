//! Worked cases, with the steps between.

use engraft_base::Dec;

use super::super::{Fact, Facts, Grade, GradeFault, GradeNote, LabInput, Missing, RangeFlag, Side, table};
use super::{dec, grade, input, limits, number, term};

/// A quotient to two decimals, for the steps.
fn ratio(a: &str, b: &str) -> f64 {
    (dec(a).over(dec(b)).unwrap().to_f64() * 100.0).round() / 100.0
}

#[test]
fn neutrophils_1_0_and_0_45_shift_by_one_grade_between_versions() {
    assert_eq!(number("ctcae-v5:neutrophils", "si", "1.0 2.0 7.0 -"), 2);
    assert_eq!(number("ctcae-v6:neutrophils", "si", "1.0 2.0 7.0 -"), 1);
    assert_eq!(number("ctcae-v5:neutrophils", "si", "0.45 2.0 7.0 -"), 4);
    assert_eq!(number("ctcae-v6:neutrophils", "si", "0.45 2.0 7.0 -"), 3);
    assert_eq!(number("ctcae-v5:neutrophils", "us", "450 2000 7000 -"), 4);
}

#[test]
fn alt_counts_in_multiples_of_the_baseline_where_that_was_abnormal() {
    assert_eq!(ratio("130", "40"), 3.25);
    assert_eq!(number("ctcae-v5:alt", "both", "130 5 40 30"), 2);
    assert_eq!(ratio("130", "90"), 1.44);
    assert_eq!(number("ctcae-v5:alt", "both", "130 5 40 90"), 0);
    assert_eq!(number("ctcae-v5:alt", "both", "135 5 40 90"), 1);
    // Version 4 knows no baseline; version 6 has other multiples of it.
    assert_eq!(number("ctcae-v4:alt", "both", "130 5 40 90"), 2);
    assert_eq!(number("ctcae-v6:alt", "both", "130 5 40 90"), 1);
    assert_eq!(number("ctcae-v6:alt", "both", "136 5 40 90"), 2);
    assert_eq!(number("ctcae-v6:alt", "both", "361 5 40 90"), 4);
}

#[test]
fn ck_1681_is_grade_3_and_1701_grade_4_of_uln_170() {
    assert_eq!(ratio("1681", "170"), 9.89);
    assert_eq!(number("ctcae-v5:ck", "both", "1681 30 170 -"), 3);
    assert_eq!(number("ctcae-v5:ck", "both", "1700 30 170 -"), 3);
    assert_eq!(number("ctcae-v5:ck", "both", "1701 30 170 -"), 4);
    assert!(table("ctcae-v6").unwrap().term("ck").is_none());
}

#[test]
fn platelets_50_0_are_grade_2_and_49_9_grade_3() {
    assert_eq!(number("ctcae-v5:platelets", "si", "50.0 150 400 -"), 2);
    assert_eq!(number("ctcae-v5:platelets", "si", "49.9 150 400 -"), 3);
    assert_eq!(number("ctcae-v5:platelets", "si", "24.9 150 400 -"), 4);
    assert_eq!(number("ctcae-v6:platelets", "si", "24.9 150 400 -"), 3);
    assert_eq!(number("ctcae-v6:platelets", "si", "9.9 150 400 -"), 4);
}

#[test]
fn creatinine_1_8_over_0_8_is_grade_2_by_baseline_and_by_uln() {
    assert_eq!((ratio("1.8", "0.8"), ratio("1.8", "1.1")), (2.25, 1.64));
    assert_eq!(number("ctcae-v5:creatinine", "both", "1.8 0.5 1.1 0.8"), 2);
    assert_eq!(number("ctcae-v5:creatinine", "both", "1.8 0.5 1.1 1.7"), 2);
    assert_eq!(number("ctcae-v5:creatinine", "both", "1.8 0.5 1.3 1.7"), 1);
    // Version 6 looks at the baseline only where it was low.
    assert_eq!(number("ctcae-v6:creatinine", "both", "1.0 0.5 1.1 0.6"), 0);
    assert_eq!(number("ctcae-v6:creatinine", "both", "1.0 0.7 1.1 0.6"), 2);
}

#[test]
fn a_creatinine_inside_the_normal_range_is_graded_by_its_rise_with_a_note() {
    let graded = grade("ctcae-v5:creatinine", "both", "1.0 0.5 1.1 0.6", Facts::absent());
    assert_eq!(graded.grade, Grade::known(2));
    assert_eq!(graded.notes, [GradeNote::InsideNormalRange]);
    let low = grade("ctcae-v5:neutrophils", "si", "1.4 1.2 7 -", Facts::absent());
    assert_eq!((low.grade, low.notes.len()), (Grade::known(2), 1));
    assert!(grade("ctcae-v5:neutrophils", "si", "1.4 1.5 7 -", Facts::absent()).notes.is_empty());
    assert!(grade("ctcae-v5:neutrophils", "si", "1.6 1.5 7 -", Facts::absent()).notes.is_empty());
}

#[test]
fn glucose_of_30_mg_per_dl_is_grade_3_and_the_same_in_mmol_per_l_grade_4() {
    assert_eq!(number("ctcae-v5:glucose-low", "us", "30 70 100 -"), 3);
    assert_eq!(number("ctcae-v5:glucose-low", "si", "1.665 3.9 5.6 -"), 4);
    let term = term("ctcae-v5:glucose-low");
    assert_eq!(term.limits_in("mg/dL").unwrap(), limits(term, "us"));
    assert_eq!(term.limits_in("mmol/L").unwrap(), limits(term, "si"));
    assert!(term.limits_in("furlongs").is_none());
}

#[test]
fn low_haemoglobin_reaches_grade_4_by_clinical_judgement_only() {
    let graded = grade("ctcae-v5:haemoglobin-low", "si", "75 120 160 -", Facts::unknown());
    assert_eq!((graded.grade, graded.by_number), (Grade::between(3, 4), Grade::known(3)));
    assert_eq!(graded.needs, [Fact::LifeThreatening]);
    let mild = grade("ctcae-v5:haemoglobin-low", "si", "110 120 160 -", Facts::unknown());
    assert_eq!((mild.grade, mild.by_number), (Grade::between(1, 4), Grade::known(1)));
    assert_eq!(mild.needs, [Fact::Transfusion, Fact::LifeThreatening]);
    let facts = Facts::absent().with(Fact::Transfusion, true);
    assert_eq!(grade("ctcae-v5:haemoglobin-low", "si", "110 120 160 -", facts).grade, Grade::known(3));
    let normal = grade("ctcae-v5:haemoglobin-low", "si", "130 120 160 -", Facts::unknown());
    assert_eq!((normal.grade, normal.needs.len()), (Grade::known(0), 0));
    assert_eq!(number("ctcae-v5:haemoglobin-low", "us", "7.9 12 16 -"), 3);
    assert_eq!(number("ctcae-v5:haemoglobin-low", "si-mmol", "4.9 7.5 10 -"), 2);
}

#[test]
fn symptoms_move_low_sodium_low_potassium_and_high_lipase() {
    let symptoms = |present| Facts::absent().with(Fact::Symptoms, present);
    let known = |id: &str, numbers: &str, facts| grade(id, "both", numbers, facts).grade.exact().unwrap();
    assert_eq!(known("ctcae-v5:sodium-low", "127 135 145 -", symptoms(false)), 2);
    assert_eq!(known("ctcae-v5:sodium-low", "127 135 145 -", symptoms(true)), 3);
    assert_eq!(known("ctcae-v5:sodium-low", "122 135 145 -", symptoms(false)), 3);
    assert_eq!(known("ctcae-v4:sodium-low", "127 135 145 -", symptoms(false)), 3);
    assert_eq!(known("ctcae-v5:potassium-low", "3.2 3.5 5 -", symptoms(false)), 1);
    assert_eq!(known("ctcae-v5:potassium-low", "3.2 3.5 5 -", symptoms(true)), 2);
    for (value, without, with) in [("70", 1, 1), ("110", 2, 2), ("121", 2, 3), ("301", 3, 4)] {
        let numbers = format!("{value} 10 60 -");
        assert_eq!(known("ctcae-v5:lipase", &numbers, symptoms(false)), without, "{value}");
        assert_eq!(known("ctcae-v5:lipase", &numbers, symptoms(true)), with, "{value}");
    }
    let open = grade("ctcae-v5:lipase", "both", "301 10 60 -", Facts::unknown());
    assert_eq!((open.grade, open.needs.as_slice()), (Grade::between(3, 4), [Fact::Symptoms].as_slice()));
}

#[test]
fn high_glucose_below_the_third_limit_counts_in_fasting_samples_only() {
    let fasting = |present| Facts::absent().with(Fact::Fasting, present);
    let known = |facts| grade("ctcae-v6:glucose-high", "si", "9.5 3.9 5.6 -", facts).grade;
    assert_eq!(known(fasting(true)), Grade::known(2));
    assert_eq!(known(fasting(false)), Grade::known(0));
    assert_eq!(known(Facts::absent().with(Fact::LifeThreatening, true)), Grade::known(4));
}

#[test]
fn a_missing_limit_or_baseline_leaves_every_grade_open_that_it_could_give() {
    let alt = grade("ctcae-v5:alt", "both", "130 5 40 -", Facts::absent());
    // A normal baseline gives 2; an abnormal one, above 40, gives at most 130 / 40 = 3.25 times it.
    assert_eq!((alt.grade, alt.missing.as_slice()), (Grade::between(0, 2), [Missing::Baseline].as_slice()));
    let no_uln = grade("ctcae-v5:ck", "both", "1700 - - -", Facts::absent());
    assert_eq!((no_uln.grade, no_uln.missing.as_slice()), (Grade::between(0, 4), [Missing::Uln].as_slice()));
    let fixed = grade("ctcae-v5:neutrophils", "si", "0.9 - - -", Facts::absent());
    assert_eq!((fixed.grade, fixed.missing.len()), (Grade::known(3), 0));
    let by_lln = grade("ctcae-v5:neutrophils", "si", "1.6 - - -", Facts::absent());
    assert_eq!((by_lln.grade, by_lln.missing.as_slice()), (Grade::between(0, 1), [Missing::Lln].as_slice()));
    let nothing = grade("ctcae-v5:neutrophils", "si", "- 2 7 -", Facts::absent());
    assert_eq!((nothing.grade, nothing.missing.as_slice()), (Grade::between(0, 4), [Missing::Value].as_slice()));
    // Both known multiples already say grade 4.
    assert_eq!(number("ctcae-v5:creatinine", "both", "9 0.5 1.1 -"), 4);
}

#[test]
fn a_recorded_flag_of_the_baseline_goes_before_the_limits_of_the_sample() {
    let term = term("ctcae-v5:alt");
    let mut given = input("130 5 40 90", Facts::absent());
    given.baseline_flag = Some(RangeFlag::Normal);
    assert_eq!(term.grade(&term.limits[0], &given).unwrap().grade, Grade::known(2));
    given.baseline_flag = Some(RangeFlag::High);
    assert_eq!(term.grade(&term.limits[0], &given).unwrap().grade, Grade::known(0));
    given.uln = None;
    assert_eq!(term.grade(&term.limits[0], &given).unwrap().missing, [Missing::Uln; 0]);
}

#[test]
fn fibrinogen_counts_its_fall_only_below_the_limit_of_normal() {
    assert_eq!(number("ctcae-v5:fibrinogen", "si", "1.9 2.0 4.0 3.8"), 3);
    assert_eq!(number("ctcae-v5:fibrinogen", "si", "2.1 2.0 4.0 4.2"), 0);
    assert_eq!(number("ctcae-v4:fibrinogen", "si", "2.1 2.0 4.0 4.2"), 3);
    assert_eq!(number("ctcae-v4:fibrinogen", "si", "4.1 2.0 4.0 4.2"), 1);
    assert_eq!(number("ctcae-v5:fibrinogen", "us", "49 200 400 60"), 4);
    assert_eq!(number("ctcae-v5:fibrinogen", "us", "50 200 400 60"), 3);
}

#[test]
fn numbers_that_cannot_be_are_refused() {
    let term = term("ctcae-v5:alt");
    let fault = |numbers: &str| term.grade(&term.limits[0], &input(numbers, Facts::absent())).unwrap_err();
    assert_eq!(fault("-1 5 40 30"), GradeFault::NotPositive(Missing::Value));
    assert_eq!(fault("30 5 0 30"), GradeFault::NotPositive(Missing::Uln));
    assert_eq!(fault("30 5 40 0"), GradeFault::NotPositive(Missing::Baseline));
    assert_eq!(fault("30 50 40 30"), GradeFault::RangeReversed);
    let huge = LabInput { value: Some(Dec::ONE), uln: Dec::parse("1e15"), ..LabInput::default() };
    assert!(term.limits[0].grade(Side::High, &huge).is_ok());
}
