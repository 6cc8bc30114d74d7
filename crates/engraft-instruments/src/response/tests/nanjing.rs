//! Clinical response rebuilt from EXPLORER, with its time forms.

use engraft_base::Verdict::{self, Met, NotMet, Undetermined};

use super::{Sheet, Visit, When, answer, letters};
use crate::course::{Relapse, Seen, relapse_after, sustained};
use crate::rule::Value;

/// Months and letters: the first is baseline.
type Story = [(i32, &'static str)];

/// Verdicts of a definition at every visit after baseline.
fn course(id: &str, story: &Story) -> Vec<Seen> {
    story
        .windows(2)
        .map(|pair| {
            let mut sheet = letters(Sheet::default(), When::Baseline, story[0].1);
            sheet = letters(sheet, When::Previous, pair[0].1);
            Seen { day: pair[1].0, verdict: answer(id, &letters(sheet, When::Now, pair[1].1)) }
        })
        .collect()
}

/// The response kept from one month to another, both included.
fn kept(id: &str, story: &Story, from: i32, to: i32) -> Verdict {
    let stretch = course(id, story).into_iter().filter(|seen| (from..=to).contains(&seen.day));
    sustained(&stretch.map(|seen| Some(seen.verdict)).collect::<Vec<_>>(), 0)
}

/// Major; partial by (a), to the visit 16 weeks after month 6; partial by (b) or (c).
fn response(story: &Story) -> [Verdict; 3] {
    [
        kept("mcr-explorer-reconstructed", story, 6, 12),
        kept("pcr-explorer-reconstructed-16-weeks", story, 6, 9),
        kept("pcr-explorer-reconstructed", story, 7, 12),
    ]
}

/// Worked examples M1 to M3.
#[test]
fn reconstructed_responses() {
    let m1 = [(0, "A,B"), (3, "B,C"), (6, "C,C"), (9, "C,D"), (12, "C,C")];
    assert_eq!(response(&m1)[0], Met, "M1");
    let m2 = [(0, "A,B"), (3, "B,C"), (6, "C,C"), (9, "C,B"), (12, "C,C")];
    assert_eq!(response(&m2), [NotMet; 3], "M2: broken before 16 weeks");
    let relapse = relapse_after(&course("bilag-c-or-better", &m2), &course("relapse-explorer-reconstructed", &m2));
    assert_eq!(relapse, Relapse::On(9), "M2");
    let m3 = [(0, "A,B,B"), (3, "B,B,B"), (6, "C,B,B"), (9, "C,B,B"), (12, "C,B,B")];
    assert_eq!(response(&m3), [NotMet, NotMet, Met], "M3: by (c)");
}

#[test]
fn how_many_b_letters_a_partial_response_may_keep() {
    let stable = |baseline: &'static str, kept: &'static str| {
        response(&[(0, baseline), (3, kept), (6, kept), (9, kept), (12, kept)])[2]
    };
    assert_eq!(stable("B,B,B", "B,C,C"), Met, "(b): one B");
    assert_eq!(stable("B,B,B", "B,B,C"), NotMet, "three B at baseline allow one");
    assert_eq!(stable("B,B,B,B", "B,B,C,C"), Met, "four allow two");
    assert_eq!(stable("A,A", "B,B"), Met, "two A allow two");
    assert_eq!(stable("A,B", "B,B"), NotMet, "one A and one B allow one");
    assert_eq!(stable("A,B,B", "B,B,B"), NotMet, "three B are too many");
    assert_eq!(stable("A,A", "A,C"), NotMet, "an A is too much");
    let falling = [(0, "A,A"), (3, "B,B"), (6, "B,B"), (9, "B,C"), (12, "C,C")];
    assert_eq!(response(&falling)[2], Met);
    let new = [(0, "A,A"), (3, "B,B"), (6, "B,C"), (9, "B,C"), (12, "C,B")];
    assert_eq!(response(&new)[2], NotMet, "one B each time, but the last is new");
}

#[test]
fn a_flare_before_month_6_or_an_unknown_letter() {
    let open = [(0, "A,B"), (3, "B,C"), (6, "C,C"), (9, "C,ND"), (12, "C,C")];
    assert_eq!(response(&open), [Undetermined; 3]);
    let flare = [(0, "C,C"), (3, "A,C"), (6, "C,C")];
    assert_eq!(kept("explorer-no-severe-flare", &flare, 1, 6), NotMet, "a new A");
    let two = [(0, "C,C"), (3, "B,B"), (6, "C,C")];
    assert_eq!(kept("explorer-no-severe-flare", &two, 1, 6), NotMet, "two new B");
    let one = [(0, "C,C"), (3, "B,C"), (6, "B,B")];
    assert_eq!(kept("explorer-no-severe-flare", &one, 1, 6), Met, "one at a time");
    assert_eq!(kept("explorer-no-severe-flare", &[(0, "C,C"), (3, "ND,C"), (6, "C,C")], 1, 6), Undetermined);
}

#[test]
fn a_severe_flare_as_an_event_of_the_study_ends_the_major_response() {
    let systems = ["constitutional", "mucocutaneous", "neuropsychiatric", "musculoskeletal", "cardiorespiratory"];
    let more = ["gastrointestinal", "ophthalmic", "renal", "haematological"];
    let clear = systems.into_iter().chain(more).fold(Visit::new(), |visit, system| {
        visit.value(When::Now, &format!("bilag.{system}"), Value::Text("C".into()))
    });
    let mcr = |flare: Verdict| answer("mcr-explorer-reconstructed", &clear.clone().event("severe-flare", flare));
    assert_eq!([mcr(NotMet), mcr(Met), mcr(Undetermined)], [Met, NotMet, Undetermined]);
}
