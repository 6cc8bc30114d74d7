use engraft_base::Verdict::{self, Met, NotEvaluable, NotMet, Undetermined};
use proptest::prelude::*;

use super::*;

fn course(visits: &[(i32, Verdict)]) -> Vec<Seen> {
    visits.iter().map(|(day, verdict)| Seen { day: *day, verdict: *verdict }).collect()
}

#[test]
fn a_response_is_confirmed_on_the_28th_day_and_not_on_the_27th() {
    let at = |day: i32| confirmed(&course(&[(0, Met), (day, Met)]), 28)[0];
    assert_eq!([at(27), at(28), at(29)], [Undetermined, Met, Met]);
    // the visit too early neither confirms nor stands in the way
    assert_eq!(confirmed(&course(&[(0, Met), (14, Met), (30, Met)]), 28), [Met, Undetermined, Undetermined]);
    assert_eq!(confirmed(&course(&[(0, Met), (14, NotMet), (30, Met)]), 28)[0], NotMet);
    // a visit without an answer is passed over
    assert_eq!(confirmed(&course(&[(0, Met), (30, Undetermined), (60, Met)]), 28)[0], Met);
    assert_eq!(confirmed(&course(&[(0, Met), (30, Undetermined), (60, NotMet)]), 28)[0], NotMet);
    assert_eq!(confirmed(&course(&[(0, Undetermined), (30, Met)]), 28)[0], Undetermined);
    assert_eq!(confirmed(&course(&[(0, Undetermined), (30, NotMet)]), 28)[0], NotMet);
    assert_eq!(confirmed(&course(&[(0, NotEvaluable), (30, Met)]), 28)[0], NotEvaluable);
}

#[test]
fn a_missing_visit_leaves_a_sustained_response_open_unless_it_is_allowed() {
    assert_eq!(sustained(&[Some(Met), Some(Met), Some(Met)], 0), Met);
    assert_eq!(sustained(&[Some(Met), None, Some(Met)], 0), Undetermined);
    assert_eq!(sustained(&[Some(Met), None, Some(Met)], 1), Met);
    assert_eq!(sustained(&[Some(Met), None, Some(Undetermined)], 1), Undetermined);
    assert_eq!(sustained(&[Some(Met), None, Some(NotMet)], 2), NotMet);
    assert_eq!(sustained(&[None, None], 2), Undetermined, "silence is no response");
    assert_eq!(sustained(&[Some(NotEvaluable)], 0), NotEvaluable);
    assert_eq!(sustained(&[], 0), Undetermined);
}

#[test]
fn a_duration_runs_to_the_visit_that_shows_the_loss_and_has_bounds() {
    let lost = duration(&course(&[(0, NotMet), (30, Met), (60, Met), (90, Undetermined), (120, NotMet)])).unwrap();
    assert_eq!((lost.start, lost.end, lost.lost, lost.days()), (30, 120, true, 90));
    // met from 30 to 60 at least; from just after 0 to just before 120 at most
    assert_eq!(lost.bounds(), (30, Some(120)));
    let kept = duration(&course(&[(0, NotMet), (30, Met), (60, Met), (90, Undetermined)])).unwrap();
    assert_eq!((kept.end, kept.lost, kept.days(), kept.bounds()), (60, false, 30, (30, None)));
    assert!(duration(&course(&[(0, NotMet)])).is_none());
}

#[test]
fn the_first_response_says_whether_an_earlier_visit_is_open() {
    assert_eq!(first_met(&course(&[(0, NotMet), (30, Met), (60, Met)])), Some((30, false)));
    assert_eq!(first_met(&course(&[(0, Undetermined), (30, Met)])), Some((30, true)));
    assert_eq!(first_met(&course(&[(0, Undetermined)])), None);
}

#[test]
fn only_who_responded_is_at_risk_of_relapse() {
    let response = course(&[(30, Met), (60, Met), (90, NotMet)]);
    let relapse = |verdicts: [Verdict; 3]| {
        let days = [30, 60, 90];
        relapse_after(
            &response,
            &days.into_iter().zip(verdicts).map(|(day, verdict)| Seen { day, verdict }).collect::<Vec<_>>(),
        )
    };
    assert_eq!(relapse([Met, NotMet, Met]), Relapse::On(90), "a relapse at the visit of the response is none after it");
    assert_eq!(relapse([NotMet, NotMet, NotMet]), Relapse::NoneUntil { day: 90, open: false });
    assert_eq!(relapse([NotMet, Undetermined, NotMet]), Relapse::NoneUntil { day: 90, open: true });
    assert_eq!(relapse_after(&course(&[(30, NotMet)]), &course(&[(60, Met)])), Relapse::NotAtRisk);
}

#[test]
fn visits_without_an_answer_before_the_end_are_dated_by_the_rule_that_is_named() {
    // not met on 28, nothing known on 56 and 84, met on 112
    let seen = course(&[(28, NotMet), (56, Undetermined), (84, Undetermined), (112, Met), (140, NotMet)]);
    let by = |rule: OpenRule| until(&seen, 0, Met, rule);
    let as_seen = by(OpenRule::AsSeen);
    assert_eq!((as_seen.end, as_seen.happened, as_seen.visit), (112, true, Some(3)));
    assert_eq!((as_seen.known_until, as_seen.shown, as_seen.open), (28, Some(112), 2));
    let earliest = by(OpenRule::Earliest);
    assert_eq!((earliest.end, earliest.happened, earliest.visit), (56, true, Some(1)));
    let censored = by(OpenRule::CensorBefore);
    assert_eq!((censored.end, censored.happened, censored.visit, censored.shown), (28, false, Some(0), Some(112)));
    // the loss on 140 follows the answer of 112 at once: every rule says the same
    for rule in [OpenRule::AsSeen, OpenRule::Earliest, OpenRule::CensorBefore] {
        let loss = until(&seen, 112, NotMet, rule);
        assert_eq!((loss.end, loss.happened, loss.open), (140, true, 0));
    }
}

#[test]
fn without_an_end_a_time_is_censored_at_the_last_answer() {
    let seen = course(&[(28, NotMet), (56, NotMet), (84, Undetermined), (112, NotEvaluable)]);
    let span = until(&seen, 0, Met, OpenRule::Earliest);
    assert_eq!((span.end, span.happened, span.visit, span.open), (56, false, Some(1), 0));
    let silent = until(&course(&[(28, Undetermined)]), 0, Met, OpenRule::AsSeen);
    assert_eq!((silent.end, silent.happened, silent.visit), (0, false, None));
    // a verdict that is not evaluable leaves nothing open
    let span = until(&course(&[(28, NotMet), (56, NotEvaluable), (84, Met)]), 0, Met, OpenRule::CensorBefore);
    assert_eq!((span.end, span.happened, span.open), (84, true, 0));
}

proptest! {
    /// Spans dated as seen are those of `first_met`, `duration` and `relapse_after`; the other rules end no later.
    #[test]
    fn a_span_agrees_with_the_forms_over_time(
        verdicts in prop::collection::vec(prop::sample::select(vec![Met, NotMet, Undetermined, NotEvaluable]), 1..9),
        relapses in prop::collection::vec(prop::sample::select(vec![Met, NotMet, Undetermined]), 9),
    ) {
        let course: Vec<Seen> = (1..).map(|i| 20 * i).zip(&verdicts).map(|(day, v)| Seen { day, verdict: *v }).collect();
        let relapse: Vec<Seen> = course.iter().zip(&relapses).map(|(s, v)| Seen { day: s.day, verdict: *v }).collect();
        let first = until(&course, 0, Met, OpenRule::AsSeen);
        prop_assert_eq!(first_met(&course).map(|(day, _)| day), first.happened.then_some(first.end));
        if let Some(found) = duration(&course) {
            let span = until(&course, found.start, NotMet, OpenRule::AsSeen);
            prop_assert_eq!((span.end, span.happened, span.known_until), (found.end, found.lost, found.last_met));
            let after = until(&relapse, found.start, Met, OpenRule::AsSeen);
            match relapse_after(&course, &relapse) {
                Relapse::On(day) => prop_assert_eq!((after.end, after.happened), (day, true)),
                Relapse::NoneUntil { day, .. } => prop_assert_eq!((after.end, after.happened), (day, false)),
                Relapse::NotAtRisk => prop_assert!(false),
            }
        }
        for rule in [OpenRule::Earliest, OpenRule::CensorBefore] {
            let other = until(&course, 0, Met, rule);
            prop_assert!(other.end <= first.end && (rule == OpenRule::Earliest) <= (other.happened == first.happened));
        }
    }

    /// A confirmed visit is met, and removing what comes after it can only leave it open.
    #[test]
    fn confirmation_is_never_stronger_than_the_verdict(
        verdicts in prop::collection::vec(prop::sample::select(vec![Met, NotMet, Undetermined, NotEvaluable]), 1..8),
        gap in 0..60_i32,
    ) {
        let course: Vec<Seen> = (0..).step_by(20).zip(&verdicts).map(|(day, v)| Seen { day, verdict: *v }).collect();
        let found = confirmed(&course, gap);
        for (place, verdict) in found.iter().enumerate() {
            if *verdict == Met {
                prop_assert_eq!(course[place].verdict, Met);
                let alone = confirmed(&course[..=place], gap);
                prop_assert_eq!(alone[place], Undetermined);
            }
        }
        if let Some(duration) = duration(&course) {
            let (shortest, longest) = duration.bounds();
            prop_assert!(shortest <= duration.days());
            prop_assert!(longest.is_none_or(|longest| longest >= duration.days()));
        }
    }
}
