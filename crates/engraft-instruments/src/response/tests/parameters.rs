//! Numbers that a study may choose.

use engraft_base::Verdict::{Met, NotMet};

use super::super::{Chosen, ParameterFault};
use super::{response, responses, visit};
use crate::rule::tests::dec;

fn chosen(value: &str) -> Chosen {
    [("normal-egfr".to_owned(), dec(value))].into()
}

/// Normal filtration 90, 85 and 60: at, below and above each, and 10 % below it.
#[test]
fn the_normal_filtration_is_chosen() {
    let judge = |id: &str, value: &str, text: &str| {
        let definition = response(id).unwrap();
        definition.compiled_with(definition, &chosen(value)).unwrap().evaluate(&visit(text)).verdict
    };
    let normal =
        |value, egfr: &str| judge("eular-era-2012-cr", value, &format!("upcr=10 baseline.egfr=130 egfr={egfr}"));
    assert_eq!(["90", "89.9"].map(|egfr| normal("90", egfr)), [Met, NotMet]);
    assert_eq!(["85", "84.9"].map(|egfr| normal("85", egfr)), [Met, NotMet]);
    assert_eq!(["60", "59.9"].map(|egfr| normal("60", egfr)), [Met, NotMet]);
    // 10 % below 85 are 76.5, where it was below 85 before
    let near =
        |base: &str, egfr: &str| judge("eular-era-2012-cr", "85", &format!("upcr=10 baseline.egfr={base} egfr={egfr}"));
    assert_eq!([near("84.9", "76.5"), near("84.9", "76.4"), near("85", "76.5")], [Met, NotMet, NotMet]);
    for id in ["china-pmc9386217", "eular-2019-05-cr", "eular-2019-07-cr"] {
        let text = |egfr: &str| format!("proteinuria=0.3 baseline.egfr=120 egfr={egfr}");
        assert_eq!(["85", "84.9"].map(|egfr| judge(id, "85", &text(egfr))), [Met, NotMet], "{id}");
    }
}

#[test]
fn a_choice_outside_the_range_or_of_an_unknown_parameter_is_refused() {
    let definition = response("eular-era-2012-cr").unwrap();
    for fine in ["60", "90", "120"] {
        assert_eq!(definition.parameter_faults(&chosen(fine)), [], "{fine}");
    }
    for beyond in ["59.9", "120.1", "-90"] {
        let faults = definition.parameter_faults(&chosen(beyond));
        assert!(matches!(faults.as_slice(), [ParameterFault::OutOfRange(..)]), "{beyond}: {faults:?}");
    }
    let faults = response("easi-75").unwrap().parameter_faults(&chosen("90"));
    assert_eq!(faults, [ParameterFault::Unknown("normal-egfr".into())]);
    assert_eq!(faults[0].to_string(), "the definition has no parameter `normal-egfr`");
}

#[test]
fn every_parameter_stands_in_its_rule_and_on_its_page() {
    for definition in responses() {
        for known in &definition.parameters {
            let place = format!("{{{}}}", known.name);
            assert!(definition.rule.contains(&place), "{}: {place}", definition.id);
            assert!(known.range.contains(known.value), "{}", definition.id);
            let row = format!("| `{}` | {} |", known.name, known.value);
            assert!(definition.page().contains(&row), "{}: {row}", definition.id);
            assert_eq!(definition.parameters_with(&Chosen::new())[0], (known.name.clone(), known.value));
        }
        assert!(!definition.rule_with(&Chosen::new()).contains('{'), "{}", definition.id);
    }
    let rule = response("eular-era-2012-cr").unwrap().rule_with(&chosen("85"));
    assert_eq!(rule, "now.upcr < 50 && (now.egfr >= 85 || (baseline.egfr < 85 && now.egfr >= 0.9 * 85))");
}
