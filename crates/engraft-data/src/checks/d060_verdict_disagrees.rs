//! D060: the recorded verdict is not the one that the definition gives on the recorded values.

use engraft_base::{Code, Severity};

use super::d059_verdict_without_components::recorded;
use super::{Check, Input, Raised};

/// D060
pub const CHECK: Check =
    Check { code: Code("D060"), title: "recorded verdict disagrees", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (response, judged, record, verdict) in recorded(input) {
        let Some(ours) = judged.verdict.decided() else { continue };
        if Some(ours) == verdict.decided() {
            continue;
        }
        let parts: Vec<&str> = judged.parts.iter().map(|p| p.values.as_str()).collect();
        let finding = CHECK
            .raise(
                format!("`{response}` is recorded as {verdict}; the definition gives {}", judged.verdict),
                record.places.first().unwrap_or(&record.row),
            )
            .found(record.value.text())
            .subject(input.subject_id(judged.subject))
            .visit(&*judged.visit)
            .expected(parts.join("; "))
            .related(&input.study.places.key(&["responses", response]), "the definition")
            .hint("compare both with the source document");
        raised.push(finding.into());
    }
}
