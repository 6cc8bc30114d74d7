//! Hand-worked cases of the lupus instruments.

use super::{bounds, dec, domain, instrument, present, score, total};
use crate::Answer;

fn sledai(id: &str, items: &[&str]) -> String {
    instrument(id).score(&present(id, items)).total.to_string()
}

/// S1: 8 + 4 + 4 + 2 + 2 + 2 + 1 = 23, without serology 19.
#[test]
fn seven_descriptors_add_up_by_domain() {
    let items = ["seizure", "arthritis", "proteinuria", "rash", "low-complement", "dna-binding", "leukopenia"];
    let scored = instrument("sledai-2k").score(&present("sledai-2k", &items));
    assert_eq!(scored.total.exact(), Some(dec("23")));
    let points = |id: &str| domain(&scored, id).to_string();
    assert_eq!(
        ["cns", "musculoskeletal", "renal", "skin", "immunological", "haematological", "serosal"].map(points),
        ["8", "4", "4", "2", "4", "1", "0"]
    );
    let clinical: Vec<&str> =
        items.into_iter().filter(|item| !matches!(*item, "low-complement" | "dna-binding")).collect();
    assert_eq!(sledai("clinical-sledai-2k", &clinical), "19");
}

/// S2: only complement and anti-dsDNA count; the other five values stand exactly on limits that are strict.
#[test]
fn values_on_strict_limits_leave_serology_alone() {
    assert_eq!(sledai("sledai-2k", &["low-complement", "dna-binding"]), "4");
    assert_eq!(sledai("clinical-sledai-2k", &[]), "0");
    let when = |item: &str| instrument("sledai-2k").item(item).unwrap().counts_when.clone().unwrap();
    assert!(when("fever").contains("above 38.0"));
    assert!(when("leukopenia").contains("below 3.0"));
    assert!(when("thrombocytopenia").contains("below 100"));
    assert!(when("proteinuria").contains("above 0.5 g"));
    assert!(when("haematuria").contains("more than 5"));
}

/// S3: old proteinuria, 1.0 then 1.1 g/24 h, is present under the plain wording and absent under the change wording.
#[test]
fn old_proteinuria_counts_by_the_wording_in_force() {
    let when = |id: &str| instrument(id).item("proteinuria").unwrap().counts_when.clone().unwrap();
    for (id, counts, expected) in [
        ("sledai-2k", true, "4"),
        ("sledai-1992", false, "0"),
        ("selena-sledai", false, "0"),
        ("selena-sledai-s2k", true, "4"),
    ] {
        assert_eq!(when(id).contains("recent rise"), !counts, "{id}");
        let items: &[&str] = if counts { &["proteinuria"] } else { &[] };
        assert_eq!(sledai(id, items), expected, "{id}");
    }
}

/// S4: two inflamed joints are arthritis where two suffice, and none where more than two are wanted.
#[test]
fn two_joints_are_arthritis_by_the_reading() {
    let when = |id: &str| instrument(id).item("arthritis").unwrap().counts_when.clone().unwrap();
    assert!(when("sledai-2k").starts_with("at least 2"));
    assert_eq!(sledai("sledai-2k", &["arthritis"]), "4");
    assert!(when("sledai-1992").starts_with("more than 2"));
    assert_eq!(sledai("sledai-1992", &[]), "0");
}

/// S5: everything present is 105; platelets not measured and nothing else present is 0 to 1.
#[test]
fn everything_is_105_and_unmeasured_platelets_leave_a_point_open() {
    let all: Vec<&str> = instrument("sledai-2k").items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(sledai("sledai-2k", &all), "105");
    let mut answers = present("sledai-2k", &[]);
    answers[22] = Answer::Missing;
    let scored = instrument("sledai-2k").score(&answers);
    assert_eq!(scored.missing, ["thrombocytopenia"]);
    assert_eq!(bounds(&scored.total), ("0".into(), "1".into()));
    assert_eq!(scored.total.missing(), ["thrombocytopenia"]);
    assert_eq!(scored.by_rule, None);
    assert!(domain(&scored, "renal").exact().is_some());
    assert!(domain(&scored, "haematological").exact().is_none());
}

/// B1: 12 + 12 + 8 + 1 = 33.
#[test]
fn bilag_letters_add_up() {
    assert_eq!(total("bilag-2004-numeric", "A A B C D E E E E"), dec("33"));
    assert_eq!(total("bilag-2004-numeric", "A A A A A A A A A"), dec("108"));
}

/// B2: one A and two B are 28, 22 or 15 by the coding.
#[test]
fn one_a_and_two_b_depend_on_the_coding() {
    assert_eq!(total("bilag-2004-numeric", "A B B E E E E E E"), dec("28"));
    assert_eq!(total("bilag-classic-12-5-1", "A B B E E E E E"), dec("22"));
    assert_eq!(total("bilag-classic-9-3-1", "A B B E E E E E"), dec("15"));
}

#[test]
fn a_bilag_system_not_done_may_be_anything_from_e_to_a() {
    let scored = score("bilag-2004-numeric", "A B ND C D E E E E");
    assert_eq!(bounds(&scored.total), ("21".into(), "33".into()));
    assert_eq!(scored.missing, ["neuropsychiatric"]);
}

#[test]
fn the_physician_global_keeps_its_decimals() {
    assert_eq!(total("pga", "0.7").minus(total("pga", "0.4")), Some(dec("0.3")));
}
