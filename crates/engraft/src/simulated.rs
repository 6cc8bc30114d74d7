//! Simulated subjects as files that say so, without writing them: CSV with a first line that says it, the study file with
//! its origin changed.

use std::fmt::Write as _;

use engraft_base::place::is_unsafe;
use engraft_base::{Finding, Place};
use engraft_data::DataFile;
use engraft_data::read::{RawRow, RawTable};
use engraft_protocol::{DataOrigin, InstrumentFile, Study, codes, load_study};
use engraft_results::write_table;
use engraft_review::Published;
use engraft_review::published::types::{CentreKind, SpreadKind};
use engraft_simulation::{Fault, Model, Options, Outcome, Table, Target};

/// A table as CSV; its first line is `# SIMULATED` with `mark`.
pub fn file(table: &Table, mark: &str) -> DataFile {
    let header: Vec<&str> = table.header.iter().map(String::as_str).collect();
    let mut text = format!("# SIMULATED {mark}\n");
    text.push_str(&write_table(&header, &table.rows));
    DataFile { name: format!("data/{}.csv", table.name).into(), bytes: text.into_bytes() }
}

/// A table as the reader of files would give it.
pub fn raw(table: Table) -> RawTable {
    let rows = table.rows.into_iter().zip(3_u32..);
    RawTable {
        file: format!("data/{}.csv", table.name).into(),
        name: table.name,
        headers: table.header.iter().map(|name| name.as_str().into()).collect(),
        header_line: 2,
        rows: rows.map(|(cells, line)| RawRow { line, cells }).collect(),
    }
}

/// A table made from a study's data as CSV; where these are simulated its first line says so, as it does in the tables themselves.
pub fn marked(study: &Study, csv: String) -> String {
    match study.file.study.data {
        DataOrigin::Simulated => {
            let id = one_line(&study.file.study.id);
            format!("# SIMULATED data of the study {id}: no subject is real\n{csv}")
        }
        DataOrigin::Real | DataOrigin::Published => csv,
    }
}

fn one_line(text: &str) -> String {
    text.chars().filter(|c| !is_unsafe(*c)).collect()
}

/// What is wrong with the truth of a study: everything from which nothing can be drawn.
pub fn faults(study: &Study) -> Vec<Finding> {
    if study.file.truth.is_none() {
        return Vec::new();
    }
    let faults = match Model::new(study, Options::default()) {
        // limits of entry that nobody meets show only when somebody is drawn
        Ok(model) => model.draw(1, 0).err().into_iter().collect(),
        Err(faults) => faults,
    };
    faults.iter().map(|fault| finding(study, fault)).collect()
}

/// A fault of the truth at its place in study.toml.
pub fn finding(study: &Study, fault: &Fault) -> Finding {
    let keys: Vec<&str> = fault.path.iter().map(String::as_str).collect();
    let found = Finding::error(codes::BAD_TRUTH, &fault.message).at(&place(study, &fault.path));
    found.found(study.places.text(&keys)).hint(&fault.hint)
}

/// The study file of the simulated subjects: `data = "simulated"`, a note, a title and an identifier that say so, and
/// nothing of what is not known about the real ones. `None` where the text cannot be changed so.
pub fn protocol(study: &Study, bytes: &[u8], mark: &str, instruments: &[InstrumentFile]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).ok()?;
    let section = &study.file.study;
    let assumed = study.file.truth.as_ref().and_then(|truth| truth.note.as_deref());
    let note = format!("Simulated {mark}. {}", assumed.unwrap_or("The truth is assumed."));
    let mut changes = vec![
        (span(study, "data")?, quoted("simulated")),
        (span(study, "title")?, quoted(&format!("Simulated: {}", section.title))),
        (span(study, "id")?, quoted(&format!("simulated-{}", section.id))),
    ];
    match span(study, "data-note") {
        Some(at) => changes.push((at, quoted(&note))),
        None => changes.iter_mut().take(1).for_each(|(_, word)| {
            let _ = write!(word, "\ndata-note = {}", quoted(&note));
        }),
    }
    // from the end, so that the places before stay what they are
    changes.sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
    let mut changed = text.to_owned();
    for (at, word) in changes {
        changed.get(at.clone())?;
        changed.replace_range(at, &word);
    }
    let head = format!("# SIMULATED {mark}\n");
    let short = format!("{head}{}", without_unknown(&changed));
    let whole = format!("{head}{changed}");
    let sound = |text: &String| load_study("study.toml", text.as_bytes(), instruments).study.is_some();
    [short, whole].into_iter().find(sound).map(String::into_bytes)
}

fn span(study: &Study, key: &str) -> Option<std::ops::Range<usize>> {
    study.places.node(&["study", key]).map(|node| node.span.clone())
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The text without its `[[unknown]]` tables, which are about the real subjects.
fn without_unknown(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        inside = start.starts_with("[[unknown]]") || (inside && !start.starts_with(['[', '#']));
        if !inside {
            kept.push_str(line);
        }
    }
    kept
}

/// The printed means with a deviation, and why the others are left as drawn.
pub fn targets(published: &Published) -> (Vec<Target>, Vec<String>) {
    let mut targets = Vec::new();
    let mut left = Vec::new();
    for figure in published.figures.iter().filter(|f| !f.measure.is_empty() && !f.visit.is_empty()) {
        let digits = |text: &str| u32::try_from(text.split_once('.').map_or(0, |(_, d)| d.len())).unwrap_or(0);
        let mut left_out = |why: &str| left.push(format!("{} ({}): {why}", figure.id, figure.written()));
        let Some(spread) = &figure.spread else {
            left_out("no spread is printed");
            continue;
        };
        if figure.centre_kind != CentreKind::Mean {
            left_out("the printed centre is no mean");
            continue;
        }
        let root = figure.n.map(|n| f64::from(n).sqrt());
        let sd = match (figure.spread_kind, root) {
            // what is not said is read as a deviation, and the outcome says so
            (SpreadKind::Sd | SpreadKind::Unclear, _) => spread.to_f64(),
            (SpreadKind::Sem, Some(root)) => spread.to_f64() * root,
            _ => {
                left_out("the printed spread is no standard deviation");
                continue;
            }
        };
        targets.push(Target {
            measure: figure.measure.clone(),
            arm: figure.arm.clone(),
            visit: figure.visit.clone(),
            n: figure.n,
            mean: (figure.centre.to_f64(), digits(&figure.centre.text)),
            sd: (sd, digits(&spread.text)),
        });
    }
    (targets, left)
}

/// A line on what became of a target.
pub fn line(outcome: &Outcome) -> String {
    let Target { measure, arm, visit, mean, sd, .. } = &outcome.target;
    let number = |(value, digits): (f64, u32)| format!("{value:.*}", usize::try_from(digits).unwrap_or(0));
    let what = format!("{measure} at {visit}, arm {arm}: {}±{}", number(*mean), number(*sd));
    match &outcome.matched {
        Ok(n) => format!("{what}: met exactly by {n} subjects"),
        Err(why) => format!("{what}: not met, values are as drawn ({why})"),
    }
}

/// The place of a fault of `[truth]` in the study file.
pub fn place(study: &Study, path: &[String]) -> Place {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    study.places.of(&keys)
}
