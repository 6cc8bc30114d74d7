//! D070: the study file names a subject that the subjects table does not have: a slip there would quietly change an
//! analysis set, or what counts as known to be missing.

use engraft_base::suggest::did_you_mean;
use engraft_base::{Code, Place, Severity};

use super::{Check, Input, Raised};
use crate::derive::subject_index;

/// D070
pub const CHECK: Check =
    Check { code: Code("D070"), title: "study file names an unknown subject", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let index = subject_index(&input.data.subjects);
    let known: Vec<&str> = index.keys().map(AsRef::as_ref).collect();
    let places = &input.study.places;
    let mut named: Vec<(&str, Place)> = Vec::new();
    for (set, spec) in &input.study.file.sets {
        named.extend(spec.exclude.keys().map(|id| (id.as_str(), places.key(&["sets", set, "exclude", id]))));
    }
    for (i, entry) in input.study.file.unknown.iter().enumerate() {
        let i = i.to_string();
        let at = |j: usize| places.of(&["unknown", &i, "subjects", &j.to_string()]);
        named.extend(entry.subjects.iter().enumerate().map(|(j, id)| (id.as_str(), at(j))));
    }
    for (id, place) in named.into_iter().filter(|(id, _)| !known.is_empty() && !known.contains(id)) {
        let finding = CHECK
            .raise(format!("the subject `{id}` is not in the subjects table"), &place)
            .found(id)
            .subject(id)
            .hint_if(did_you_mean(id, known.iter().copied()));
        raised.push(finding.into());
    }
}
