//! Figures of the report, made from RESULTS rows alone.

mod change;
mod curve;
mod domains;
mod doses;
mod flow;
mod intervals;
mod printed;
mod slope;
mod swimmer;
mod trajectory;
mod waterfall;

pub(crate) use change::{means_by_arm, spider};
pub(crate) use curve::curve;
pub(crate) use domains::domains;
pub(crate) use doses::doses;
pub(crate) use flow::flow;
pub(crate) use intervals::intervals;
pub(crate) use printed::{printed_claims, printed_means};
pub(crate) use slope::slope;
pub(crate) use swimmer::swimmer;
pub(crate) use trajectory::{mean_name, trajectory};
pub(crate) use waterfall::waterfall;

use crate::context::Page;
use crate::figure::{ScaleKind, Tip, ValueAxis};
use crate::lookup::Found;
use crate::spec::Measure;

/// Tooltip and link of a row about a subject.
fn tip(page: &Page<'_>, (id, row): Found<'_>) -> Tip {
    let visit = if row.visit.is_empty() { String::new() } else { format!(", {}", page.spec.visit_label(&row.visit)) };
    let day = row.day.map(|d| format!(", day {d}")).unwrap_or_default();
    let unit = if row.unit.is_empty() { String::new() } else { format!(" {}", row.unit) };
    let text = format!("{}{visit}{day}: {}{unit} ({id}; {})", row.subject, row.text, row.source_rows.0);
    Tip::new(text).with_href(format!("#{id}")).with_subject(row.subject.clone())
}

/// Tooltip and link of a row about a group.
fn group_tip((id, row): Found<'_>, words: &str) -> Tip {
    let n = row.n.map(|n| format!(", n = {n}")).unwrap_or_default();
    Tip::new(format!("{words} {}{n} ({id})", row.text)).with_href(format!("#{id}"))
}

/// Axis of a measure.
fn axis(measure: &Measure, log: bool) -> ValueAxis {
    ValueAxis {
        unit: measure.unit.clone(),
        benefit: measure.benefit,
        scale: if log { ScaleKind::Log10 } else { ScaleKind::Linear },
        ..ValueAxis::new(measure.label.as_str())
    }
}
