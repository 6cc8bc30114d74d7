//! Laboratory grades and windows of adverse events in the words of the report.

use engraft_protocol::Study;
use engraft_report::spec::{GradeTerm, Grading, Named};

/// The windows, those without a day, and all together.
pub(super) fn windows(study: &Study) -> Vec<Named> {
    let named = |id: String, label: String| Named { id, label };
    let mut first = 0;
    let mut found = Vec::new();
    for last in &study.file.safety.windows {
        let label = if first == *last { format!("Day {first}") } else { format!("Days {first} to {last}") };
        found.push(named(format!("day-{first}-{last}"), label));
        first = last.saturating_add(1);
    }
    found.push(named(format!("day-{first}-on"), format!("From day {first}")));
    found.push(named("no-day".to_owned(), "Day not known".to_owned()));
    found.push(named("any-day".to_owned(), "Any day".to_owned()));
    found
}

/// The criteria with the terms that grade the study's measures.
pub(super) fn grading(study: &Study) -> Option<Grading> {
    let table = study.grading()?;
    let graded = study.graded_terms();
    let terms = graded.iter().map(|graded| {
        let (id, label) = (graded.term.id.clone(), graded.term.label.clone());
        GradeTerm { id, label, measure: graded.id.to_owned() }
    });
    let without = study.lab_measures().filter(|(id, _)| graded.iter().all(|graded| graded.id != *id));
    Some(Grading {
        id: table.id.clone(),
        name: table.name.clone(),
        version: table.version.clone(),
        terms: terms.collect(),
        ungraded: without.map(|(id, _)| study.measure_label(id).to_owned()).collect(),
    })
}
