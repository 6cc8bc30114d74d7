//! Every limit of every definition: cases on it, just below and just above it, and no changed limit goes unseen.
//!
//! The cases stand in `tests/limits/`, worked from the published wording and not from the rules. A limit without its
//! three cases fails; so does a definition of which one limit can be moved, or made strict or inclusive, without a
//! case turning. What cannot turn anything is in `exempt.toml`, with the reason.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use engraft_base::Verdict;

use super::{responses, rule};
use crate::rule::tests::mutants::{Side, limits, mutants};

mod exempt;
mod scene;
mod table;

use exempt::Exemptions;
use scene::Scene;
use table::{Case, cases};

/// The case as the context of a definition.
fn scene(id: &str, case: &Case) -> Scene {
    Scene::new(id, &case.words)
}

#[test]
fn every_case_has_the_verdict_written_down() {
    let mut wrong = String::new();
    let mut count = 0;
    for definition in responses() {
        for case in cases(&definition.id) {
            let found = rule(&definition.id).evaluate(&scene(&definition.id, case)).verdict;
            if found != case.verdict {
                let _ = writeln!(wrong, "{}: {}: {found}, not {}", definition.id, case.words, case.verdict);
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 6000, "{count}");
}

#[test]
fn every_limit_has_a_case_on_it_below_it_and_above_it() {
    let mut exempt = Exemptions::read();
    let mut lacking = String::new();
    for definition in responses() {
        let id = &definition.id;
        let scenes: Vec<Scene> = cases(id).iter().map(|case| scene(id, case)).collect();
        for limit in limits(&rule(id)) {
            let sides: BTreeSet<Side> = scenes.iter().filter_map(|scene| limit.side(scene)).collect();
            let wanted = [(Side::Below, limit.has_below), (Side::On, true), (Side::Above, limit.has_above)];
            for (side, _) in wanted.into_iter().filter(|(side, there)| *there && !sides.contains(side)) {
                if !exempt.side(id, &limit.text, side) {
                    let _ = writeln!(lacking, "{id}: {side:?} {}", limit.text);
                }
            }
        }
    }
    assert!(lacking.is_empty(), "limits without a case:\n{lacking}");
    let idle = exempt.idle_sides();
    assert!(idle.is_empty(), "exempt without need: {idle:?}");
}

#[test]
fn no_moved_limit_goes_unseen() {
    let mut exempt = Exemptions::read();
    let mut unseen = String::new();
    let mut count = 0;
    for definition in responses() {
        let id = &definition.id;
        let scenes: Vec<(Scene, Verdict)> = cases(id).iter().map(|case| (scene(id, case), case.verdict)).collect();
        for mutant in mutants(&rule(id)) {
            let seen = scenes.iter().any(|(scene, verdict)| mutant.answer(scene) != *verdict);
            if !seen && !exempt.mutant(id, &mutant.what) {
                let _ = writeln!(unseen, "{id}: {}", mutant.what);
            }
            count += 1;
        }
    }
    assert!(unseen.is_empty(), "changes that no case notices:\n{unseen}");
    assert!(count > 4900, "{count}");
    let idle = exempt.idle_mutants();
    assert!(idle.is_empty(), "exempt without need: {idle:?}");
}
