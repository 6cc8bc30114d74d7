//! ADSL: one row a subject.

use engraft_protocol::{CharacteristicKind, Study};

use super::{Table, day, flag, subject_row, text, with_subject};
use crate::{Dataset, Derived};

/// ADSL.
pub(super) fn table(study: &Study, data: &Dataset, derived: &Derived) -> Table {
    let mut columns = with_subject(&[
        ("ARMCD", "Planned arm code"),
        ("ENRLFL", "Enrolled population flag"),
        ("SAFFL", "Safety population flag (at least one infusion)"),
        ("TRTSDT", "Date of first infusion"),
        ("NINFUS", "Number of infusions"),
        ("NCYCLE", "Number of treatment cycles"),
        ("EOSSTT", "End of study status"),
        ("DCSREAS", "Reason for leaving the study"),
        ("EOSDY", "Study day of leaving the study"),
    ]);
    let wanted: Vec<_> = study.file.characteristics.iter().collect();
    for (name, spec) in &wanted {
        let label = spec.label.clone().unwrap_or_else(|| (*name).clone());
        let unit = spec.unit.as_ref().map(|u| format!(" ({u})")).unwrap_or_default();
        columns.push((name.to_uppercase().replace('-', ""), format!("{label}{unit}")));
    }
    let rows = derived.subjects.iter().map(|subject| {
        let infusions: usize = subject.cycles.iter().map(|c| c.infusions.len()).sum();
        let given = data.has("infusions").then_some(infusions);
        let ended = subject.ended.as_ref();
        let mut row = subject_row(
            study,
            Some(subject),
            vec![
                subject.arm.to_string(),
                "Y".to_owned(),
                flag(subject.treated),
                text(subject.anchor),
                text(given),
                subject.cycles.len().to_string(),
                text(ended.map(|e| e.status.clone())),
                text(ended.and_then(|e| e.reason.clone())),
                day(ended.and_then(|e| e.day)),
            ],
        );
        let cells = data.subjects.get(subject.row).map(|s| &s.characteristics);
        for (name, spec) in &wanted {
            let cell = cells.and_then(|c| c.get(*name));
            row.push(match spec.kind {
                CharacteristicKind::Number => text(cell.and_then(|(number, _)| number.value)),
                CharacteristicKind::Category => text(cell.and_then(|(_, word)| word.value.clone())),
            });
        }
        row
    });
    let rows = rows.collect();
    Table { name: "ADSL", label: "Subject-level analysis data set", columns, rows }
}
