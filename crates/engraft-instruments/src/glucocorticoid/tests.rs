//! Worked doses, courses and exposures.

use engraft_base::{Dec, Score};

use super::*;

fn dec(text: &str) -> Dec {
    Dec::parse(text).unwrap()
}

fn equivalent(name: &str, dose: &str) -> Dec {
    Glucocorticoid::find(name).unwrap().prednisone(dec(dose)).unwrap()
}

#[test]
fn worked_doses_are_exact() {
    assert_eq!(equivalent("methylprednisolone", "40"), dec("50"));
    assert_eq!(equivalent("dexamethasone", "6"), dec("40"));
    assert_eq!(equivalent("dexamethasone", "0.75"), dec("5"));
    assert_eq!(equivalent("hydrocortisone", "100"), dec("25"));
    assert_eq!(equivalent("cortisone", "25"), dec("5"));
    assert_eq!(equivalent("triamcinolone", "4"), dec("5"));
    assert_eq!(equivalent("Prednisolone", "7.5"), dec("7.5"));
}

#[test]
fn readings_that_differ_have_names_and_the_plain_name_is_the_first() {
    assert_eq!(equivalent("deflazacort", "30"), dec("25"));
    assert_eq!(equivalent("deflazacort-7-5", "30"), dec("20"));
    assert_eq!(equivalent("betamethasone", "3"), dec("20"));
    assert_eq!(equivalent("betamethasone-0-6", "3"), dec("25"));
    let drug = Glucocorticoid::find("betamethasone").unwrap();
    assert_eq!(drug.readings().map(|g| g.id).collect::<Vec<_>>(), ["betamethasone-0-75", "betamethasone-0-6"]);
    assert_eq!(Glucocorticoid::find("aspirin"), None);
}

#[test]
fn a_tapered_course_adds_up() {
    let prednisone = Glucocorticoid::find("prednisone").unwrap();
    let days = [("40", 7), ("30", 7), ("20", 14)];
    let doses: Vec<_> = days.iter().flat_map(|(dose, n)| std::iter::repeat_n((dec(dose), prednisone), *n)).collect();
    assert_eq!(total_prednisone(&doses), Some(dec("770")));
}

#[test]
fn thirds_add_up_exactly() {
    let dexamethasone = Glucocorticoid::find("dexamethasone").unwrap();
    assert_eq!(total_prednisone(&[(dec("2"), dexamethasone); 3]), Some(dec("40")));
}

#[test]
fn the_common_multiple_is_a_multiple_of_every_strength() {
    for drug in GLUCOCORTICOIDS {
        assert!(Dec::from_int(300).over(drug.milligrams()).unwrap().is_whole(), "{}", drug.id);
    }
}

fn course(days: (i32, i32), stopped: bool, dose: &str, drug: &str) -> Course {
    let drug = Glucocorticoid::find(drug).unwrap();
    Course { start: days.0, end: days.1, stopped, daily_dose: dec(dose), drug, pulse: false }
}

fn total(courses: &[Course], days: (i32, i32)) -> Score {
    exposure(courses, days, Pulses::Counted).unwrap().total()
}

/// 40 mg for 7 days, 30 for 7 and 20 for 14 days: 770 mg; the days are half-open, so that no day counts twice.
#[test]
fn a_tapered_course_is_summed_over_half_open_days() {
    let taper = [
        course((0, 7), false, "40", "prednisone"),
        course((7, 14), false, "30", "prednisone"),
        course((14, 28), false, "20", "prednisone"),
    ];
    assert_eq!(total(&taper, (0, 28)), Score::Complete(dec("770")));
    assert_eq!(total(&taper, (6, 8)), Score::Complete(dec("70")));
    assert_eq!(total(&taper, (7, 8)), Score::Complete(dec("30")));
    let known = exposure(&taper, (0, 28), Pulses::Counted).unwrap();
    assert_eq!(known.daily_mean().exact(), Some(dec("27.5")));
}

#[test]
fn a_gap_is_unknown_unless_the_drug_was_stopped() {
    let gap = [course((0, 7), false, "40", "prednisone"), course((10, 14), false, "30", "prednisone")];
    let known = exposure(&gap, (0, 14), Pulses::Counted).unwrap();
    assert_eq!((known.known, known.unknown.as_slice()), (dec("400"), &[(7, 10)][..]));
    assert_eq!(known.total().lower(), Some(dec("400")));
    assert_eq!((known.total().upper(), known.total().missing().len()), (None, 1));
    assert_eq!(known.total().missing(), ["days 7 to 9"]);
    // with a stop date the days without a dose are 0
    let stopped = [course((0, 7), true, "40", "prednisone"), course((10, 14), false, "30", "prednisone")];
    assert_eq!(total(&stopped, (0, 14)), Score::Complete(dec("400")));
    // before the first record nothing is known, and after one without a stop neither
    assert_eq!(total(&stopped, (-1, 14)).missing(), ["day -1"]);
    assert_eq!(total(&stopped, (0, 16)).missing(), ["days 14 to 15"]);
    assert_eq!(total(&[], (0, 2)).missing(), ["days 0 to 1"]);
}

/// Thirds of a milligram add up exactly: 2 mg dexamethasone on three days are 40 mg.
#[test]
fn equivalents_of_courses_are_exact() {
    assert_eq!(total(&[course((0, 3), true, "2", "dexamethasone")], (0, 3)), Score::Complete(dec("40")));
    let both = [course((0, 3), true, "2", "dexamethasone"), course((0, 3), true, "5", "prednisone")];
    assert_eq!(total(&both, (0, 3)), Score::Complete(dec("55")));
    for (reading, expected) in [("deflazacort-6", "25"), ("deflazacort-7-5", "20")] {
        assert_eq!(total(&[course((0, 1), true, "30", reading)], (0, 1)), Score::Complete(dec(expected)));
    }
}

#[test]
fn pulses_are_counted_or_left_out() {
    let pulse = Course { pulse: true, ..course((3, 6), true, "500", "methylprednisolone") };
    let courses = [course((0, 10), true, "10", "prednisone"), pulse];
    let of = |pulses| exposure(&courses, (0, 10), pulses).unwrap().total().exact();
    assert_eq!((of(Pulses::Counted), of(Pulses::Excluded)), (Some(dec("1975")), Some(dec("100"))));
    // a pulse alone says nothing about the days around it
    let alone = exposure(&courses[1..], (0, 10), Pulses::Excluded).unwrap();
    assert_eq!(alone.unknown, [(0, 10)]);
}

#[test]
fn courses_that_overlap_in_one_drug_are_named() {
    let twice = [course((0, 7), false, "40", "prednisone"), course((5, 9), true, "30", "prednisone")];
    assert_eq!(exposure(&twice, (0, 9), Pulses::Counted), Err(ExposureFault::Overlap { drug: "prednisone", day: 5 }));
    assert_eq!(
        exposure(&[course((3, 3), true, "1", "prednisone")], (0, 9), Pulses::Counted),
        Err(ExposureFault::Empty)
    );
    assert_eq!(exposure(&[], (5, 5), Pulses::Counted), Err(ExposureFault::Empty));
    let negative = [course((0, 1), true, "-1", "prednisone")];
    assert_eq!(exposure(&negative, (0, 1), Pulses::Counted), Err(ExposureFault::Dose));
}
