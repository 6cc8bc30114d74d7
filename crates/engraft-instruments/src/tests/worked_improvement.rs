//! Hand-worked cases of the Total Improvement Score.

use std::sync::Arc;

use super::{band, bounds, dec, domain, instrument, read_all, score};
use crate::{Instrument, Scored};

/// Enzymes other than creatine kinase, all normal.
const OTHERS: &str = "5 5 7  200 200 250  30 30 40  30 30 40";
/// T1 without its enzymes: globals, muscle test of 150, HAQ, extramuscular.
const T1: &str = "7 3  6 2  110 140 150  1.5 0.75  4 1";
const T2: &str = "5 4  5 5  130 136 150  1.0 0.875  3 2.5";

fn tis(measures: &str, ck: &str) -> Scored {
    score("tis-2016-adult", &format!("{measures} {ck} {OTHERS}"))
}

fn points(scored: &Scored) -> Vec<String> {
    ["physician-global", "patient-global", "mmt", "haq", "ck", "extramuscular"]
        .map(|d| domain(scored, d).to_string())
        .to_vec()
}

/// T1: 40 % 17.5 (closed bin), 40 % 7.5, 20 % 20, 25 % 7.5, 53.3 % 7.5, 30 % 15: 75, major.
#[test]
fn six_measures_add_up_to_75() {
    let scored = tis(T1, "2000 400 200");
    assert_eq!(points(&scored), ["17.5", "7.5", "20", "7.5", "7.5", "15"]);
    assert_eq!(scored.total.exact(), Some(dec("75")));
    assert!(scored.queries.is_empty());
    assert_eq!(band("tis-2016-adult", "adult", "75"), "major");
    // the category does not rest on the range assumed for the enzyme
    assert_eq!(band("tis-2016-adult", "adult", "67.5"), "major");
}

/// T2: 10 % 7.5, 0, 4 % 10, 4.17 % 0, 1.67 % 0, 5 % 0: 17.5, none. T3: extramuscular 6 % adds 7.5: 25, minimal.
#[test]
fn small_improvements_add_up_to_17_5_and_25() {
    let scored = tis(T2, "350 300 200");
    assert_eq!(points(&scored), ["7.5", "0", "10", "0", "0", "0"]);
    assert_eq!(scored.total.exact(), Some(dec("17.5")));
    let scored = tis(&T2.replace("3 2.5", "3 2.4"), "350 300 200");
    assert_eq!(scored.total.exact(), Some(dec("25")));
    assert_eq!(band("tis-2016-adult", "adult", "17.5"), "none");
    assert_eq!(band("tis-2016-adult", "adult", "25"), "minimal");
}

/// With a range of creatine kinase below 5 times the limit, T2 passes 5 % and reaches 20: minimal. At 5 times it does not.
#[test]
fn the_category_of_t2_rests_on_the_range_assumed_for_creatine_kinase() {
    let with = |range: &str| {
        let text =
            format!("id = \"own\"\nbased-on = \"tis-2016-adult\"\ndomains = [{{ id = \"ck\", scale = {range} }}]\n");
        let own = Instrument::parse(&Arc::from("own.toml"), &text).unwrap();
        let cells = format!("{T2} 350 300 200 {OTHERS}");
        own.score(&read_all(&own, &cells.split_whitespace().collect::<Vec<_>>())).total.to_string()
    };
    assert_eq!([with("4.9"), with("5"), with("15")], ["20", "17.5", "17.5"]);
    assert_eq!(band("tis-2016-adult", "adult", "20"), "minimal");
}

/// Improvements that stand exactly on a limit, and break in binary numbers: 25 % and 40 % of 10.
#[test]
fn bins_are_closed_above() {
    for (cells, expected) in [
        ("6.4 3.9", "15"),
        ("6.4 3.89", "17.5"),
        ("9.3 5.3", "17.5"),
        ("9.8 5.8", "17.5"),
        ("9.8 5.799", "20"),
        ("5 4.5", "0"),
        ("5 4.4999", "7.5"),
        ("5 3.5", "7.5"),
        ("5 3.4999", "15"),
        ("3 9", "0"),
    ] {
        let scored = tis(&T2.replacen("5 4", cells, 1), "350 300 200");
        assert_eq!(domain(&scored, "physician-global").to_string(), expected, "{cells}");
    }
    // muscle test: 2, 10, 20 and 30 % of its maximum
    for (cells, expected) in [
        ("100 103 150", "0"),
        ("100 104 150", "10"),
        ("100 115 150", "10"),
        ("100 116 150", "20"),
        ("100 130 150", "20"),
        ("100 131 150", "27.5"),
        ("100 145 150", "27.5"),
        ("100 146 150", "32.5"),
        ("100 90 150", "0"),
        ("60 68 80", "10"),
        ("60 69 80", "20"),
        ("100 126 260", "10"),
    ] {
        let scored = tis(&T2.replacen("130 136 150", cells, 1), "350 300 200");
        assert_eq!(domain(&scored, "mmt").to_string(), expected, "{cells}");
    }
}

#[test]
fn categories_of_adults_and_of_children_start_at_their_limits() {
    let adult = |value: &str| band("tis-2016-adult", "adult", value);
    assert_eq!(
        ["19.999", "20", "39.999", "40", "59.999", "60"].map(adult),
        ["none", "minimal", "minimal", "moderate", "moderate", "major"]
    );
    let child = |value: &str| band("tis-2016-jdm", "juvenile", value);
    assert_eq!(
        ["29.999", "30", "44.999", "45", "69.999", "70"].map(child),
        ["none", "minimal", "minimal", "moderate", "moderate", "major"]
    );
    let cells = format!("{T1} 2000 400 200 {OTHERS}");
    assert_eq!(score("tis-2016-jdm", &cells), score("tis-2016-adult", &cells));
    assert_eq!(instrument("tis-2016-jdm").bands.len(), 1);
}

/// CK 2000 of 200 is 10 times, LDH 3000 of 250 is 12 times: LDH is followed, although CK improved more.
#[test]
fn the_enzyme_most_abnormal_at_baseline_is_followed() {
    let scored = score("tis-2016-adult", &format!("{T1} 2000 400 200  5 5 7  3000 3000 250  30 30 40  30 30 40"));
    assert_eq!((domain(&scored, "ck").to_string(), domain(&scored, "ldh").to_string()), ("0".into(), "0".into()));
    assert_eq!(scored.total.exact(), Some(dec("67.5")));
    // equally abnormal: the first is followed, and it is said
    let scored = score("tis-2016-adult", &format!("{T1} 2000 400 200  5 5 7  2500 2500 250  30 30 40  30 30 40"));
    assert_eq!(scored.total.exact(), Some(dec("75")));
    assert_eq!(scored.queries, ["ck and ldh are equally abnormal at baseline; ck is followed"]);
}

/// An improvement may exceed the range: 5000 of 200 is 25 times, down by 24 times, more than 15.
#[test]
fn an_enzyme_may_improve_by_more_than_its_range() {
    assert_eq!(tis(T1, "5000 200 200").total.exact(), Some(dec("75")));
}

#[test]
fn enzymes_not_measured_leave_their_points_open_and_two_are_enough_by_rule() {
    let scored = score("tis-2016-adult", &format!("{T1} 2000 400 200  - - -  200 200 250  - - -  - - -"));
    assert_eq!(bounds(&scored.total), ("67.5".into(), "75".into()));
    assert_eq!(scored.by_rule, Some(dec("75")));
    let one = score("tis-2016-adult", &format!("{T1} 2000 400 200  - - -  - - -  - - -  - - -"));
    assert_eq!((bounds(&one.total), one.by_rule), (("67.5".into(), "75".into()), None));
    // a measure other than an enzyme has no rule
    let scored = score("tis-2016-adult", &format!("{} 2000 400 200 {OTHERS}", T1.replacen("7 3", "7 -", 1)));
    assert_eq!(scored.by_rule, None);
    assert_eq!(bounds(&scored.total), ("57.5".into(), "77.5".into()));
}

/// A limit known for an enzyme that was never above 10 times it: a follow-up of creatine kinase decides alone.
#[test]
fn an_enzyme_that_cannot_be_the_most_abnormal_does_not_matter() {
    let scored = score("tis-2016-adult", &format!("{T1} 2000 400 200  5 - 7  200 - 250  30 - 40  30 - 40"));
    assert_eq!(scored.total.exact(), Some(dec("75")));
    assert_eq!(scored.missing.len(), 4);
}

/// Muscle test 120 of 150 can rise by 20 % at most: 20 points, not 32.5. A maximum not known must fit the grades.
#[test]
fn the_maximum_of_the_muscle_test_is_knowledge() {
    let scored = tis(&T2.replacen("130 136 150", "120 - 150", 1), "350 300 200");
    assert_eq!(bounds(&domain(&scored, "mmt")), ("0".into(), "20".into()));
    // 100 to 116: 10.7 % of 150, 6.2 % of 260; 80 cannot be
    let scored = tis(&T2.replacen("130 136 150", "100 116 -", 1), "350 300 200");
    assert_eq!(bounds(&domain(&scored, "mmt")), ("10".into(), "20".into()));
    let scored = tis(&T2.replacen("130 136 150", "130 136 80", 1), "350 300 200");
    assert_eq!(scored.refused.as_deref(), Some("mmt lies above its maximum"));
    assert_eq!(scored.total, engraft_base::Score::unknown("mmt-maximum"));
}
