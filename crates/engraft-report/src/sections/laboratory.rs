//! Laboratory grades: worst grade by term and arm, shift from baseline, subjects of grade 3 and above, open grades.

use maud::{Markup, html};

use crate::context::Page;
use crate::lookup::{Found, Key};
use crate::number::linked;
use crate::spec::{Finding, GradeTerm, Named};

const GRADES: [u8; 5] = [0, 1, 2, 3, 4];

pub(super) fn render(page: &Page<'_>) -> Option<Markup> {
    let grading = page.spec.grading.as_ref()?;
    let (seen, silent): (Vec<&GradeTerm>, Vec<&GradeTerm>) =
        grading.terms.iter().partition(|term| page.spec.arms.iter().any(|arm| has(page, term, arm, "assessed")));
    let raised: Vec<&GradeTerm> = seen.iter().copied().filter(|term| raised(page, term)).collect();
    Some(html! {
        p {
            "Grades by " (grading.name) " " (grading.version) " (" code { (grading.id) } "), from the numbers alone: a clinical "
            "fact that would raise a grade stands in no laboratory table. Each value is held against the limits of normal "
            "of its own sample, in the unit of its measure: one entered in another unit is converted first. Where the criteria count in multiples of an abnormal baseline, it is that of the "
            "first cycle. Every value after the first infusion counts, scheduled or not."
        }
        @if !grading.ungraded.is_empty() { p.hint { "Without grades in these criteria, or left out: " (grading.ungraded.join(", ")) "." } }
        @if !silent.is_empty() {
            p.hint { "Without a value after the infusion: " (silent.iter().map(|t| t.label.as_str()).collect::<Vec<_>>().join(", ")) "." }
        }
        @if !seen.is_empty() {
            (worst(page, &seen))
            (high(page, &seen))
            @if raised.is_empty() { p { "No grade above 0 before or after the infusion: there is no shift to show." } }
            @else {
                h3 { "Shift from baseline" }
                p.hint { "Rows: grade at baseline. Columns: worst grade after the first infusion. Above the diagonal the grade rose. Terms without any grade above 0 are left out." }
                @for term in &raised { (shift(page, term)) }
            }
        }
        (open(page, &grading.terms))
    })
}

/// The row of an arm of one of the term's analyses.
fn row<'a>(page: &Page<'a>, analysis: &str, term: &GradeTerm, arm: &Named, statistic: &str) -> Option<Found<'a>> {
    let analysis = format!("{analysis}.{}:{}", term.measure, term.id);
    page.lookup.any_method(Key { analysis: &analysis, arm: &arm.id, statistic, ..Key::default() })
}

fn has(page: &Page<'_>, term: &GradeTerm, arm: &Named, statistic: &str) -> bool {
    row(page, "lab-grade-worst", term, arm, statistic).is_some_and(|(_, row)| row.value > Some(0.0))
}

/// Whether any subject has a grade above 0, or an open one, before or after the infusion.
fn raised(page: &Page<'_>, term: &GradeTerm) -> bool {
    let quiet = |row: &engraft_results::ResultRow| row.statistic == "shift-0-0" || row.value == Some(0.0);
    let analysis = format!("lab-grade-shift.{}:{}", term.measure, term.id);
    page.lookup.rows(&analysis).any(|(_, row)| !quiet(row))
}

fn worst(page: &Page<'_>, terms: &[&GradeTerm]) -> Markup {
    html! {
        div.scroll { table {
            caption { "Worst grade after the first infusion: subjects treated" }
            thead { tr {
                th scope="col" { "Term" } th scope="col" { "Arm" } th.num scope="col" { "Assessed / of" }
                @for grade in GRADES { th.num scope="col" { "Grade " (grade) } }
                th.num scope="col" title="a missing limit or baseline leaves several grades possible" { "Open" }
                th.num scope="col" { "≥ 3" } th.num scope="col" title="worst grade above that of baseline" { "Above baseline" }
            } }
            tbody { @for term in terms { @for (i, arm) in page.spec.arms.iter().enumerate() {
                @let get = |statistic: &str| row(page, "lab-grade-worst", term, arm, statistic);
                tr {
                    th scope="row" { @if i == 0 { (capital(&term.label)) } }
                    td { (arm.label) } td.num { (linked(get("assessed"))) " / " (linked(get("n"))) }
                    @for grade in GRADES { td.num { (linked(get(&format!("worst-{grade}")))) } }
                    td.num { (linked(get("worst-open"))) } td.num { (linked(get("at-least-3"))) } td.num { (linked(get("emergent"))) }
                }
            } } }
        } }
    }
}

fn shift(page: &Page<'_>, term: &GradeTerm) -> Markup {
    let arms = page.spec.single_arms();
    html! {
        div.scroll { table.shift {
            caption { (capital(&term.label)) " (" (page.spec.measure(&term.measure).map_or(term.measure.as_str(), |m| m.label.as_str())) ")" }
            thead {
                @if arms.len() > 1 { tr { th {} @for arm in &arms { th scope="colgroup" colspan="5" { (arm.label) } } } }
                tr { th scope="col" { "Baseline" } @for _ in &arms { @for grade in GRADES { th.num scope="col" { (grade) } } } }
            }
            tbody { @for before in GRADES { tr {
                th scope="row" { (before) }
                @for arm in &arms { @for grade in GRADES {
                    @let found = row(page, "lab-grade-shift", term, arm, &format!("shift-{before}-{grade}"));
                    td.num.same[before == grade].none[found.is_some_and(|(_, r)| r.value == Some(0.0))] { (linked(found)) }
                } }
            } } }
            tfoot { tr {
                th scope="row" { "Open" }
                @for arm in &arms { td.num colspan="5" { (linked(row(page, "lab-grade-shift", term, arm, "shift-open"))) } }
            } }
        } }
    }
}

/// With a capital letter at the head.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Every subject with a grade of 3 or above.
fn high(page: &Page<'_>, terms: &[&GradeTerm]) -> Markup {
    let mut found: Vec<(&GradeTerm, Found<'_>)> = Vec::new();
    for term in terms {
        let analysis = format!("lab-grade.{}:{}", term.measure, term.id);
        found.extend(
            page.lookup.rows(&analysis).filter(|(_, r)| r.statistic == "onset-grade-3").map(|row| (*term, row)),
        );
    }
    if found.is_empty() {
        return html! { p { "No value reached grade 3." } };
    }
    html! {
        div.scroll { table {
            caption { "Subjects who reached grade 3 or above, or may have" }
            thead { tr {
                th scope="col" { "Subject" } th scope="col" { "Arm" } th scope="col" { "Term" }
                th.num scope="col" { "At baseline" } th.num scope="col" { "Worst" }
                th.num scope="col" { "First day ≥ 3" } th.num scope="col" { "Days until the grade of baseline" }
            } }
            tbody { @for (term, (_, first)) in &found {
                @let analysis = format!("lab-grade.{}:{}", term.measure, term.id);
                @let get = |statistic| page.lookup.any_method(Key { analysis: &analysis, arm: &first.arm, subject: &first.subject, statistic, ..Key::default() });
                tr data-subject=(first.subject) {
                    th scope="row" { (first.subject) } td { (page.spec.arm_label(&first.arm)) } td { (capital(&term.label)) }
                    td.num { (linked(get("baseline-grade"))) } td.num { (linked(get("worst-grade"))) }
                    td.num { (linked(get("onset-grade-3"))) } td.num { (linked(get("duration-grade-3"))) }
                }
            } }
        } }
    }
}

/// Values whose grade is open, and rows that were kept out because their unit is missing or unknown.
fn open(page: &Page<'_>, terms: &[GradeTerm]) -> Markup {
    let mut values: Vec<(&GradeTerm, Found<'_>)> = Vec::new();
    for term in terms {
        let analysis = format!("lab-grade-open.{}:{}", term.measure, term.id);
        values.extend(page.lookup.rows(&analysis).map(|row| (term, row)));
    }
    let units: Vec<&Finding> =
        page.spec.findings.iter().filter(|f| ["D040", "D041", "D044"].contains(&f.code.as_str())).collect();
    html! {
        @if values.is_empty() && units.is_empty() { p { "Every value could be graded." } }
        @else { details { summary { "Values that could not be graded, or only between grades (" (values.len().saturating_add(units.len())) ")" }
            div.scroll { table {
                thead { tr {
                    th scope="col" { "Subject" } th scope="col" { "Term" } th.num scope="col" { "Day" }
                    th.num scope="col" { "Grades possible" } th scope="col" { "Why" }
                } }
                tbody {
                    @for (term, (id, row)) in &values { tr {
                        th scope="row" { (row.subject) } td { (term.label) }
                        td.num { @if let Some(day) = row.day { (day) } @else { "not known" } }
                        td.num { (linked(Some((*id, *row)))) } td { (row.note) }
                    } }
                    @for finding in &units { tr {
                        th scope="row" { (finding.subject) } td { "–" } td.num { "–" } td.num { "not graded" }
                        td { (finding.code) ": " (finding.message) " (" (finding.place) ")" }
                    } }
                }
            } }
        } }
    }
}
