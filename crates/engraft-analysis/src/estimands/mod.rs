//! Estimands: whom they are about, which value each subject has under the strategies, and what the methods say.

mod by_page;
mod course;
mod curve;
mod margin;
mod numbers;
mod proportions;
mod select;
mod time_to;
mod times;
mod trail;

use engraft_protocol::{Estimand, Method, Takes};
use engraft_results::ResultRow;
use rayon::prelude::*;

use crate::emit::Emit;
use crate::values::Decimals;
use crate::{Input, methods};

pub(crate) use trail::Trail;

/// Emits every estimand, main method first.
pub(crate) fn emit(input: &Input<'_>, trail: &Trail, emit: &mut Emit) {
    let mut times = times::Times::new(input);
    times.emit(input, emit);
    let decimals = Decimals::new(input);
    // each estimand makes its rows alone; they are joined in the order of the file, whatever thread was first
    let made: Vec<Emit> = input
        .study
        .file
        .estimands
        .par_iter()
        .map(|estimand| {
            let chosen = select::Select::new(input, Some(trail), &times, estimand);
            let mut own = emit.empty();
            one(&chosen, &decimals, &mut own);
            own
        })
        .collect();
    made.into_iter().for_each(|own| emit.append(own));
}

/// Emits the same rows without what they come from, one estimand after the other.
pub(crate) fn estimates(input: &Input<'_>, emit: &mut Emit) {
    let times = times::Times::new(input);
    let decimals = Decimals::new(input);
    for estimand in &input.study.file.estimands {
        let chosen = select::Select::new(input, None, &times, estimand);
        one(&chosen, &decimals, emit);
    }
}

/// All methods of one estimand.
fn one(chosen: &select::Select<'_>, decimals: &Decimals, emit: &mut Emit) {
    let estimand = chosen.estimand;
    let digits = digits(decimals, estimand);
    let first = emit.results.rows().len();
    for method in std::iter::once(&estimand.method).chain(&estimand.sensitivity) {
        match (method.name.is_built_in(), method.name.takes()) {
            (true, Takes::Number) => numbers::run(chosen, method, digits, emit),
            (true, _) => proportions::run(chosen, method, emit),
            (false, _) => by_page::run(chosen, method, digits, emit),
        }
        margin::emit(chosen, method, first, emit);
    }
}

/// Decimals of an estimate: one more than a single value.
fn digits(decimals: &Decimals, estimand: &Estimand) -> usize {
    let v = &estimand.variable;
    let measure = v.change_in.as_ref().or(v.value_of.as_ref());
    measure.map_or(1, |m| decimals.of(m)).saturating_add(usize::from(measure.is_some()))
}

/// What all rows of an estimand and method have in common.
fn base(input: &Input<'_>, estimand: &Estimand, method: &Method, arm: &str) -> ResultRow {
    let v = &estimand.variable;
    let keys = [&v.change_in, &v.percent_change_in, &v.value_of, &v.response, &v.event];
    let measure = keys.into_iter().flatten().next().map(String::as_str).or(v.time().map(|(_, name)| name));
    // a response or an event may have the name of a measure
    let of_measure = v.change_in.as_ref().or(v.percent_change_in.as_ref()).or(v.value_of.as_ref());
    let unit = match (&v.percent_change_in, of_measure.and_then(|m| input.study.file.measures.get(m))) {
        (Some(_), _) => "%".to_owned(),
        (None, Some(m)) => m.unit.clone().unwrap_or_default(),
        (None, None) => String::new(),
    };
    ResultRow {
        analysis_id: format!("estimand.{}", estimand.id),
        estimand_id: estimand.id.clone(),
        analysis_set: estimand.population.clone(),
        arm: arm.to_owned(),
        cycle: estimand.variable.cycle.word().to_owned(),
        visit: v.at.clone().unwrap_or_default(),
        measure: measure.unwrap_or_default().to_owned(),
        unit,
        method: methods::text(method, level(input, method)),
        method_version: methods::VERSION.to_owned(),
        ..ResultRow::default()
    }
}

fn level(input: &Input<'_>, method: &Method) -> f64 {
    method.level.unwrap_or_else(|| input.study.level())
}

/// Arms of an estimand: each alone, or the pair that is compared.
fn arms(input: &Input<'_>) -> Vec<String> {
    input.arms()
}
