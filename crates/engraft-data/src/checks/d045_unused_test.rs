//! D045: the laboratory table has a test that no measure of the study uses.

use std::collections::BTreeSet;

use engraft_base::suggest::did_you_mean;
use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};

/// D045
pub const CHECK: Check = Check { code: Code("D045"), title: "laboratory test not used", severity: Severity::Note, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut seen = BTreeSet::new();
    let measures: Vec<&str> = input.study.lab_measures().map(|(id, m)| m.test.as_deref().unwrap_or(id)).collect();
    for lab in input.data.labs.iter().filter(|l| l.test.text.is_empty() && !l.value.is_empty()) {
        let finding = CHECK.raise("the row does not say which test it is", &lab.test.place).found(&lab.value.text);
        raised.push(
            finding.subject(&lab.subject.text).hint("fill in `test`; without it no measure takes the row").into(),
        );
    }
    for lab in input.data.labs.iter().filter(|l| l.measure.is_none() && !l.test.text.is_empty()) {
        if seen.insert(lab.test.text.to_lowercase()) {
            let finding = CHECK
                .raise(format!("no measure uses the test `{}`", lab.test.text), &lab.test.place)
                .found(&lab.test.text)
                .hint_if(did_you_mean(&lab.test.text, measures.iter().copied()));
            raised.push(finding.into());
        }
    }
}
