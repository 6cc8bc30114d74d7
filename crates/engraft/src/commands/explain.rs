//! `engraft explain`

use std::fmt::Write as _;
use std::path::Path;

use engraft_analysis::{methods, stat};
use engraft_base::suggest::did_you_mean;
use engraft_instruments::{builtin, builtins, grading, response, units};
use engraft_results::{ResultRow, Results, RowId, SourceRows};
use serde_json::json;

use super::{fail, prepare, print};
use crate::args::Format;
use crate::progress::Progress;
use crate::{exit, pages, pipeline};

/// Prints a page.
pub fn run(what: &str, format: Format) -> u8 {
    if let Some((study, row)) = what.rsplit_once(':')
        && let Some((id, _)) = SourceRows::row_range(row)
    {
        return result_row(Path::new(study), id, format);
    }
    let Some(text) = page(what) else {
        let known = known();
        let hint = did_you_mean(what, known.iter().map(String::as_str));
        let hint =
            hint.unwrap_or("`engraft list checks|instruments|responses|methods|analytes` shows what there is".into());
        return fail(exit::USAGE, &format!("there is no page `{what}`\n  hint: {hint}"));
    };
    match format {
        Format::Text => print(&text),
        Format::Json => {
            let document = json!({ "schema": "engraft-page/1", "name": what, "page": text });
            print(&format!("{}\n", serde_json::to_string_pretty(&document).unwrap_or_default()))
        }
    }
}

fn page(what: &str) -> Option<String> {
    let code = what.to_uppercase();
    if let Some(text) = pages::page(&code) {
        return Some(text.to_owned());
    }
    if let Some(instrument) = builtin(what) {
        return Some(instrument.page());
    }
    if let Some(definition) = response::response(what) {
        return Some(definition.page());
    }
    if let Some(method) = stat::method(what) {
        return Some(method.page.markdown(methods::VERSION));
    }
    grading::page(what).or_else(|| units::find_analyte(what).map(analyte_page))
}

fn known() -> Vec<String> {
    let mut known: Vec<String> = pages::checks().into_iter().map(|c| c.code.to_owned()).collect();
    known.extend(builtins().iter().map(|i| i.id.clone()));
    known.extend(response::responses().iter().map(|r| r.id.clone()));
    known.extend(stat::methods().iter().map(|m| m.page.id.clone()));
    known.extend(grading::ids());
    known.extend(units::analytes().iter().map(|a| a.id.to_owned()));
    known
}

fn analyte_page(analyte: &units::Analyte) -> String {
    let mut text = format!("# {} (`{}`)\n\nKept in {}.\n\n", analyte.label, analyte.id, analyte.canonical);
    text.push_str("| unit | conversion | plausible values |\n|---|---|---|\n");
    for unit in &analyte.units {
        let rule = if unit.factor.is_some() { unit.rule.as_str() } else { "none" };
        let short = |limit: engraft_base::Dec| (limit.to_f64() * 1e6).round() / 1e6;
        let (low, high) = (short(unit.plausible.0), short(unit.plausible.1));
        let _ = writeln!(text, "| {} | {rule} | {low} to {high} |", unit.ucum);
    }
    text
}

/// A row of RESULTS with its trail down to the cells.
fn result_row(study: &Path, id: RowId, format: Format) -> u8 {
    let progress = Progress::new();
    let prepared = match prepare(study, &progress) {
        Ok(prepared) => prepared,
        Err(code) => return code,
    };
    let Some(sound) = &prepared.sound else {
        progress.done();
        return fail(exit::FINDINGS, "the study file has faults; `engraft check` lists them");
    };
    let results = pipeline::analyze(sound, &progress);
    progress.done();
    let Some(row) = results.get(id) else {
        return fail(exit::USAGE, &format!("there is no row {id}; the last is R{}", results.rows().len()));
    };
    match format {
        Format::Text => print(&row_text(&results, id, row)),
        Format::Json => print(&format!("{}\n", serde_json::to_string_pretty(row).unwrap_or_default())),
    }
}

fn row_text(results: &Results, id: RowId, row: &ResultRow) -> String {
    let mut text = format!("{id}: {} = {}\n", row.statistic, row.text);
    let value = row.value.map(|v| v.to_string()).unwrap_or_default();
    let n = row.n.map(|n| n.to_string()).unwrap_or_default();
    let fields = [
        ("value", value.as_str()),
        ("unit", &row.unit),
        ("n", &n),
        ("analysis", &row.analysis_id),
        ("estimand", &row.estimand_id),
        ("analysis set", &row.analysis_set),
        ("arm", &row.arm),
        ("cycle", &row.cycle),
        ("visit", &row.visit),
        ("measure", &row.measure),
        ("subject", &row.subject),
        ("method", &row.method),
        ("method version", &row.method_version),
        ("note", &row.note),
    ];
    for (name, value) in fields.into_iter().filter(|(_, v)| !v.is_empty()) {
        let _ = writeln!(text, "  {name}: {value}");
    }
    trail(&mut text, results, row, 1);
    text
}

/// What a row rests on, indented; rows are followed to the cells.
fn trail(text: &mut String, results: &Results, row: &ResultRow, depth: usize) {
    let indent = "  ".repeat(depth);
    for part in row.source_rows.parts() {
        let Some((first, last)) = SourceRows::row_range(part) else {
            let _ = writeln!(text, "{indent}from {part}");
            continue;
        };
        for (id, row) in results.iter().filter(|(id, _)| (first..=last).contains(id)) {
            let _ = writeln!(text, "{indent}from {id}: {} {} {} = {}", row.subject, row.visit, row.statistic, row.text);
            if depth < 8 {
                trail(text, results, row, depth.saturating_add(1));
            }
        }
    }
}
