//! Numbers: thresholds on decimals, relative changes, lists, texts.

use engraft_base::Verdict::{Met, NotEvaluable, NotMet, Undetermined};

use super::super::When;
use super::Visit;

#[test]
fn thresholds_compare_decimals_just_below_on_and_just_above() {
    let pga = |now: &str| Visit::new().pair("pga", "0.4", now);
    assert_eq!(pga("0.69").answer("rise(pga) >= 0.3"), NotMet);
    assert_eq!(pga("0.7").answer("rise(pga) >= 0.3"), Met);
    assert_eq!(pga("0.7").answer("rise(pga) < 0.3"), NotMet);
    assert_eq!(pga("0.71").answer("rise(pga) >= 0.3"), Met);
    assert_eq!(Visit::new().pair("pga", "1.6", "1.9").answer("change(pga) == 0.3"), Met);
    assert_eq!(Visit::new().pair("fvc", "60", "54").answer("fall_percent(fvc) >= 10"), Met);
    assert_eq!(
        Visit::new().pair("mdga", "6.4", "3.9").range("mdga", "0", "10").answer("fall_percent_of_range(mdga) > 25"),
        NotMet
    );
    assert_eq!(
        Visit::new().pair("mdga", "9.3", "5.3").range("mdga", "0", "10").answer("fall_percent_of_range(mdga) >= 40"),
        Met
    );
}

#[test]
fn quotients_without_a_finite_decimal_stay_exact() {
    let visit = Visit::new().pair("x", "3", "2");
    assert_eq!(visit.answer("(baseline.x - now.x) / baseline.x * 3 == 1"), Met);
    assert_eq!(visit.answer("fall_percent(x) * 3 >= 100"), Met);
    assert_eq!(visit.answer("fall_percent(x) >= 33.3333333333333"), Met);
    assert_eq!(visit.answer("fall_percent(x) >= 33.3333333333334"), NotMet);
}

#[test]
fn a_relative_change_from_zero_is_not_evaluable_and_says_so() {
    let outcome = Visit::new().pair("easi", "0", "5").outcome("fall_percent(easi) >= 50");
    assert_eq!(outcome.verdict, NotEvaluable);
    assert_eq!(outcome.parts[0].values, "easi 0 to 5: no percent change from a baseline of 0");
    assert_eq!(Visit::new().pair("easi", "0", "?").answer("fall_percent(easi) >= 50"), NotEvaluable);
    assert_eq!(Visit::new().pair("x", "-2", "-1").answer("fall_percent(x) >= 50"), NotEvaluable);
    assert_eq!(Visit::new().pair("x", "0..4", "1").answer("fall_percent(x) >= 50"), Undetermined);
    assert_eq!(Visit::new().pair("x", "2..4", "1").answer("fall_percent(x) >= 50"), Met);
    assert_eq!(Visit::new().pair("x", "2..", "1").answer("fall_percent(x) >= 50"), Met);
    assert_eq!(Visit::new().pair("x", "2..4", "-1..1").answer("fall_percent(x) > 150"), NotMet);
    assert_eq!(Visit::new().pair("x", "2..4", "-1..1").answer("fall_percent(x) < 150"), Undetermined);
    assert_eq!(Visit::new().now("x", "0").answer("10 / now.x > 1"), NotEvaluable);
}

#[test]
fn limits_of_the_scale_are_knowledge() {
    let pga = Visit::new().pair("pga", "2.8", "?").range("pga", "0", "3");
    assert_eq!(pga.answer("rise(pga) >= 0.3"), NotMet);
    assert_eq!(pga.answer("rise(pga) >= 0.2"), Undetermined);
    assert_eq!(
        pga.outcome("rise(pga) >= 0.3").parts[0].values,
        "pga 2.8 to missing (between 0 and 3): rise between -2.8 and 0.2"
    );
    let mmt = Visit::new().pair("mmt", "120", "?").range("mmt", "0", "150");
    assert_eq!(mmt.answer("rise_percent(mmt) > 25"), NotMet);
    assert_eq!(mmt.answer("rise_percent(mmt) >= 25"), Undetermined);
    assert_eq!(mmt.answer("rise_percent_of_range(mmt) > 20"), NotMet);
    assert_eq!(Visit::new().pair("mmt", "1", "2").answer("rise_percent_of_range(mmt) > 20"), NotEvaluable);
}

#[test]
fn multiples_of_normal_are_exact_and_need_a_limit() {
    let ck = |value: &str| Visit::new().now("total_ck", value).uln("total_ck", "170");
    assert_eq!(ck("170").answer("times_uln(total_ck) <= 1"), Met);
    assert_eq!(ck("170.1").answer("times_uln(total_ck) <= 1"), NotMet);
    assert_eq!(ck("510").answer("times_uln(total_ck) == 3"), Met);
    assert_eq!(ck("..100").answer("times_uln(total_ck) <= 1"), Met);
    assert_eq!(Visit::new().now("ck", "100").answer("times_uln(ck) <= 1"), Undetermined);
    assert_eq!(Visit::new().now("ck", "100").uln("ck", "0").answer("times_uln(ck) <= 1"), NotEvaluable);
    assert_eq!(
        ck("85").outcome("times_uln(total_ck) <= 1").parts[0].values,
        "total_ck 85, upper limit of normal 170: 0.5 times"
    );
}

#[test]
fn lists_are_counted_and_hit_by_whole_words() {
    let visit = Visit::new().list("organs", &["EXM skin", "iga", "anti-dsdna high"]);
    assert_eq!(visit.answer("size(organs) == 3 && size(now.organs) < 4"), Met);
    assert_eq!(visit.answer("\"iga\" in now.organs && !(\"IGA\" in organs)"), Met);
    assert_eq!(visit.answer("hits(organs, [\"exm\", \"IGA\", \"anti\", \"ig\"]) == 2"), Met);
    let missing = Visit::new();
    assert_eq!(missing.answer("hits(organs, [\"a\", \"b\"]) <= 2"), Met);
    assert_eq!(missing.answer("size(organs) >= 0"), Met);
    assert_eq!(missing.answer("size(organs) >= 1"), Undetermined);
    assert_eq!(missing.answer("\"a\" in organs"), Undetermined);
}

#[test]
fn categories_are_compared_exactly() {
    let visit = Visit::new().text("outcome", "MCR");
    assert_eq!(visit.answer("now.outcome == \"MCR\" && outcome != \"mcr\""), Met);
    assert_eq!(visit.answer("outcome in [\"MCR\", \"PCR\"]"), Met);
    assert_eq!(visit.answer("now.outcome == baseline.outcome || outcome == \"PCR\""), Undetermined);
    assert_eq!(Visit::new().answer("outcome == \"MCR\""), Undetermined);
}

#[test]
fn other_times_days_and_events_are_looked_up() {
    let visit = Visit::new()
        .now("x", "5")
        .at(When::Previous, "x", "6")
        .at(When::Nadir, "x", "2")
        .at(When::Peak, "x", "9")
        .event("relapse", NotMet)
        .day(28);
    assert_eq!(visit.answer("previous.x - now.x == 1 && now.x - nadir.x >= 3 && peak.x == 9"), Met);
    assert_eq!(visit.answer("day >= 28 && !happened(\"relapse\")"), Met);
    assert_eq!(visit.answer("-now.x < -4.9 && 2 * (x + 1) == 12 && x / 2 == 2.5"), Met);
}

#[test]
fn parts_show_what_was_compared() {
    let visit = Visit::new().pair("easi", "20", "9.5").pair("iga", "4", "2").now("pga", "0.5");
    let outcome = visit.outcome("count([fall_percent(easi)>=50, iga <= 1]) >= 1 && pga<=0.5");
    assert_eq!(outcome.verdict, Met);
    let shown: Vec<(&str, &str)> = outcome.parts.iter().map(|p| (p.rule.as_str(), p.values.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("count([fall_percent(easi) >= 50, now.iga <= 1]) >= 1", "1 of 2 met"),
            ("fall_percent(easi) >= 50", "easi 20 to 9.5: fall 52.5 %"),
            ("now.iga <= 1", "iga 2"),
            ("now.pga <= 0.5", "pga 0.5"),
        ]
    );
    assert_eq!(outcome.parts[2].verdict, NotMet);
}
