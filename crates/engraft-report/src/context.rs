//! What every section and figure reads: the spec, RESULTS by description, and the state of a verdict.

use engraft_results::ResultRow;

use crate::figure::State;
use crate::lookup::{Found, Lookup};
use crate::spec::{Estimand, Spec};

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

/// One statistic of an estimand, arm and method, at the visit of the question.
pub(crate) fn statistic<'a>(
    page: &Page<'a>,
    estimand: &Estimand,
    arm: &str,
    method: &str,
    statistic: &str,
) -> Option<Found<'a>> {
    let analysis = format!("estimand.{}", estimand.id);
    // statistics of a time, or of a visit before the one of the question, belong to the table of parts
    let whole = |r: &ResultRow| {
        r.day.is_none() && (r.visit.is_empty() || r.visit == estimand.visit.as_deref().unwrap_or_default())
    };
    let mut rows = page.lookup.rows(&analysis).filter(|(_, r)| whole(r));
    rows.find(|(_, r)| r.arm == arm && r.method == method && r.statistic == statistic)
}
