//! Sum over regions of weight times the sum of the signs times the area score: EASI, mEASI, PASI.
//!
//! A region with area 0 adds 0 and is complete whatever its signs. A sign with the role `everywhere` belongs to no
//! region and is added to the signs of each (the itch of the mEASI).

use engraft_base::Dec;

use super::{Inputs, Outcome, Part};
use crate::instrument::{Domain, Instrument};
use crate::item::Role;
use crate::number::Interval;

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let parts = inputs.instrument.domains.iter().map(|domain| region(inputs, domain)).collect();
    let mut outcome = Outcome::of_sum(parts);
    outcome.queries = queries(inputs);
    outcome
}

fn region<'a>(inputs: Inputs<'a, '_>, domain: &'a Domain) -> Part<'a> {
    let mut items = inputs.members(domain);
    let mut signs = inputs.of_role(domain, Role::Score);
    for (index, _, value) in inputs.items().filter(|(_, item, _)| item.role == Role::Everywhere) {
        items.push(index);
        signs = signs.plus(value);
    }
    let value = signs.product(inputs.of_role(domain, Role::Area)).scaled(domain.weight.unwrap_or(Dec::ONE));
    Part::new(Some(&domain.id), items, value)
}

fn queries(inputs: Inputs<'_, '_>) -> Vec<String> {
    let mut queries = Vec::new();
    for domain in &inputs.instrument.domains {
        let (signs, area) = (inputs.of_role(domain, Role::Score), inputs.of_role(domain, Role::Area));
        if area == Interval::ZERO && signs.lower > Some(Dec::ZERO) {
            queries.push(format!("{} has signs but area 0", domain.id));
        }
        if area.lower > Some(Dec::ZERO) && signs == Interval::ZERO {
            queries.push(format!("{} has an area but no signs", domain.id));
        }
    }
    queries
}

pub(super) fn describe(instrument: &Instrument) -> String {
    let weight = |d: &Domain| format!("{} {}", d.label, d.weight.unwrap_or(Dec::ONE));
    let weights: Vec<String> = instrument.domains.iter().map(weight).collect();
    let everywhere: Vec<&str> =
        instrument.items.iter().filter(|item| item.role == Role::Everywhere).map(|item| item.label.as_str()).collect();
    let shared = if everywhere.is_empty() {
        String::new()
    } else {
        format!(" Added to the signs of each region: {}.", everywhere.join(", "))
    };
    format!(
        "Sum over the regions of weight × (sum of the signs) × area score. Weights: {}.{shared} A region with area 0 adds \
         0 whatever its signs.",
        weights.join(", ")
    )
}
