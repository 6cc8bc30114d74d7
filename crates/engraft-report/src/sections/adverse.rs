//! Adverse events by grade and by the days since the first infusion; cytokine release and neurotoxicity.

use maud::{Markup, html};

use crate::context::Page;
use crate::lookup::Found;
use crate::number::{dash, linked};
use crate::spec::Named;

/// A row of the table: a system, a term, or a term at a grade.
struct Line<'a> {
    analysis: &'static str,
    name: &'a str,
    /// As in the names of the statistics.
    grade: String,
    /// Whether it stands under a system.
    under: bool,
}

/// The tables of every arm, all arms together behind a fold.
pub(super) fn by_grade(page: &Page<'_>) -> Markup {
    if page.lookup.rows("adverse-event-grade").next().is_none() {
        return html! {};
    }
    html! {
        h3 { "Adverse events by grade and by days from the first infusion" }
        p.hint {
            "Each cell: subjects (events). A subject counts once a term and window, at its worst grade there; every event "
            "counts once, on the day it began, at its own grade. An event before the first infusion counts nowhere."
        }
        @for arm in page.spec.single_arms() { (table(page, arm)) }
        @if page.spec.single_arms().len() > 1 { @if let Some(all) = page.spec.arms.last() {
            details { summary { (all.label) } (table(page, all)) }
        } }
    }
}

/// Every row with something in it, systems before their terms.
fn lines<'a>(page: &Page<'a>, arm: &str) -> Vec<Line<'a>> {
    let mut found: Vec<Line<'a>> = Vec::new();
    let mut systems: Vec<&str> = Vec::new();
    for (_, row) in page.lookup.rows("adverse-event-grade").filter(|(_, r)| r.arm == arm) {
        let Some(grade) = row.statistic.strip_prefix("events-").and_then(|s| s.strip_suffix("-any-day")) else {
            continue;
        };
        let system = row.note.strip_prefix("system: ").unwrap_or("");
        if !system.is_empty() && !systems.contains(&system) {
            systems.push(system);
            found.push(Line {
                analysis: "adverse-event-grade-system",
                name: system,
                grade: "any-grade".to_owned(),
                under: false,
            });
        }
        found.push(Line {
            analysis: "adverse-event-grade",
            name: &row.measure,
            grade: grade.to_owned(),
            under: !system.is_empty(),
        });
    }
    found
}

fn table(page: &Page<'_>, arm: &Named) -> Markup {
    let lines = lines(page, &arm.id);
    let get = |line: &Line<'_>, what: &str, window: &str| -> Option<Found<'_>> {
        let statistic = format!("{what}-{}-{window}", line.grade);
        let mut rows = page.lookup.rows(line.analysis);
        rows.find(|(_, r)| r.arm == arm.id && r.measure == line.name && r.statistic == statistic)
    };
    // events without a day have a column only where there are any
    let undated =
        |window: &Named| window.id == "no-day" && lines.iter().all(|line| get(line, "events", &window.id).is_none());
    let windows: Vec<&Named> = page.spec.adverse_windows.iter().filter(|window| !undated(window)).collect();
    let of = page.lookup.rows("adverse-event-grade").find(|(_, r)| r.arm == arm.id).and_then(|(_, r)| r.n);
    html! {
        div.scroll { table.adverse {
            caption { (arm.label) @if let Some(of) = of { ": " (of) " subjects" } }
            thead { tr {
                th scope="col" { "Term" } th scope="col" { "Grade" }
                @for window in &windows { th.num scope="col" { (window.label) } }
            } }
            tbody { @for line in &lines {
                @let total = line.grade == "any-grade";
                tr.group[total && !line.under] {
                    @if total { th.indent[line.under] scope="row" { (line.name) } } @else { th scope="row" aria-label=(line.name) {} }
                    td { (grade(&line.grade)) }
                    @for window in &windows { td.num { (pair(get(line, "subjects", &window.id), get(line, "events", &window.id))) } }
                }
            } }
        } }
    }
}

fn grade(word: &str) -> String {
    match word {
        "any-grade" => "any".to_owned(),
        "grade-not-recorded" => "not recorded".to_owned(),
        other => other.trim_start_matches("grade-").to_owned(),
    }
}

/// `2 (3)`: subjects and events; a dash where there are none.
fn pair(subjects: Option<Found<'_>>, events: Option<Found<'_>>) -> Markup {
    match events {
        Some((_, row)) if row.value != Some(0.0) => html! { (linked(subjects)) " (" (linked(events)) ")" },
        _ => dash(),
    }
}

/// Worst grades of cytokine release and neurotoxicity, by arm and by subject.
pub(super) fn special(page: &Page<'_>) -> Markup {
    let kinds = [("crs", "Cytokine release syndrome"), ("icans", "Neurotoxicity (ICANS)")];
    let found: Vec<(&str, &str)> =
        kinds.into_iter().filter(|(id, _)| page.lookup.rows(&format!("{id}-grade-count")).next().is_some()).collect();
    let silent: Vec<&str> = kinds.iter().filter(|kind| !found.contains(kind)).map(|(_, label)| *label).collect();
    if page.lookup.rows("adverse-event-grade").next().is_none() {
        return html! {};
    }
    html! {
        @if !found.is_empty() {
            div.scroll { table {
                caption { "Cytokine release and neurotoxicity: subjects by their worst recorded grade" }
                thead { tr {
                    th scope="col" { "What" } th scope="col" { "Arm" } th.num scope="col" { "Any / of" }
                    @for grade in 1..=5 { th.num scope="col" { (grade) } } th.num scope="col" { "Not recorded" }
                } }
                tbody { @for (id, label) in &found { @for arm in &page.spec.arms { (special_row(page, id, label, arm)) } } }
            } }
            @for (id, label) in &found { (special_subjects(page, id, label)) }
        }
        @if !silent.is_empty() {
            p.hint { "No event of the table is named as: " (silent.join(", ")) ". The words looked for stand in " code { "[safety]" } " of the study file." }
        }
    }
}

fn special_row(page: &Page<'_>, id: &str, label: &str, arm: &Named) -> Markup {
    let analysis = format!("{id}-grade-count");
    let get = |statistic: &str| page.lookup.rows(&analysis).find(|(_, r)| r.arm == arm.id && r.statistic == statistic);
    html! {
        tr {
            th scope="row" { (label) } td { (arm.label) } td.num { (linked(get("any"))) " / " (linked(get("n"))) }
            @for grade in 1..=5 { td.num { (linked(get(&format!("worst-{grade}")))) } }
            td.num { (linked(get("worst-not-recorded"))) }
        }
    }
}

fn special_subjects(page: &Page<'_>, id: &str, label: &str) -> Markup {
    let analysis = format!("{id}-grade");
    let worst: Vec<Found<'_>> = page.lookup.rows(&analysis).filter(|(_, r)| r.statistic == "worst-grade").collect();
    html! {
        details { summary { (label) ": each subject (" (worst.len()) ")" }
            div.scroll { table {
                thead { tr {
                    th scope="col" { "Subject" } th.num scope="col" { "Worst grade" } th.num scope="col" { "Events" }
                    th.num scope="col" { "First day" } th.num scope="col" { "Last day" }
                } }
                tbody { @for found in &worst {
                    @let get = |statistic: &str| page.lookup.rows(&analysis).find(|(_, r)| r.subject == found.1.subject && r.statistic == statistic);
                    tr data-subject=(found.1.subject) {
                        th scope="row" { (found.1.subject) } td.num { (linked(Some(*found))) } td.num { (linked(get("events"))) }
                        td.num { (linked(get("first-day"))) } td.num { (linked(get("last-day"))) }
                    }
                } }
            } }
        }
    }
}
