//! D067: two subjects have the same values throughout: one may be a copy of the other.

use engraft_base::{Code, Severity};
use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Input, Raised};

/// D067
pub const CHECK: Check =
    Check { code: Code("D067"), title: "two subjects with the same values", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (index, subject) in input.derived.subjects.iter().enumerate() {
        let numbers = input.derived.records.iter().filter(|r| r.subject == index);
        let numbers = numbers.filter_map(|r| r.value.number().map(|n| format!("{} {:?} {n}", r.measure, r.visit)));
        let numbers: Vec<String> = numbers.collect();
        let distinct: BTreeSet<&str> = numbers.iter().filter_map(|t| t.rsplit(' ').next()).collect();
        // a few equal scores are no wonder; six with four different numbers are
        if numbers.len() < 6 || distinct.len() < 4 {
            continue;
        }
        let Some(other) = seen.insert(numbers, index).and_then(|i| input.derived.subjects.get(i)) else { continue };
        let finding = CHECK
            .raise(format!("all values of `{}` equal those of `{}`", subject.id, other.id), &subject.place)
            .subject(&*subject.id)
            .related(&other.place, "the other subject")
            .hint("is one subject entered twice?");
        raised.push(finding.into());
    }
}
