//! Hand-worked cases of the skin instruments.

use super::{band, bounds, dec, domain, exact_domains, instrument, named, score, total};

/// A1: 0.6 + 4.2 + 2.4 + 12.8 = 20.0. Signs 3 | 7 | 4 | 8, areas 2 | 3 | 2 | 4.
const A1: &str = "1 1 1 0 2  2 2 2 1 3  1 1 1 1 2  2 2 2 2 4";

#[test]
fn easi_weighs_signs_by_area_and_region() {
    let scored = score("easi", A1);
    assert_eq!(exact_domains(&scored), ["0.6", "4.2", "2.4", "12.8"]);
    assert_eq!(scored.total.exact(), Some(dec("20")));
    assert_eq!(band("easi", "leshem-2015", "20"), "moderate");
    assert_eq!(band("easi", "chopra-2017", "20"), "moderate");
    assert!(scored.queries.is_empty());
}

/// A2: the same child of 5 years: 1.2 + 4.2 + 2.4 + 9.6 = 17.4.
#[test]
fn easi_of_a_young_child_weighs_head_and_legs_otherwise() {
    let scored = score("easi-under-8", A1);
    assert_eq!(exact_domains(&scored), ["1.2", "4.2", "2.4", "9.6"]);
    assert_eq!(scored.total.exact(), Some(dec("17.4")));
}

/// A3: 72 in both weight sets.
#[test]
fn easi_reaches_72_in_both_weight_sets() {
    let all = "3 3 3 3 6 ".repeat(4);
    assert_eq!((total("easi", &all), total("easi-under-8", &all)), (dec("72"), dec("72")));
}

/// A4: signs 4.5 | 5.5 | 2.5 | 6, areas 1 | 2 | 1 | 2: 0.45 + 2.2 + 0.75 + 4.8 = 8.2.
#[test]
fn easi_takes_half_points() {
    let scored = score("easi", "1.5 1 1 1 1  1.5 1.5 1.5 1 2  1.5 1 0 0 1  1.5 1.5 1.5 1.5 2");
    assert_eq!(exact_domains(&scored), ["0.45", "2.2", "0.75", "4.8"]);
    assert_eq!(scored.total.exact(), Some(dec("8.2")));
}

/// A5: 5.0 is exactly three quarters below 20.0 and 5.05 is not; both are totals of the scale, 5.03 is not.
#[test]
fn easi_totals_are_steps_of_a_twentieth() {
    let easi = instrument("easi");
    let fall = |value: &str| dec("20").minus(dec(value)).unwrap().times(dec("100")).unwrap().over(dec("20")).unwrap();
    assert_eq!(easi.score_total(dec("5")).unwrap().total.exact(), Some(dec("5")));
    assert_eq!(fall("5"), dec("75"));
    assert!(easi.score_total(dec("5.05")).is_ok() && fall("5.05") < dec("75"));
    assert_eq!(easi.score_total(dec("5.03")).unwrap_err().phrase, "not a total the instrument can have");
    assert_eq!(easi.score_total(dec("72.05")).unwrap_err().phrase, "outside the range of the instrument");
}

#[test]
fn a_region_with_area_zero_is_complete_without_its_signs() {
    let scored = score("easi", "- - - - 0  2 2 2 1 3  1 1 1 1 2  2 2 2 2 4");
    assert_eq!(scored.total.exact(), Some(dec("19.4")));
    assert_eq!(domain(&scored, "head-neck").exact(), Some(dec("0")));
    assert_eq!(scored.missing.len(), 4);
    assert!(scored.queries.is_empty());
}

#[test]
fn a_missing_area_leaves_its_region_open_from_zero() {
    let scored = score("easi", "1 1 1 0 -  2 2 2 1 3  1 1 1 1 2  - - - - 0");
    assert_eq!(bounds(&scored.total), ("6.6".into(), "8.4".into()));
    assert_eq!(scored.total.missing(), ["head-neck-area"]);
    assert_eq!(scored.missing.len(), 5);
}

#[test]
fn area_and_signs_that_contradict_are_queried() {
    let scored = score("easi", "1 0 0 0 0  0 0 0 0 3  0 0 0 0 0  2 2 2 2 4");
    assert_eq!(scored.queries, ["head-neck has signs but area 0", "upper-limbs has an area but no signs"]);
    assert_eq!(scored.total.exact(), Some(dec("12.8")));
}

#[test]
fn easi_bands_are_cut_on_the_unrounded_value() {
    assert_eq!(band("easi", "leshem-2015", "1.05"), "mild");
    assert_eq!(band("easi", "leshem-2015", "7.05"), "moderate");
    assert_eq!(band("easi", "chopra-2017", "5.95"), "mild");
    assert_eq!(band("easi", "chopra-2017", "6"), "moderate");
}

/// A = 30, B = 9, C = 12: 6 + 31.5 + 12 = 49.5; objective 37.5.
#[test]
fn scorad_adds_extent_intensity_and_symptoms() {
    let scored = score("scorad", "30 2 2 2 1 1 1 7 5");
    assert_eq!(exact_domains(&scored), ["6", "31.5", "12"]);
    assert_eq!(scored.total.exact(), Some(dec("49.5")));
    assert_eq!(total("objective-scorad", "30 2 2 2 1 1 1"), dec("37.5"));
    assert_eq!(band("scorad", "etfad", "49.5"), "moderate");
    assert_eq!(band("scorad", "chopra-2017", "49.5"), "severe");
}

/// A = 18, B = 6, C = 7.5: 3.6 + 21 + 7.5 = 32.1; objective 24.6.
#[test]
fn scorad_keeps_the_decimals_of_the_symptoms() {
    let scored = score("scorad", "18 1 1 1 1 1 1 4.5 3");
    assert_eq!(exact_domains(&scored), ["3.6", "21", "7.5"]);
    assert_eq!(scored.total.exact(), Some(dec("32.1")));
    assert_eq!(total("objective-scorad", "18 1 1 1 1 1 1"), dec("24.6"));
}

#[test]
fn scorad_without_sleep_lies_within_ten_points() {
    let scored = score("scorad", "18 1 1 1 1 1 1 4.5 -");
    assert_eq!(bounds(&scored.total), ("29.1".into(), "39.1".into()));
    assert_eq!(scored.total.missing(), ["sleep-loss"]);
}

#[test]
fn scorad_maxima_are_103_and_83() {
    assert_eq!(total("scorad", "100 3 3 3 3 3 3 10 10"), dec("103"));
    assert_eq!(total("objective-scorad", "100 3 3 3 3 3 3"), dec("83"));
}

/// 4 + 3 + 1 + 0 + 2 + 3 + 4 = 17, severe; one blank scores 0 by rule, two are not scored.
#[test]
fn poem_scores_one_blank_as_zero_by_rule() {
    assert_eq!(total("poem", "4 3 1 0 2 3 4"), dec("17"));
    assert_eq!(band("poem", "charman-2013", "17"), "severe");
    let one = score("poem", "4 3 1 0 2 3 -");
    assert_eq!(one.by_rule, Some(dec("13")));
    assert_eq!(bounds(&one.total), ("13".into(), "17".into()));
    let two = score("poem", "4 3 1 0 2 - -");
    assert_eq!(two.by_rule, None);
    assert_eq!(bounds(&two.total), ("10".into(), "18".into()));
}

/// 3 + 2 + 2 + 1 + 0 + 0 + 3 + 1 + 1 + 0 = 13, a very large effect.
#[test]
fn dlqi_adds_ten_items() {
    assert_eq!(total("dlqi", "3 2 2 1 0 0 3 1 1 0"), dec("13"));
    assert_eq!(band("dlqi", "hongbo-2005", "13"), "very large effect");
    assert_eq!(band("dlqi", "atopic-dermatitis", "13"), "severe");
    assert_eq!(score("dlqi", "3 2 2 1 0 0 3 1 1 -").by_rule, Some(dec("13")));
}

/// Head 4/2, arms 6/3, trunk 5/2, legs 7/4: 0.8 + 3.6 + 3.0 + 11.2 = 18.6.
#[test]
fn pasi_weighs_signs_by_area_and_region() {
    let scored = score("pasi", "2 1 1 2  2 2 2 3  2 2 1 2  3 2 2 4");
    assert_eq!(exact_domains(&scored), ["0.8", "3.6", "3", "11.2"]);
    assert_eq!(scored.total.exact(), Some(dec("18.6")));
    assert_eq!(total("pasi", &"4 4 4 6 ".repeat(4)), dec("72"));
}

#[test]
fn single_values_have_bands() {
    assert_eq!(band("bsa", "chopra-2017", "16"), "moderate");
    assert_eq!(band("itch-nrs", "nrs", "3.4"), "moderate");
    assert_eq!(total("viga-ad", "3"), dec("3"));
}

/// A1 with itch 2: signs 5 | 9 | 6 | 10, 1.0 + 5.4 + 3.6 + 16.0 = 26.0, six more than 20.0.
#[test]
fn measi_adds_itch_to_the_signs_of_each_region() {
    let scored = score("measi", &format!("{A1} 2"));
    assert_eq!(exact_domains(&scored), ["1", "5.4", "3.6", "16"]);
    assert_eq!(scored.total.exact(), Some(dec("26")));
    assert_eq!(
        total("measi", &"3 3 3 3 6 ".repeat(4).split_whitespace().chain(["3"]).collect::<Vec<_>>().join(" ")),
        dec("90")
    );
    // itch not known: 0 to 3 times 0.2 + 0.6 + 0.6 + 1.6
    let scored = score("measi", &format!("{A1} -"));
    assert_eq!(bounds(&scored.total), ("20".into(), "29".into()));
    assert_eq!(scored.total.missing(), ["itch"]);
}

#[test]
fn half_points_are_errors_where_whole_points_are_asked_for() {
    for (half, whole) in [("easi", "easi-home"), ("easi-under-8", "easi-under-8-home")] {
        assert!(instrument(half).item("trunk-oedema").unwrap().read("2.5").is_ok());
        assert_eq!(
            instrument(whole).item("trunk-oedema").unwrap().read("2.5").unwrap_err().phrase,
            "not a whole number"
        );
        assert_eq!(score(half, A1).total, score(whole, A1).total);
    }
}

/// 13 of ten items, two of them not relevant: 13 × 10 / 8 = 16.25.
#[test]
fn dlqi_r_leaves_items_out_that_are_not_relevant() {
    let marks = [
        ("symptoms", "3"),
        ("embarrassment", "2"),
        ("household", "2"),
        ("clothing", "1"),
        ("leisure", "0"),
        ("sport", "0"),
        ("work-study", "3"),
        ("relationships", "1"),
        ("intimacy", "1"),
        ("treatment", "0"),
    ];
    assert_eq!(named("dlqi-r", &marks, "0").total.exact(), Some(dec("13")));
    let with = |extra: &[(&'static str, &'static str)]| named("dlqi-r", &[extra, &marks[..]].concat(), "0");
    let scored = with(&[("leisure-not-relevant", "1"), ("sport-not-relevant", "1")]);
    assert_eq!(scored.total.exact(), Some(dec("16.25")));
    assert!(scored.queries.is_empty());
    let scored = with(&[("household-not-relevant", "1")]);
    assert_eq!(scored.queries, ["household is not relevant and has a value"]);
    // sport (0) relevant or not: 13 or 13 × 10 / 9
    let scored = with(&[("sport-not-relevant", "-")]);
    assert_eq!(scored.total.lower(), Some(dec("13")));
    assert_eq!(scored.total.upper(), dec("130").over(dec("9")));
    assert_eq!(scored.total.missing(), ["sport-not-relevant"]);
}

/// A blank in an item that is not relevant does not matter.
#[test]
fn dlqi_r_of_all_threes_is_30_however_few_are_relevant() {
    let flags: Vec<(&str, &str)> = instrument("dlqi-r")
        .items
        .iter()
        .filter(|item| item.id.ends_with("-not-relevant"))
        .map(|item| (item.id.as_str(), "1"))
        .collect();
    assert_eq!(flags.len(), 8);
    let scored = named("dlqi-r", &[&flags[..], &[("sport", "-")]].concat(), "3");
    assert_eq!(scored.total.exact(), Some(dec("30")));
    assert_eq!(scored.missing, ["sport"]);
}
