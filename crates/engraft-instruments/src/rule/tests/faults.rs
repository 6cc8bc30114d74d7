//! Every wrong rule gets a place, a phrase, and a hint where one helps.

use super::super::{Kind, Rule, RuleFault, When, rule_name, same_name};

fn faults(text: &str) -> Vec<RuleFault> {
    Rule::parse(text).expect_err(text)
}

/// The first fault: the text it points at, and its message and hint.
fn first(text: &str) -> (String, String) {
    let fault = faults(text).remove(0);
    let at = text[fault.offset..fault.offset + fault.length].to_owned();
    (at, format!("{} | {}", fault.message, fault.hint.unwrap_or_default()))
}

#[test]
fn faults_point_at_the_words_concerned() {
    for (text, at, says) in [
        ("percent_change(easi) >= 50", "percent_change(easi)", "fall_percent_of_range"),
        ("fal(easi) >= 5", "fal(easi)", "did you mean `fall`?"),
        ("xyzzy(easi) >= 5", "xyzzy(easi)", "functions: change, fall"),
        ("a > 1 ? b > 1 : c > 1", "a > 1 ? b > 1 : c > 1", "`? :`"),
        ("fall(total-ck) >= 5", "total-ck", "written `_`"),
        ("now.total-ck >= 5", "now.total-ck", "written `_`"),
        ("easi", "easi", "compare it"),
        ("fall(easi)", "fall(easi)", "compare it"),
        ("now.easi + 1", "now.easi + 1", "compare it"),
        ("\"x\"", "\"x\"", "compare it"),
        ("[a > 1]", "[a > 1]", "count([..])"),
        ("0 < x < 5", "0 < x", "0 < x && x < 5"),
        ("x > \"a\"", "\"a\"", "a text is not a number"),
        ("x == [1]", "x == [1]", "size(l)"),
        ("x > 1 && true", "true", "not written in a rule"),
        ("x % 2 == 0", "x % 2", "`%`"),
        ("x[0] > 1", "x[0", "no number"),
        ("then.x > 1", "then.x", "unknown time `then`"),
        ("baselin.x > 1", "baselin.x", "did you mean `baseline`?"),
        ("baseline > 1", "baseline", "of which measure?"),
        ("fall > 1", "fall", "for example: fall(easi)"),
        ("fall(now.x) > 1", "fall(now.x)", "for example: fall(easi)"),
        ("fall(x, y) > 1", "fall(x, y)", "for example"),
        ("count(x) > 1", "count(x)", "for example: count(["),
        ("count([]) > 1", "count([])", "lists no condition"),
        ("count([x]) > 1", "x", "compare it"),
        ("happened(relapse)", "happened(relapse)", "happened(\"relapse\")"),
        ("l.contains(\"x\")", "l.contains(\"x\")", "not part of the rule language"),
        ("x == null", "null", "not part"),
        ("x in 5", "x", "`in` needs"),
        ("1u < x", "1u", "no `u`"),
        ("(x > 1) == (y > 1)", "x > 1) == (y > 1", "not compared with anything"),
        ("x > 1.00000000000000000001", "1.00000000000000000001", "more digits"),
        ("x > 9e15", "9e15", "at most 1e15"),
        ("x > 9000000000000000", "9000000000000000", "at most 1e15"),
        ("c == \"A\" && c > 1", "c", "used as a number here and as a text"),
        ("size(l) > 1 && l > 1", "l", "used as a number here and as a list"),
    ] {
        let (found, message) = first(text);
        assert!(message.contains(says), "{text}: {message}");
        assert_eq!(found, at, "{text}: {message}");
    }
}

#[test]
fn syntax_faults_are_said_in_plain_words() {
    for (text, offset, says) in [
        ("", 0, "empty"),
        ("  \n", 0, "empty"),
        ("a >", 3, "ends too early"),
        ("a > 1 and b > 1", 6, "write `&&`"),
        ("a = 1", 2, "`==`"),
        ("a ≥ 1", 2, "`>=`"),
        ("a > 1,5", 5, "point"),
        ("a == \"x", 5, "not closed"),
        ("a > 1\n&& \"é\" in l b", 19, "not understood from `b`"),
        ("a > 99999999999999999999", 4, "too large"),
        ("if > 1", 0, "reserved word"),
        ("sledai-2k > 1", 8, "sledai_2k"),
    ] {
        let fault = faults(text).remove(0);
        let said = format!("{} | {}", fault.message, fault.hint.unwrap_or_default());
        assert!(said.contains(says), "{text}: {said}");
        assert_eq!(fault.offset, offset, "{text}: {said}");
    }
}

#[test]
fn all_faults_of_a_rule_are_collected() {
    let found = faults("fal(easi) > 1 && count([x, y > \"a\"]) > 1");
    let offsets: Vec<usize> = found.iter().map(|fault| fault.offset).collect();
    assert_eq!(offsets, [0, 24, 31]);
}

#[test]
fn long_and_deep_texts_are_refused_before_parsing() {
    assert!(faults(&"x".repeat(4_001))[0].message.contains("4000"));
    assert!(faults(&format!("{}x{} > 1", "(".repeat(65), ")".repeat(65)))[0].message.contains("64"));
    assert!(faults(&format!("{}x > 1", "- ".repeat(65)))[0].message.contains("64"));
    assert!(Rule::parse(&format!("{}x{} > 1", "(".repeat(64), ")".repeat(64))).is_ok());
    assert!(Rule::parse("now.l == \"((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((\"").is_ok());
    assert!(faults(&format!("{}x > 1", "1+".repeat(1_900)))[0].message.contains("100 operations"));
    assert!(!faults(&"a.b".repeat(1_300)).is_empty());
    assert!(Rule::parse(&vec!["x > 1"; 400].join("&&")).is_ok());
}

#[test]
fn the_measures_used_are_listed_with_their_kind_and_times() {
    let rule = Rule::parse(
        "fall_percent(easi) >= 50 && previous.easi > 1 && \"a\" in now.l && c == \"M\" && times_uln(total_ck) < 2 \
         && rise_percent_of_range(mmt) > 2 && happened(\"b\") && !happened(\"a\") && happened(\"b\")",
    )
    .unwrap();
    let uses = rule.measures();
    let names: Vec<(&str, Kind)> = uses.iter().map(|m| (m.name.as_str(), m.kind)).collect();
    assert_eq!(
        names,
        [
            ("easi", Kind::Number),
            ("l", Kind::List),
            ("c", Kind::Text),
            ("total_ck", Kind::Number),
            ("mmt", Kind::Number)
        ]
    );
    assert_eq!(uses[0].times.iter().copied().collect::<Vec<_>>(), [When::Now, When::Baseline, When::Previous]);
    assert_eq!(uses[0].offset, 13);
    assert!(uses[3].needs_uln && !uses[3].needs_range && uses[4].needs_range);
    assert_eq!(rule.events(), ["b", "a"]);
    assert_eq!(rule_name("total-ck"), "total_ck");
    assert!(same_name("total-ck", "total_ck") && !same_name("ck", "total_ck"));
}
