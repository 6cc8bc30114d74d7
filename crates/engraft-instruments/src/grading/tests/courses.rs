//! Courses worked by hand: worst grade, shift, onset, resolution.

use engraft_base::{Dec, Verdict};

use super::super::{Course, Days, Facts, Grade, LabSeries, Side, course, episode, onset, shift_table};
use super::{dec, term};

fn points(text: &str) -> Vec<(i32, Grade)> {
    let grade = |text: &str| match text.split_once('-') {
        Some((low, high)) => Grade::between(low.parse().unwrap(), high.parse().unwrap()),
        None => Grade::known(text.parse().unwrap()),
    };
    text.split_whitespace()
        .map(|point| point.split_once(':').map(|(day, g)| (day.parse().unwrap(), grade(g))).unwrap())
        .collect()
}

#[test]
fn a_fall_of_ck_from_grade_4_to_3_is_not_treatment_emergent() {
    let ck = term("ctcae-v5:ck");
    let series = LabSeries { uln: Some(dec("170")), baseline: Some(dec("1900")), ..LabSeries::default() };
    let after = [(7, Some(dec("1600"))), (28, Some(dec("900")))];
    let grades = series.grade(Side::High, &ck.limits[0], &after).unwrap();
    assert_eq!(grades.baseline.grade, Grade::known(4));
    assert_eq!(grades.points(), points("7:3 28:3"));
    let course = grades.course();
    assert_eq!((course.shift(), course.treatment_emergent), (Some((4, 3)), Verdict::NotMet));
    assert_eq!(course.worst_day, Some(7));
}

#[test]
fn neutrophils_of_a_subject_over_a_month() {
    let term = term("ctcae-v5:neutrophils");
    let facts = Facts::absent();
    let series = LabSeries { lln: Some(dec("2")), baseline: Some(dec("1.8")), facts, ..LabSeries::default() };
    let after: Vec<(i32, Option<Dec>)> = [(3, "1.4"), (7, "0.4"), (10, "0.4"), (14, "1.2"), (21, "1.9"), (28, "2.4")]
        .map(|(d, v)| (d, Some(dec(v))))
        .into();
    let grades = series.grade(Side::Low, &term.limits[0], &after).unwrap();
    assert_eq!(grades.baseline.grade, Grade::known(1));
    assert_eq!(grades.points(), points("3:2 7:4 10:4 14:2 21:1 28:0"));
    let course = grades.course();
    assert_eq!((course.shift(), course.worst_day), (Some((1, 4)), Some(7)));
    assert_eq!(course.treatment_emergent, Verdict::Met);
    let severe = episode(grades.baseline.grade, &grades.points(), 3).unwrap();
    assert_eq!((severe.onset.exact(), severe.resolution.exact(), severe.duration()), (Some(7), Some(21), Some(14)));
    let any = episode(grades.baseline.grade, &grades.points(), 2).unwrap();
    assert_eq!((any.onset.exact(), any.duration()), (Some(3), Some(18)));
}

#[test]
fn the_order_of_the_points_does_not_matter_and_the_worst_of_a_day_counts() {
    let ordered = points("1:1 2:3 2:0 5:0 6:2");
    let mut turned = ordered.clone();
    turned.reverse();
    let zero = Grade::known(0);
    assert_eq!(course(zero, &ordered), course(zero, &turned));
    assert_eq!(episode(zero, &ordered, 2), episode(zero, &turned, 2));
    let episode = episode(zero, &ordered, 2).unwrap();
    assert_eq!((episode.onset.exact(), episode.resolution.exact()), (Some(2), Some(5)));
}

#[test]
fn an_episode_without_a_return_is_unresolved_and_lasts_at_least_as_long_as_followed() {
    let open = episode(Grade::known(0), &points("1:0 4:3 9:2 30:1"), 3).unwrap();
    assert!(open.unresolved());
    assert_eq!((open.resolution, open.shortest, open.longest, open.duration()), (Days::default(), 26, None, None));
    assert!(episode(Grade::known(0), &points("1:0 4:1"), 3).is_none());
    assert!(episode(Grade::known(0), &[], 1).is_none());
}

#[test]
fn open_grades_give_the_earliest_and_the_sure_day() {
    let open = points("1:0 3:1-3 5:3 8:0-2 12:0");
    assert_eq!(onset(&open, 3), Days { possible: Some(3), sure: Some(5) });
    let episode = episode(Grade::known(0), &open, 3).unwrap();
    assert_eq!(episode.resolution, Days { possible: Some(8), sure: Some(12) });
    assert_eq!((episode.shortest, episode.longest, episode.duration()), (3, Some(9), None));
    let course = course(Grade::between(0, 2), &points("3:1-2"));
    assert_eq!((course.treatment_emergent, course.shift()), (Verdict::Undetermined, None));
    assert_eq!(super::super::course(Grade::known(2), &[]).treatment_emergent, Verdict::Undetermined);
}

#[test]
fn every_completion_of_open_grades_lies_within_the_bounds_of_the_episode() {
    // Four days, each a known grade or an interval; all 0 to 3 completions are tried.
    let open = points("1:0-2 2:1-3 4:0-3 7:0-1");
    let baseline = Grade::known(0);
    let bounds = episode(baseline, &open, 2).unwrap();
    let mut tried = 0;
    for a in 0..=2 {
        for b in 1..=3 {
            for c in 0..=3 {
                for d in 0..=1 {
                    let known: Vec<(i32, Grade)> =
                        std::iter::zip([1, 2, 4, 7], [a, b, c, d]).map(|(day, g)| (day, Grade::known(g))).collect();
                    let worst = course(baseline, &known).worst.unwrap().exact().unwrap();
                    assert!(course(baseline, &open).worst.unwrap().allows(worst));
                    let Some(one) = episode(baseline, &known, 2) else { continue };
                    tried += 1;
                    assert!(bounds.onset.possible <= one.onset.exact());
                    assert!(bounds.onset.sure.is_none_or(|day| one.onset.exact().unwrap() <= day));
                    if let Some(days) = one.duration() {
                        assert!(bounds.shortest <= days && bounds.longest.is_none_or(|most| days <= most));
                        assert!(bounds.resolution.possible <= one.resolution.exact());
                    }
                }
            }
        }
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn a_shift_table_counts_known_cells_and_the_rest_apart() {
    let of = |baseline, after: &str| course(Grade::known(baseline), &points(after));
    let courses: [Course; 5] =
        [of(0, "1:2 2:0"), of(0, "1:2"), of(1, "1:1"), of(0, "1:1-2"), course(Grade::known(0), &[])];
    let table = shift_table(&courses);
    assert_eq!((table.count(0, 2), table.count(1, 1), table.open), (2, 1, 2));
    assert_eq!(table.cells.iter().flatten().sum::<u32>() + table.open, 5);
    assert_eq!(table.count(9, 9), 0);
}
