//! Every definition reads, and gives the published and hand-worked answers at, below and above each limit.

use std::collections::BTreeSet;

use engraft_base::Verdict::{self, Met, NotEvaluable, NotMet, Undetermined};

use super::{DEFINITIONS, ResponseDefinition, response, responses};
use crate::instrument::Status;
use crate::rule::rule_name;
use crate::rule::tests::Visit;

fn answer(id: &str, visit: &Visit) -> Verdict {
    let definition = response(id).unwrap_or_else(|| panic!("{id}"));
    definition.compiled().unwrap_or_else(|faults| panic!("{id}: {faults:?}")).evaluate(visit).verdict
}

fn pair(id: &str, name: &str, baseline: &str, now: &str) -> Verdict {
    answer(id, &Visit::new().pair(name, baseline, now))
}

#[test]
fn every_definition_reads_and_binds_exactly_its_roles() {
    for (id, text) in DEFINITIONS {
        let definition: ResponseDefinition = toml::from_str(text).unwrap_or_else(|fault| panic!("{id}: {fault}"));
        assert_eq!(definition.id, *id);
        let rule = definition.compiled().unwrap_or_else(|faults| panic!("{id}: {faults:?}"));
        let used: BTreeSet<(String, &str)> = rule.measures().into_iter().map(|m| (m.name, m.kind.word())).collect();
        let needed = definition.needs.iter().map(|need| (rule_name(&need.measure), need.kind.word())).collect();
        assert_eq!(used, needed, "{id}");
        assert!(definition.status == Status::Verified || definition.status_note.is_some(), "{id}");
        assert!(definition.need(&rule.measures()[0].name).is_some());
        let page = definition.page();
        assert!(page.contains(id) && page.contains("## Rule") && page.contains("## Sources"), "{page}");
    }
    assert_eq!(responses().len(), DEFINITIONS.len());
    assert!(responses().iter().map(|r| r.id.as_str()).is_sorted());
    assert!(response("easi-60").is_none());
}

#[test]
fn the_instruments_named_for_a_role_exist() {
    for definition in responses() {
        for instrument in definition.needs.iter().flat_map(|need| &need.instruments) {
            assert!(crate::registry::builtin(instrument).is_some(), "{}: {instrument}", definition.id);
        }
    }
}

/// Worked example A5.
#[test]
fn easi_responses_are_relative_and_inclusive() {
    assert_eq!(pair("easi-75", "easi", "20.0", "5.0"), Met);
    assert_eq!(pair("easi-75", "easi", "20.0", "5.05"), NotMet);
    assert_eq!(pair("easi-75", "easi", "20.0", "4.95"), Met);
    for (id, below, on, above) in [
        ("easi-50", "6.15", "6.1", "6.05"),
        ("easi-75", "3.1", "3.05", "3"),
        ("easi-90", "1.25", "1.22", "1.2"),
        ("easi-100", "0.05", "0", "0"),
    ] {
        let answers = [below, on, above].map(|now| pair(id, "easi", "12.2", now));
        assert_eq!(answers, [NotMet, Met, Met], "{id}");
    }
    assert_eq!(pair("easi-50", "easi", "0", "0"), NotEvaluable);
    assert_eq!(pair("easi-50", "easi", "20", "8..10"), Met);
    assert_eq!(pair("easi-50", "easi", "20", "8..10.1"), Undetermined);
    assert_eq!(answer("easi-50", &Visit::new().pair("easi", "20", "?").range("easi", "0", "72")), Undetermined);
    let scorad = ["24.8", "24.75", "24.7"].map(|now| pair("scorad-50", "scorad", "49.5", now));
    assert_eq!(scorad, [NotMet, Met, Met]);
}

/// Worked examples.
#[test]
fn iga_success_needs_two_points_and_iga_01_does_not() {
    for (baseline, now, success, clear) in [
        ("4", "1", Met, Met),
        ("3", "1", Met, Met),
        ("2", "1", NotMet, Met),
        ("4", "2", NotMet, NotMet),
        ("2", "0", Met, Met),
    ] {
        assert_eq!(pair("iga-success", "iga", baseline, now), success, "{baseline} to {now}");
        assert_eq!(pair("iga-01", "iga", baseline, now), clear, "{baseline} to {now}");
    }
    assert_eq!(answer("iga-success", &Visit::new().pair("iga", "?", "2")), NotMet);
    assert_eq!(answer("iga-success", &Visit::new().pair("iga", "1", "?").range("iga", "0", "4")), NotMet);
}

#[test]
fn itch_response_needs_four_points_from_four() {
    assert_eq!(["3.01", "3", "2.99"].map(|now| pair("itch-nrs-4", "itch_nrs", "7", now)), [NotMet, Met, Met]);
    assert_eq!(pair("itch-nrs-4", "itch_nrs", "4", "0"), Met);
    assert_eq!(pair("itch-nrs-4", "itch_nrs", "3.9", "0"), NotMet);
    let missing = Visit::new().pair("itch_nrs", "?", "7").range("itch_nrs", "0", "10");
    assert_eq!(answer("itch-nrs-4", &missing), NotMet);
}

#[test]
fn sledai_response_and_remission() {
    assert_eq!(["9", "8", "7"].map(|now| pair("sledai-2k-response-4", "sledai_2k", "12", now)), [NotMet, Met, Met]);
    assert_eq!(pair("sledai-2k-response-4", "sledai_2k", "12", "6..8"), Met);
    assert_eq!(pair("sledai-2k-response-4", "sledai_2k", "12", "6..9"), Undetermined);
    let remission = |now: &str| answer("sledai-2k-remission", &Visit::new().now("clinical_sledai", now));
    assert_eq!(
        [remission("0"), remission("1"), remission("0..1"), remission("1..2")],
        [Met, NotMet, Undetermined, NotMet]
    );
}

/// Worked examples D1 to D3.
#[test]
fn doris_remission_and_its_two_readings_of_the_dose() {
    let doris = |sledai: &str, pga: &str, dose: &str| {
        let visit = Visit::new().now("clinical_sledai", sledai).now("pga", pga).now("prednisone", dose);
        (answer("doris-2021-le5", &visit), answer("doris-2021-lt5", &visit))
    };
    assert_eq!(doris("0", "0.4", "5.0"), (Met, NotMet), "D1");
    assert_eq!(doris("0", "0.5", "0"), (NotMet, NotMet), "D2");
    assert_eq!(doris("1", "0.4", "0"), (NotMet, NotMet), "D3");
    assert_eq!(doris("0", "0.49", "4.99"), (Met, Met));
    assert_eq!(doris("0", "0.51", "4.99"), (NotMet, NotMet));
    assert_eq!(doris("0", "0.4", "5.01"), (NotMet, NotMet));
    assert_eq!(doris("0", "0.4", "?"), (Undetermined, Undetermined));
    assert_eq!(doris("1", "?", "?"), (NotMet, NotMet));
}

/// Six pairs in the order MDGA, PtGA, MMT, HAQ, enzyme, extramuscular.
fn myositis(pairs: [(&str, &str); 6]) -> Visit {
    let names = ["mdga", "ptga", "mmt", "haq", "enzyme", "extramuscular"];
    names.into_iter().zip(pairs).fold(Visit::new(), |visit, (name, (baseline, now))| visit.pair(name, baseline, now))
}

const THREE_BETTER: [(&str, &str); 6] =
    [("5", "4"), ("4", "5.2"), ("100", "100"), ("0.8", "1.2"), ("1000", "800"), ("5", "4")];

fn doi(change: impl FnOnce(&mut [(&'static str, &'static str); 6])) -> Verdict {
    let mut pairs = THREE_BETTER;
    change(&mut pairs);
    answer("imacs-doi", &myositis(pairs))
}

/// Worked examples I1 to I3.
#[test]
fn imacs_improvement_counts_better_and_worse_measures() {
    let all = [("7", "3"), ("6", "2"), ("110", "140"), ("1.5", "0.75"), ("2000", "400"), ("4", "1")];
    assert_eq!(answer("imacs-doi", &myositis(all)), Met, "I1");
    assert_eq!(doi(|_| {}), Met, "I2");
    assert_eq!(doi(|p| (p[1], p[2]) = (("4", "4"), ("100", "75"))), NotMet, "I3");
    assert_eq!(doi(|p| (p[1], p[2]) = (("4", "4"), ("100", "75.1"))), Met, "muscle strength just above");
    assert_eq!(doi(|p| p[0].1 = "4.01"), NotMet, "19.8 % is not 20 %");
    assert_eq!(doi(|p| p[2].1 = "120"), Met);
    assert_eq!(doi(|p| (p[0].1, p[2].1) = ("4.01", "120")), Met, "muscle strength improves by rising");
    assert_eq!(doi(|p| (p[0].1, p[2].1) = ("4.01", "119.9")), NotMet);
}

#[test]
fn imacs_improvement_allows_two_worse_measures_and_no_third() {
    let better = |p: &mut [(&'static str, &'static str); 6]| p[2] = ("100", "120");
    assert_eq!(
        doi(|p| {
            better(p);
            p[5] = ("4", "4.99")
        }),
        Met
    );
    assert_eq!(
        doi(|p| {
            better(p);
            p[5] = ("4", "5")
        }),
        NotMet,
        "exactly 25 % worse is worse"
    );
    assert_eq!(
        doi(|p| {
            better(p);
            p[5] = ("0", "0.1")
        }),
        NotMet,
        "a rise from 0 is worse"
    );
    assert_eq!(
        doi(|p| {
            better(p);
            p[5] = ("0", "0")
        }),
        Met,
        "0 to 0 is neither better nor worse"
    );
    assert_eq!(
        doi(|p| {
            better(p);
            p[5] = ("4", "?")
        }),
        Undetermined
    );
    assert_eq!(
        doi(|p| {
            better(p);
            (p[1].1, p[5]) = ("4", ("4", "?"))
        }),
        Met,
        "at most two can be worse"
    );
    assert_eq!(doi(|p| p[2] = ("0", "0")), Met, "no strength at baseline cannot be lost");
}

/// Worked examples.
#[test]
fn skin_score_improvement_needs_points_and_percent() {
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "24", "18"), Met);
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "20", "15"), NotMet);
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "20", "14"), Met);
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "25", "19"), NotMet, "24 %");
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "5", "0"), NotMet);
    assert_eq!(pair("eustar-mrss-improvement", "mrss", "0", "0"), NotMet);
}

#[test]
fn normal_enzyme_and_halved_dose() {
    let ck = |now: &str| answer("ck-normal", &Visit::new().now("ck", now).uln("ck", "170"));
    assert_eq!([ck("169.9"), ck("170"), ck("170.1"), ck("..170")], [Met, Met, NotMet, Met]);
    assert_eq!(answer("ck-normal", &Visit::new().now("ck", "100")), Undetermined);
    let dose = ["17.1", "17", "16.9"].map(|now| pair("steroid-reduction-50", "prednisone", "34", now));
    assert_eq!(dose, [NotMet, Met, Met]);
    assert_eq!(pair("steroid-reduction-50", "prednisone", "0", "0"), NotEvaluable);
}

#[test]
fn pages_show_rule_needs_and_sources() {
    let page = response("doris-2021-lt5").unwrap().page();
    for text in [
        "now.prednisone < 5",
        "| pga | `pga` | number | `pga` |",
        "https://doi.org/10.1136/lupus-2021-000538",
        "doris-2021-le5",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
}
