//! Three-valued logic, counts, and joint completions.

use engraft_base::Verdict::{Met, NotEvaluable, NotMet, Undetermined};

use super::super::Rule;
use super::Visit;

#[test]
fn known_parts_decide_a_composite_with_a_part_missing() {
    let visit = Visit::new().now("a", "1");
    assert_eq!(visit.answer("a > 2 && b > 2"), NotMet);
    assert_eq!(visit.answer("a < 2 || b > 2"), Met);
    assert_eq!(visit.answer("a < 2 && b > 2"), Undetermined);
    assert_eq!(visit.answer("count([a < 2, b > 2, c > 2]) >= 1"), Met);
    assert_eq!(visit.answer("count([a < 2, b > 2, c > 2]) >= 2"), Undetermined);
    assert_eq!(visit.answer("count([a > 2, b > 2, c > 2]) > 2"), NotMet);
    assert_eq!(visit.answer("count([a > 2, b > 2, c > 2]) <= 2"), Met);
    assert_eq!(visit.answer("all([a < 2, b > 2])"), Undetermined);
    assert_eq!(visit.answer("any([a < 2, b > 2])"), Met);
}

#[test]
fn a_part_that_is_not_evaluable_is_not_counted() {
    let visit = Visit::new().pair("a", "0", "1").pair("b", "2", "1");
    assert_eq!(visit.answer("count([fall_percent(a) >= 20, fall_percent(b) >= 20]) >= 1"), Met);
    assert_eq!(visit.answer("count([fall_percent(a) >= 20, fall_percent(b) >= 20]) >= 2"), NotMet);
    assert_eq!(visit.answer("fall_percent(a) >= 20 && fall_percent(b) >= 20"), NotEvaluable);
    assert_eq!(visit.answer("fall_percent(a) >= 20 && fall_percent(b) >= 90"), NotMet);
}

#[test]
fn one_missing_value_in_several_parts_is_decided_jointly() {
    let visit = Visit::new().pair("x", "10", "?").range("x", "0", "10");
    assert_eq!(visit.answer("x < 5 || x >= 5"), Met);
    assert_eq!(visit.answer("x < 4 && x > 6"), NotMet);
    assert_eq!(visit.answer("x < 5 || x > 5"), Undetermined);
    assert_eq!(visit.answer("x <= 5 || fall_percent(x) < 50"), Met);
    assert_eq!(visit.answer("x < 5 || fall_percent(x) < 50"), Undetermined);
    assert_eq!(visit.answer("count([x >= 7, x < 3, x <= 8]) >= 1"), Met);
    assert_eq!(visit.answer("count([x >= 7, x < 3, x <= 6]) >= 1"), Undetermined);
    assert_eq!(visit.answer("count([x < 5, x >= 5, x > 20]) == 1"), Met);
    assert_eq!(visit.answer("x + 1 > x - 1"), Met);
    assert_eq!(visit.answer("x * x >= 0 || x == 3"), Met);
    assert_eq!(visit.answer("now.x - baseline.x <= 0"), Met);
}

#[test]
fn a_missing_baseline_is_completed_too() {
    let visit = Visit::new().pair("x", "?", "4").range("x", "1", "10");
    assert_eq!(visit.answer("fall_percent(x) >= 50 || fall_percent(x) < 50"), Met);
    assert_eq!(visit.answer("(baseline.x - now.x) / baseline.x <= 0.6"), Met);
    assert_eq!(visit.answer("(baseline.x - now.x) / baseline.x <= 0.59"), Undetermined);
    let zero = Visit::new().pair("x", "?", "4").range("x", "0", "10");
    assert_eq!(zero.answer("fall_percent(x) >= 50 || fall_percent(x) < 50"), Undetermined);
    assert_eq!(zero.answer("baseline.x == 0 || fall_percent(x) <= 60"), Met);
}

#[test]
fn a_completion_that_is_undefined_keeps_the_answer_open() {
    let visit = Visit::new().range("x", "0", "10");
    assert_eq!(visit.answer("4 / (2 / x) >= 0"), Undetermined);
    assert_eq!(visit.answer("1 / x > 0 || x == 0"), Met);
    assert_eq!(visit.answer("x / x == 1 || x == 0"), Met);
    assert_eq!(visit.answer("x / x == 1"), Undetermined);
}

#[test]
fn several_missing_things_are_combined_when_no_comparison_holds_two() {
    let visit = Visit::new();
    assert_eq!(visit.answer("(a < 1 && b < 1) || a >= 1 || b >= 1"), Met);
    assert_eq!(visit.answer("(a < 1 && b < 1) || a > 1 || b >= 1"), Undetermined);
    assert_eq!(visit.answer("happened(\"relapse\") || !happened(\"relapse\")"), Met);
    assert_eq!(visit.answer("happened(\"death\") && !happened(\"death\") && a > 1"), NotMet);
    assert_eq!(visit.answer("c == \"A\" || c != \"A\""), Met);
    assert_eq!(visit.answer("c == \"A\" || c in [\"B\", \"C\"]"), Undetermined);
    assert_eq!(visit.answer("c == \"A\" && c in [\"B\", \"C\"]"), NotMet);
    assert_eq!(visit.answer("day < 3 || day >= 3"), Met);
    assert_eq!(visit.answer("a < b || a >= b"), Undetermined, "two in one comparison: Kleene's answer stands");
}

#[test]
fn the_plain_form_reads_back_as_the_same_rule() {
    for text in [
        "a>1&&b<2||!(c==3)",
        "(a>1||b<2)&&c!=3",
        "a-(b - c)*2/(d+1)>=-3",
        "-(a+b)<1",
        "count([a>1, all([b<1,any([c>2, !happened(\"x\")])])])==1",
        "c in [\"a\\\"b\", \"\\\\\"] && \"x y\" in now.l && hits(l,[\"q\"])>size(m)",
        "baseline.c == now.c || c == \"é\"",
        "times_uln(ck)<=1.5 && fall_percent_of_range(m)>20 && day>=7",
    ] {
        let plain = Rule::parse(text).unwrap().plain();
        let again = Rule::parse(&plain).unwrap_or_else(|faults| panic!("{plain}: {faults:?}"));
        assert_eq!(again.plain(), plain);
        assert_eq!(again.truth, Rule::parse(text).unwrap().truth, "{plain}");
    }
}
