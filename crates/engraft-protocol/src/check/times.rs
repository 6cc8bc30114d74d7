//! Times of an estimand: what they count from, what ends them, what competes.

use engraft_base::Finding;

use super::Context;
use crate::codes;
use crate::types::{OpenRule, Variable};

/// The keys of a time, held against the time that the variable names. `at` is the place of the variable.
pub(super) fn check(context: &Context, at: &[&str], variable: &Variable, findings: &mut Vec<Finding>) {
    events(context, at, ("competing", &variable.competing), variable.time().is_some(), findings);
    events(context, at, ("lost-by", &variable.lost_by), variable.duration_of.is_some(), findings);
    let place = |key: &'static str| [at, &[key]].concat();
    if let Some(response) = &variable.from_response {
        context.require("responses", response, &place("from-response"), findings);
        if variable.time_to.is_none() {
            misplaced(context, &place("from-response"), "from-response", "time-to", findings);
        }
    }
    // a plain time to an event is not made of visits, and has its end on the day of the event
    let of_visits = variable.time_to_response.is_some() || variable.counts_from().is_some();
    if variable.undetermined != OpenRule::default() && !of_visits {
        let wanted = "time-to-response`, `duration-of` or `from-response";
        misplaced(context, &place("undetermined"), "undetermined", wanted, findings);
    }
    if let Some(response) = &variable.duration_of
        && context.file.responses.get(response).is_some_and(|response| response.sustained.is_some())
    {
        let message = format!("`{response}` is judged once, at the end of its stretch: it has no duration");
        let fault = context.fault(codes::NOT_AVAILABLE, &place("duration-of"), message);
        findings.push(fault.hint("name a response without `sustained`"));
    }
}

/// Events named by a key, which must exist, and the key, which must belong here.
fn events(
    context: &Context,
    at: &[&str],
    (key, names): (&'static str, &[String]),
    belongs: bool,
    findings: &mut Vec<Finding>,
) {
    for (i, event) in names.iter().enumerate() {
        let i = i.to_string();
        let place = [at, &[key, i.as_str()]].concat();
        context.require("events", event, &place, findings);
        if !belongs {
            let wanted =
                if key == "competing" { "time-to`, `time-to-response` or `duration-of" } else { "duration-of" };
            misplaced(context, &place, key, wanted, findings);
        }
    }
}

fn misplaced(context: &Context, place: &[&str], key: &str, wanted: &str, findings: &mut Vec<Finding>) {
    let message = format!("`{key}` has no meaning without `{wanted}`");
    findings.push(context.fault(codes::KEY_NOT_FOR_KIND, place, message));
}
