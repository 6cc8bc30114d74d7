//! Remarks: a baseline from which a response is impossible, or a change undefined, is said beside the verdict.

use std::collections::BTreeSet;

use engraft_base::Dec;
use engraft_base::Verdict::{self, Met, NotEvaluable, NotMet};

use super::{ResponseDefinition, at, letters, numbers, response, responses, rule, visit};
use crate::registry::builtin;
use crate::rule::tests::Visit;
use crate::rule::tests::items::Sheet;
use crate::rule::{Context, When, rule_name};

/// Identifiers of the remarks that are due.
fn due(id: &str, context: &dyn Context) -> Vec<String> {
    let definition = response(id).unwrap();
    let read = definition.remarks_with(definition).unwrap_or_else(|faults| panic!("{id}: {faults:?}"));
    read.into_iter().filter(|remark| remark.is_due(context)).map(|remark| remark.id).collect()
}

fn due_at(id: &str, text: &str) -> Vec<String> {
    due(id, &visit(text))
}

#[test]
fn every_remark_reads_and_names_only_roles_of_its_definition() {
    for definition in responses() {
        let read = definition.remarks_with(definition).unwrap_or_else(|faults| panic!("{}: {faults:?}", definition.id));
        let roles: BTreeSet<String> = rule(&definition.id).measures().into_iter().map(|used| used.name).collect();
        let ids: BTreeSet<&String> = read.iter().map(|remark| &remark.id).collect();
        assert_eq!(ids.len(), read.len(), "{}: an identifier twice", definition.id);
        let page = definition.page();
        for remark in &read {
            assert!(page.contains(&format!("| `{}` | ", remark.id)), "{}", definition.id);
            assert!(!remark.text.is_empty() && !remark.text.ends_with('.'), "{}: {}", definition.id, remark.text);
            for used in remark.when.measures() {
                assert!(roles.contains(&used.name), "{}: {}", definition.id, used.name);
            }
            assert_eq!(remark.when.events(), [""; 0], "{}", definition.id);
        }
    }
}

/// A baseline index below its threshold is not met, and said: at, below and above each threshold.
#[test]
fn an_index_below_its_threshold_cannot_respond() {
    for (id, threshold) in [("msri-4", 4), ("msri-5", 5), ("msri-6", 6)] {
        for (base, expected) in [(threshold - 1, true), (threshold, false), (threshold + 1, false)] {
            let text = format!("baseline.sledai={base} sledai=0 baseline.pga=1 pga=1");
            assert_eq!(!due_at(id, &text).is_empty(), expected, "{id} {base}");
            assert_eq!(at(id, &text), Verdict::known(!expected), "{id} {base}");
        }
    }
    let sri = [("sri-4", 4), ("sri-4-no-more-than-one-b", 4), ("sri-5", 5), ("sri-6", 6), ("sri-7", 7), ("sri-8", 8)];
    for (id, threshold) in sri {
        for (base, expected) in [(threshold - 1, true), (threshold, false), (threshold + 1, false)] {
            let sheet = letters(letters(Sheet::default(), When::Baseline, "C"), When::Now, "C");
            let sheet = numbers(sheet, &format!("baseline.sledai={base} sledai=0 baseline.pga=1 pga=1"));
            assert_eq!(!due(id, &sheet).is_empty(), expected, "{id} {base}");
            assert_eq!(rule(id).evaluate(&sheet).verdict, Verdict::known(!expected), "{id} {base}");
        }
    }
    // an index of which items are missing may still reach it
    assert_eq!(due_at("msri-4", "baseline.sledai=3..7 sledai=0"), [""; 0]);
    assert_eq!(due_at("msri-4", "baseline.sledai=1..3 sledai=0"), ["fall-impossible"]);
}

#[test]
fn other_falls_that_are_impossible_are_said() {
    for (id, at_limit, above) in [
        ("sledai-2k-response-4", "baseline.sledai_2k=3", "baseline.sledai_2k=4"),
        ("cdasi-improvement-4", "baseline.cdasi=3", "baseline.cdasi=4"),
        ("cdasi-improvement-5", "baseline.cdasi=4", "baseline.cdasi=5"),
        ("itch-nrs-3", "baseline.itch_nrs=2.9", "baseline.itch_nrs=3"),
        ("itch-nrs-4", "baseline.itch_nrs=3.9", "baseline.itch_nrs=4"),
        ("iga-success", "baseline.iga=1", "baseline.iga=2"),
        ("eustar-mrss-improvement", "baseline.mrss=5", "baseline.mrss=6"),
        ("sledai-improvement", "previous.sledai=3", "previous.sledai=4"),
        ("eular-response-good", "baseline.das28=1.2", "baseline.das28=1.21"),
        ("eular-response-moderate-or-good", "baseline.das28=0.6", "baseline.das28=0.61"),
    ] {
        assert_eq!(due_at(id, at_limit), ["fall-impossible"], "{id} {at_limit}");
        assert_eq!(due_at(id, above), [""; 0], "{id} {above}");
    }
}

/// Every relative change of every definition: a baseline of 0 is said, one above is not.
#[test]
fn a_relative_change_from_zero_is_said() {
    let mut checked = 0;
    for definition in responses() {
        for role in relative(definition) {
            let with = |value: &str| due(&definition.id, &Visit::new().at(When::Baseline, &role, value));
            let said = with("0");
            assert!(!said.is_empty(), "{}: {role}", definition.id);
            assert!(with("30").iter().all(|other| !said.contains(other)), "{}: {role}", definition.id);
            checked += 1;
        }
    }
    assert!(checked > 70, "{checked}");
    assert_eq!(at("easi-50", "baseline.easi=0 easi=0"), NotEvaluable);
    assert_eq!(due_at("easi-50", "baseline.easi=0"), ["easi-zero-at-baseline"]);
}

fn relative(definition: &ResponseDefinition) -> BTreeSet<String> {
    let calls = ["fall_percent(", "rise_percent("];
    let after = calls.iter().flat_map(|call| definition.rule.split(call).skip(1));
    after.filter_map(|rest| rest.split(')').next()).map(rule_name).collect()
}

/// A count of parts goes on without the part, and says so.
#[test]
fn a_core_set_measure_at_zero_is_said_and_not_improved() {
    let rest = "baseline.mdga=0 mdga=0 baseline.ptga=6 ptga=2 baseline.mmt=100 mmt=130 baseline.haq=1.5 haq=0.75 \
        baseline.enzyme=2000 enzyme=2000 baseline.extramuscular=4 extramuscular=4";
    assert_eq!(at("imacs-doi", rest), Met, "three others");
    assert_eq!(due_at("imacs-doi", rest), ["mdga-zero-at-baseline"]);
    let joints = "baseline.tender_joints=0 tender_joints=0 baseline.swollen_joints=4 swollen_joints=0";
    assert_eq!(due_at("acr50", joints), ["tender-joints-zero-at-baseline"]);
}

/// 80-point form: 66.6 can rise by 20 %, 66.7 cannot; without a form nothing is said.
#[test]
fn muscle_strength_near_its_top_is_said() {
    let form = |base: &str| Visit::new().range("mmt", "0", "80").at(When::Baseline, "mmt", base);
    assert_eq!(due("imacs-doi", &form("66.6")), [""; 0]);
    assert_eq!(due("imacs-doi", &form("66.7")), ["mmt-rise-impossible"]);
    assert_eq!(due_at("imacs-doi", "baseline.mmt=66.7"), [""; 0]);
    assert_eq!(due("tis-2016-minimal", &form("78.4")), ["mmt-at-best"], "2 % of 80 are 1.6");
    assert_eq!(due("tis-2016-minimal", &form("78.3")), [""; 0]);
    for (role, id, at_best, off) in [
        ("mdga", "physician-global-10", "0.5", "0.6"),
        ("ptga", "patient-global-10", "0.5", "0.6"),
        ("haq", "haq-di-standard", "0.15", "0.16"),
        ("extramuscular", "extramuscular-global-10", "0.5", "0.6"),
    ] {
        let range = builtin(id).unwrap().range;
        let (lower, upper) = (range.lower.to_string(), range.upper.unwrap_or(Dec::ZERO).to_string());
        let with = |base: &str| Visit::new().range(role, &lower, &upper).at(When::Baseline, role, base);
        assert_eq!(due("tis-2016-jdm-major", &with(at_best)), [format!("{role}-at-best")]);
        assert_eq!(due("tis-2016-jdm-major", &with(off)), [""; 0]);
    }
}

#[test]
fn no_letter_to_improve_is_said() {
    for id in ["bicla", "bicla-le-0-3", "bicla-relative"] {
        let base = |cells: &str| letters(Sheet::default(), When::Baseline, cells);
        assert_eq!(due(id, &base("C,D")), ["no-letter-to-improve"], "{id}");
        assert_eq!(due(id, &base("B,D")), [""; 0], "{id}");
        assert_eq!(due(id, &base("A,D")), [""; 0], "{id}");
    }
    assert_eq!(due_at("bicla-relative", "baseline.pga=0"), ["pga-zero-at-baseline"]);
    assert_eq!(at("steroid-reduction-50", "baseline.prednisone=20 prednisone=10.1"), NotMet);
    assert_eq!(due_at("steroid-reduction-50", "baseline.prednisone=0"), ["prednisone-zero-at-baseline"]);
}
