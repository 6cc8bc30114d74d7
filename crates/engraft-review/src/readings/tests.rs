use engraft_protocol::{Study, load_study};

use super::*;
use crate::load_published;

fn study() -> Study {
    let text = "[study]\nid = \"s\"\ntitle = \"S\"\ndisease = \"d\"\ndata = \"published\"\n\
                [visits.a]\nday = 0\n[visits.b]\nday = 30\n\
                [measures.mmt8]\nkind = \"value\"\nrange = [0, 80]\n[measures.ck]\nkind = \"lab\"\nunit = \"U/L\"\n";
    let loaded = load_study("study.toml", text.as_bytes(), &[]);
    loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings))
}

/// Figures of one measure, each against the first: centre, spread.
fn published(measure: &str, n: u32, more: &str, figures: &[(&str, &str)]) -> Published {
    let mut text = String::from("[[sources]]\nid = \"x\"\ntitle = \"X\"\nkind = \"abstract\"\n");
    for (i, (centre, spread)) in figures.iter().enumerate() {
        let claim = if i > 0 { "p = \"<0.05\"\nversus = \"f0\"\ntest = \"paired-t\"\n" } else { "" };
        text.push_str(&format!(
            "[[figures]]\nid = \"f{i}\"\nmeasure = \"{measure}\"\nn = {n}\ncentre = \"{centre}\"\nspread = \"{spread}\"\n\
             source = \"x\"\n{more}{claim}"
        ));
    }
    let loaded = load_published(text.as_bytes(), &study());
    loaded.published.unwrap_or_else(|| panic!("{:?}\n{text}", loaded.findings))
}

fn answer(measure: &str, n: u32, more: &str, figures: &[(&str, &str)]) -> (Answer, Vec<Argument>) {
    let groups = groups(&published(measure, n, more, figures));
    assert_eq!(groups.len(), 1);
    (groups[0].answer, groups[0].arguments.clone())
}

#[test]
fn the_muscle_test_of_tang_2011_is_decided_by_its_p_and_ck_is_not() {
    // as SEM 45±14 is an SD of 38.2 at least, and 64±4 one of 12.7 at most: the differences scatter by 25.5 at least, so that
    // t is 20 √8 / 25.5 = 2.2 at most, below 2.365
    let mmt8 = [("45", "14"), ("67", "3"), ("64", "10"), ("64", "4")];
    let (found, arguments) = answer("mmt8", 8, "", &mmt8);
    assert_eq!(found, Answer::Decided(Reading::Sd));
    let proofs = arguments.iter().filter(|a| a.weight == Weight::Proof).count();
    assert_eq!(proofs, 2, "{arguments:?}");
    let ck = [("1681", "430"), ("886", "248"), ("474", "61"), ("293", "89"), ("202", "70"), ("175", "46")];
    let (found, arguments) = answer("ck", 8, "", &ck);
    assert_eq!(found, Answer::Undecidable);
    assert!(arguments.iter().any(|a| a.text.ends_with("13 to 35 %")), "{arguments:?}");
    assert!(arguments.iter().any(|a| a.text.ends_with("36 to 98 %")), "{arguments:?}");
}

#[test]
fn limits_of_follow_up_decide_liang_2010() {
    // 41 months at most: √(17.2 · 23.8 · 15 / 14) = 20.9; as SEM 9.5 √15 = 36.8
    let limits = "limits = [0, 41]\nlimits-reason = \"enrolled from March 2007, printed in August 2010\"\n";
    let (found, arguments) = answer("ck", 15, limits, &[("17.2", "9.5")]);
    assert_eq!(found, Answer::Decided(Reading::Sd));
    assert!(arguments[0].text.contains("August 2010"), "{arguments:?}");
}

#[test]
fn a_spread_too_small_for_whole_numbers_excludes_the_standard_deviation() {
    // four whole numbers with mean 0.50 scatter by 0.577 at least: ±0.29 is the standard error
    let (found, _) = answer("mmt8", 4, "whole-numbers = true\n", &[("0.50", "0.29")]);
    assert_eq!(found, Answer::Decided(Reading::Sem));
}

#[test]
fn what_the_source_says_is_not_argued() {
    let (found, arguments) = answer("mmt8", 8, "spread-kind = \"sem\"\n", &[("45", "14")]);
    assert_eq!((found, arguments.len()), (Answer::Stated(Reading::Sem), 0));
}

#[test]
fn both_readings_may_fail() {
    // a mean of 79.9 of 8 values on a scale to 80 leaves no SD above 0.15 √8 = 0.42
    let (found, _) = answer("mmt8", 8, "", &[("79.9", "14")]);
    assert_eq!(found, Answer::Neither);
    assert_eq!(found.readings(), Reading::ALL);
}
