//! Reading cells.

use engraft_base::Dec;

use super::{dec, instrument};
use crate::{Answer, Item};

fn item(instrument_id: &str, id: &str) -> &'static Item {
    instrument(instrument_id).item(id).unwrap()
}

#[test]
fn presence_is_read_from_numbers_and_words() {
    let fever = item("sledai-2k", "fever");
    for text in ["0", "no", "N", "False", "absent", " 0 "] {
        assert_eq!(fever.read(text), Ok(Answer::Value(Dec::ZERO)), "{text:?}");
    }
    for text in ["1", "yes", "Y", "TRUE", "Present", "1.0"] {
        assert_eq!(fever.read(text), Ok(Answer::Value(Dec::ONE)), "{text:?}");
    }
    for text in ["", " ", "NA", "na", "."] {
        assert_eq!(fever.read(text), Ok(Answer::Missing), "{text:?}");
    }
    let fault = fever.read("maybe").unwrap_err();
    assert_eq!((fault.phrase, fault.expected.as_str()), ("neither present nor absent", "0 or 1 (no or yes)"));
}

#[test]
fn points_in_place_of_presence_are_named() {
    let fault = item("sledai-2k", "seizure").read("8").unwrap_err();
    assert_eq!(fault.phrase, "the points of the item, not whether it is present");
    assert_eq!(item("sledai-2k", "seizure").read("4").unwrap_err().phrase, "outside the range of the item");
}

#[test]
fn whole_numbers_half_points_and_ranges_are_kept() {
    let sign = item("easi", "trunk-erythema");
    assert_eq!(sign.read("2.5"), Ok(Answer::Value(dec("2.5"))));
    assert_eq!(sign.read("2.25").unwrap_err().to_string(), "not a step of the item; expected 0 to 3 in half points");
    assert_eq!(sign.read("3.5").unwrap_err().phrase, "outside the range of the item");
    assert_eq!(item("poem", "itch").read("1.5").unwrap_err().phrase, "not a whole number");
    assert_eq!(item("pga", "pga").read("1,5").unwrap_err().phrase, "a number with a decimal comma");
    assert_eq!(item("pga", "pga").read("high").unwrap_err().phrase, "not a number");
    assert_eq!(item("sdai", "crp").read("4000"), Ok(Answer::Value(dec("4000"))));
    assert!(item("sdai", "crp").read("-1").is_err());
}

#[test]
fn letters_become_their_numbers_and_not_done_is_missing() {
    let renal = item("bilag-2004-numeric", "renal");
    assert_eq!(renal.read("b"), Ok(Answer::Value(dec("8"))));
    assert_eq!(renal.read("E"), Ok(Answer::Value(dec("0"))));
    assert_eq!(renal.read("ND"), Ok(Answer::Missing));
    assert_eq!(renal.read("F").unwrap_err().to_string(), "not a letter of the item; expected one of A, B, C, D, E");
}

#[test]
fn an_impossible_answer_counts_as_missing_and_is_named() {
    let scored = instrument("poem").score(&[Answer::Value(dec("9")); 8]);
    assert_eq!(scored.missing.len(), 7);
    assert_eq!(scored.queries[0], "8 answers given for 7 items");
    assert_eq!(scored.queries[1], "itch is 9: outside the range of the item; expected a whole number, 0 to 4");
}

#[test]
fn a_short_row_leaves_the_rest_missing() {
    let scored = instrument("poem").score(&[Answer::Value(dec("4"))]);
    assert_eq!(scored.missing.len(), 6);
    assert_eq!((scored.total.lower(), scored.total.upper()), (Some(dec("4")), Some(dec("28"))));
}
