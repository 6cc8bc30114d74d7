//! What every section and figure reads: the spec, RESULTS by description, and the state of a verdict.

use engraft_results::ResultRow;

use crate::figure::State;
use crate::lookup::Lookup;
use crate::spec::Spec;

/// The page being made.
pub(crate) struct Page<'a> {
    pub spec: &'a Spec,
    pub lookup: Lookup<'a>,
}

/// State of a verdict row.
pub(crate) fn state(row: &ResultRow) -> State {
    match row.text.as_str() {
        "met" => State::Met,
        "not-met" => State::NotMet,
        "not-evaluable" => State::NotEvaluable,
        _ if row.note.starts_with("no data") => State::NoData,
        _ => State::Undetermined,
    }
}
