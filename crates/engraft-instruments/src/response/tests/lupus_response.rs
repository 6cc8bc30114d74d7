//! Lupus: SRI and BICLA.

use engraft_base::Verdict::{self, Met, NotEvaluable, NotMet, Undetermined};

use super::{Sheet, When, along, answer, at, letters, numbers, pair};

/// Letters before and now, and numbers; the physician global has its scale.
fn lupus(before: &str, now: &str, text: &str) -> Sheet {
    numbers(letters(letters(Sheet::default(), When::Baseline, before), When::Now, now), text)
}

const DOWN: &str = "baseline.sledai=12 sledai=8 baseline.pga=1.5 pga=1.5";

/// Worked examples R1 to R4.
#[test]
fn sri_4_worked_examples() {
    let sri = |before: &str, now: &str, text: &str| answer("sri-4", &lupus(before, now, text));
    assert_eq!(sri("C,C", "B,C", "baseline.sledai=12 sledai=8 baseline.pga=1.5 pga=1.7"), Met, "R1");
    assert_eq!(
        sri("C,C", "C,C", "baseline.sledai=12 sledai=6 baseline.pga=1.0 pga=1.3"),
        NotMet,
        "R2: 0.30 is not below"
    );
    assert_eq!(sri("C,C", "B,B", "baseline.sledai=10 sledai=6 baseline.pga=1 pga=1"), NotMet, "R3");
    assert_eq!(sri("C,C", "C,C", "baseline.sledai=9 sledai=6 baseline.pga=1 pga=1"), NotMet, "R4");
}

#[test]
fn the_index_must_fall_by_its_number_of_points() {
    for (id, misses, on, more) in [
        ("sri-4", "8.5", "8", "7"),
        ("sri-5", "8", "7", "6"),
        ("sri-6", "7", "6", "5"),
        ("sri-7", "6", "5", "4"),
        ("sri-8", "5", "4", "3"),
        ("sri-4-no-more-than-one-b", "9", "8", "7"),
    ] {
        let with = |now: &str| answer(id, &lupus("B", "C", &format!("{DOWN} sledai={now}")));
        assert_eq!([with(misses), with(on), with(more)], [NotMet, Met, Met], "{id}");
    }
    for (id, misses, on) in [("msri-4", "9", "8"), ("msri-5", "8", "7"), ("msri-6", "7", "6")] {
        assert_eq!(along(id, DOWN, "sledai", [misses, on]), [NotMet, Met], "{id}");
        assert_eq!(
            along(id, &format!("{DOWN} sledai=0"), "pga", ["1.79", "1.8", "1.81"]),
            [Met, NotMet, NotMet],
            "{id}"
        );
    }
    assert_eq!(at("msri-4", "baseline.sledai=3 sledai=0 baseline.pga=1 pga=1"), NotMet, "below 4 nobody can respond");
}

/// In binary 0.7 - 0.4 and 1.9 - 1.6 are below 0.3.
#[test]
fn the_physician_global_is_compared_as_a_decimal() {
    for (before, now, expected) in
        [("0.4", "0.7", NotMet), ("1.6", "1.9", NotMet), ("0.4", "0.69", Met), ("1.6", "1.89", Met), ("1.6", "0", Met)]
    {
        let text = format!("baseline.sledai=12 sledai=8 baseline.pga={before} pga={now}");
        assert_eq!(answer("sri-4", &lupus("C", "C", &text)), expected, "{before} to {now}");
    }
}

#[test]
fn new_letters_and_letters_at_all() {
    let both = |before: &str, now: &str| {
        let sheet = lupus(before, now, DOWN);
        [answer("sri-4", &sheet), answer("sri-4-no-more-than-one-b", &sheet)]
    };
    assert_eq!(both("E,C", "A,C"), [NotMet, NotMet], "from E to A is a new A");
    assert_eq!(both("A,C", "A,B"), [Met, Met], "a kept A is not new");
    assert_eq!(both("A,C", "B,B"), [Met, NotMet], "an A that falls to B is no new B, but it is a B");
    assert_eq!(both("B,B", "B,B"), [Met, NotMet]);
    assert_eq!(both("B,A,A", "A,B,C"), [NotMet, NotMet]);
}

#[test]
fn sri_is_decided_where_a_known_part_decides() {
    let scale = |before: &str| {
        lupus("C", "C", "baseline.sledai=12 sledai=8").with(When::Baseline, "pga", "pga", &[("pga", before)]).with(
            When::Now,
            "pga",
            "pga",
            &[("pga", "")],
        )
    };
    assert_eq!(answer("sri-4", &scale("2.8")), Met, "2.8 cannot rise by 0.3 on 0 to 3");
    assert_eq!(answer("sri-4", &scale("2.71")), Met);
    assert_eq!(answer("sri-4", &scale("2.7")), Undetermined, "2.7 can");
    assert_eq!(answer("sri-4", &lupus("ND", "B", DOWN)), Met, "one new B is allowed");
    assert_eq!(answer("sri-4", &lupus("ND,C", "B,B", DOWN)), Undetermined);
    assert_eq!(answer("sri-4", &lupus("ND", "A", DOWN)), Undetermined);
    assert_eq!(answer("sri-4", &lupus("ND", "ND", "baseline.sledai=12 sledai=9")), NotMet);
    assert_eq!(pair("msri-4", "sledai", "12", "6..8"), Undetermined, "the physician global is not known");
}

const ENTRY: &str = "baseline.sledai=12 sledai=12 baseline.pga=1.8 pga=2.0 treatment_failure=0";

fn bicla(before: &str, now: &str, text: &str) -> [Verdict; 3] {
    let sheet = lupus(before, now, &format!("{ENTRY} {text}"));
    ["bicla", "bicla-le-0-3", "bicla-relative"].map(|id| answer(id, &sheet))
}

/// Worked examples C1 to C3. The rise of C1 is 11.1 % of 1.8: the relative reading does not count it.
#[test]
fn bicla_worked_examples() {
    assert_eq!(bicla("A,B,C", "B,C,C", ""), [Met, Met, NotMet], "C1");
    assert_eq!(answer("sri-4", &lupus("A,B,C", "B,C,C", ENTRY)), NotMet, "C1 is no SRI-4 responder");
    assert_eq!(bicla("A,B,C", "B,B,C", ""), [NotMet; 3], "C2");
    assert_eq!(bicla("A,B,C", "B,C,C", "baseline.pga=0.5 pga=0.6"), [Met, Met, NotMet], "C3");
}

#[test]
fn bicla_limits() {
    let pga = |from: &str, to: &str| bicla("A,B,C", "B,C,C", &format!("baseline.pga={from} pga={to}"));
    assert_eq!(pga("1.6", "1.89"), [Met, Met, NotMet]);
    assert_eq!(pga("1.6", "1.9"), [NotMet, Met, NotMet], "exactly 0.3");
    assert_eq!(pga("1.6", "1.91"), [NotMet; 3]);
    assert_eq!(pga("1", "1.1"), [Met; 3], "exactly 10 %");
    assert_eq!(pga("1", "1.11"), [Met, Met, NotMet]);
    assert_eq!(pga("0", "0"), [Met; 3]);
    assert_eq!(pga("0", "0.1"), [Met, Met, NotMet], "any rise from 0 is worse");
    assert_eq!(bicla("A,B,C", "B,C,C", "pga=1.8 sledai=13"), [NotMet; 3]);
    assert_eq!(bicla("A,B,C", "B,C,B", "pga=1.8"), [Met; 3], "one new B");
    assert_eq!(bicla("A,B,C,C", "B,C,B,B", "pga=1.8"), [NotMet; 3], "two new B");
    assert_eq!(bicla("A,B,C", "B,C,A", "pga=1.8"), [NotMet; 3], "a new A");
    assert_eq!(bicla("A,B,C", "A,C,C", "pga=1.8"), [NotMet; 3], "the A is kept");
    assert_eq!(bicla("A,B,C", "B,A,C", "pga=1.8"), [NotMet; 3], "the B has become an A");
}

#[test]
fn bicla_needs_an_entry_letter_and_a_known_failure() {
    assert_eq!(bicla("C,C", "C,C", "pga=1.8"), [NotEvaluable; 3]);
    assert_eq!(bicla("ND,C", "C,C", "pga=1.8"), [Undetermined; 3]);
    assert_eq!(bicla("ND,B", "A,C", "pga=1.8"), [NotMet; 3], "kept, risen or new: an A now fails in any case");
    assert_eq!(bicla("A", "B", "pga=1.8 treatment_failure=1"), [NotMet; 3]);
    let unknown = |now: &str| {
        let text = "baseline.sledai=12 sledai=12 baseline.pga=1.8 pga=1.8";
        ["bicla", "bicla-le-0-3", "bicla-relative"].map(|id| answer(id, &lupus("A", now, text)))
    };
    assert_eq!(unknown("B"), [Undetermined; 3]);
    assert_eq!(unknown("A"), [NotMet; 3]);
}
