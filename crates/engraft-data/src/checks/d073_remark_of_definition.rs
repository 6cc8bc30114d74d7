//! D073: the definition of a response remarks on a subject: from its baseline the response is impossible or undefined.

use std::collections::BTreeMap;
use std::sync::Arc;

use engraft_base::{Code, Place, Severity};

use super::{Check, Input, Raised};
use crate::derive::Remarked;

/// D073
pub const CHECK: Check =
    Check { code: Code("D073"), title: "remark of a definition", severity: Severity::Warning, run };

/// Subject, order of the response, cycle.
type Whose = (usize, usize, u32);

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let order = |response: &str| input.study.responses.get_index_of(response).unwrap_or(usize::MAX);
    let mut found: BTreeMap<Whose, (Arc<str>, Vec<&Remarked>)> = BTreeMap::new();
    for judged in input.derived.verdicts.iter().filter(|judged| !judged.remarks.is_empty()) {
        let whose = (judged.subject, order(&judged.response), judged.cycle);
        let (_, remarks) = found.entry(whose).or_insert_with(|| (judged.response.clone(), Vec::new()));
        for remark in &judged.remarks {
            if remarks.iter().all(|known| known.id != remark.id) {
                remarks.push(remark);
            }
        }
    }
    for ((subject, ..), (response, remarks)) in found {
        let places: Vec<&Place> = remarks.iter().flat_map(|remark| &remark.places).collect();
        let definition = input.study.places.key(&["responses", &response]);
        let texts: Vec<&str> = remarks.iter().map(|remark| remark.text.as_str()).collect();
        let finding = CHECK
            .raise(format!("`{response}`: {}", texts.join("; ")), places.first().copied().unwrap_or(&definition))
            .subject(input.subject_id(subject))
            .related(&definition, "the definition")
            .hint("the verdict stands; say in the protocol how such a subject counts");
        raised.push(finding.into());
    }
}
