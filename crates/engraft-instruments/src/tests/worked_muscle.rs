//! Hand-worked cases of the myositis instruments and the HAQ.

use engraft_base::Dec;

use super::{band, bounds, dec, domain, instrument, score, total};

/// Neck 6, deltoid 7, biceps 8, wrist 9, quadriceps 8, ankle 9, gluteus medius 6, maximus 6 = 59.
#[test]
fn mmt8_of_one_side_adds_eight_groups() {
    assert_eq!(total("mmt8-unilateral", "6 7 8 9 8 9 6 6"), dec("59"));
    assert_eq!(total("mmt8-unilateral", "10 10 10 10 10 10 10 10"), dec("80"));
}

/// Symmetric: 6 + 2 × 53 = 112 of 150.
#[test]
fn mmt8_of_both_sides_counts_the_neck_once() {
    let scored = score("mmt8-bilateral", "6 7 7 8 8 9 9 8 8 9 9 6 6 6 6");
    assert_eq!(domain(&scored, "right").exact(), Some(dec("53")));
    assert_eq!(domain(&scored, "left").exact(), Some(dec("53")));
    assert_eq!(scored.total.exact(), Some(dec("112")));
}

#[test]
fn an_untested_group_leaves_ten_points_open() {
    let scored = score("mmt8-unilateral", "6 7 8 9 - 9 6 6");
    assert_eq!(bounds(&scored.total), ("51".into(), "61".into()));
    assert_eq!(scored.by_rule, None);
}

/// H1: 12 / 8 = 1.5; an aid in eating lifts 0 to 2 and the index to 14 / 8 = 1.75.
#[test]
fn an_aid_lifts_its_category_to_two() {
    assert_eq!(total("haq-di-alternative", "1 2 0 3 2 1 1 2"), dec("1.5"));
    let without = score("haq-di-standard", "1 no 2 no 0 no 3 no 2 no 1 no 1 no 2 no");
    assert_eq!(without.total.exact(), Some(dec("1.5")));
    let with = score("haq-di-standard", "1 no 2 no 0 yes 3 no 2 no 1 no 1 no 2 no");
    assert_eq!(domain(&with, "eating").exact(), Some(dec("2")));
    assert_eq!(with.total.exact(), Some(dec("1.75")));
}

/// H2: seven categories with the sum 9 give 9 / 7; the eighth leaves 9 / 8 to 12 / 8 open.
#[test]
fn seven_categories_give_the_mean_of_seven_by_rule() {
    let scored = score("haq-di-alternative", "1 2 0 3 2 1 0 -");
    assert_eq!(bounds(&scored.total), ("1.125".into(), "1.5".into()));
    assert_eq!(scored.by_rule, dec("9").over(dec("7")));
    assert!((scored.by_rule.unwrap().to_f64() - 1.2857).abs() < 5e-5);
}

#[test]
fn fewer_than_six_categories_are_not_scored() {
    assert_eq!(score("haq-di-alternative", "1 2 0 3 2 1 - -").by_rule, Dec::from_int(9).over(Dec::from_int(6)));
    assert_eq!(score("haq-di-alternative", "1 2 0 3 2 - - -").by_rule, None);
}

#[test]
fn an_unknown_aid_matters_only_below_two() {
    let scored = score("haq-di-standard", "1 no 2 - 0 no 3 - 2 no 1 no 1 no 2 no");
    assert_eq!(scored.total.exact(), Some(dec("1.5")));
    assert_eq!(scored.missing, ["arising-aid", "walking-aid"]);
    let scored = score("haq-di-standard", "1 no 2 - 0 - 3 no 2 no 1 no 1 no 2 no");
    assert_eq!(bounds(&scored.total), ("1.5".into(), "1.75".into()));
    assert_eq!(scored.total.missing(), ["eating-aid"]);
}

#[test]
fn a_missing_category_with_an_aid_is_two_or_three() {
    let scored = score("haq-di-standard", "- yes 0 no 0 no 0 no 0 no 0 no 0 no 0 no");
    assert_eq!(bounds(&domain(&scored, "dressing")), ("2".into(), "3".into()));
    assert_eq!(bounds(&scored.total), ("0.25".into(), "0.375".into()));
    assert_eq!(scored.by_rule, None);
    let scored = score("haq-di-standard", "- no 0 no 0 no 0 no 0 no 0 no 0 no 0 no");
    assert_eq!(scored.by_rule, Some(Dec::ZERO));
}

/// Activity 16 is mild at the Penn cut-off and not at the Stanford one; both cut-offs are strict.
#[test]
fn cdasi_cut_offs_differ() {
    let level = |bands: &str, value: &str| band("cdasi-activity-total", bands, value);
    assert_eq!((level("penn", "16"), level("stanford", "16")), ("mild", "moderate to severe"));
    assert_eq!((level("penn", "18"), level("penn", "19")), ("mild", "moderate to severe"));
    assert_eq!((level("stanford", "13"), level("stanford", "14")), ("mild", "moderate to severe"));
}

/// One missing category by rule under both readings, two only where six answered ones suffice.
#[test]
fn one_missing_category_is_another_reading() {
    for (two, one) in
        [("haq-di-standard", "haq-di-one-missing"), ("haq-di-alternative", "haq-di-alternative-one-missing")]
    {
        let aids = instrument(two).items.len() == 16;
        let cells = |values: &[&str]| {
            let cell = |v: &&str| if aids { format!("{v} no") } else { (*v).to_owned() };
            values.iter().map(cell).collect::<Vec<_>>().join(" ")
        };
        let seven = cells(&["1", "2", "0", "3", "2", "1", "0", "-"]);
        assert_eq!(score(one, &seven).by_rule, dec("9").over(dec("7")), "{one}");
        assert_eq!(score(one, &seven), score(two, &seven));
        let six = cells(&["1", "2", "0", "3", "2", "1", "-", "-"]);
        assert_eq!((score(one, &six).by_rule, score(two, &six).by_rule), (None, Some(dec("1.5"))));
        assert_eq!(score(one, &six).total, score(two, &six).total);
    }
}

#[test]
fn mmt26_is_a_total() {
    let mmt = instrument("mmt26-total");
    assert!(mmt.score_total(dec("260")).is_ok() && mmt.score_total(dec("261")).is_err());
    assert!(mmt.score_total(dec("130.5")).is_err());
}

/// 2 + 4 + 0 + 6 + 0 = 12 of 50 possible; the sixth system leaves 12 / 60 to 22 / 60 open.
#[test]
fn myoact_leaves_out_what_was_not_assessed() {
    let scored = score("myoact", "2 4 0 - 6 0");
    assert_eq!(scored.by_rule, Some(dec("0.24")));
    assert_eq!(scored.total.lower(), Some(dec("0.2")));
    assert_eq!(scored.total.upper(), dec("22").over(dec("60")));
    assert_eq!(total("myoact", "2 4 0 3 6 0"), dec("0.25"));
    assert_eq!(total("myoact", "10 10 10 10 10 10"), dec("1"));
    assert_eq!(score("myoact", "- - - - - 7").by_rule, Some(dec("0.7")));
    assert_eq!(score("myoact", "- - - - - -").by_rule, None);
}

/// 7 of 10 and 70 of 100 are 2.1 of 3, exactly.
#[test]
fn a_physician_global_is_carried_to_0_to_3_only_where_it_says_so() {
    assert_eq!(total("pga-from-10", "7"), dec("2.1"));
    assert_eq!(total("pga-from-100", "70"), dec("2.1"));
    assert_eq!(total("pga-from-10", "1"), dec("0.3"));
    assert_eq!((total("pga-10", "7"), total("pga-100", "70")), (dec("7"), dec("70")));
}
