//! Data sets with the names and labels that a CDISC reader expects: ADSL, BDS, ADLBTOX, ADRS, ADTTE, ADAE, and a codebook.
//!
//! They are plain tables of text; the command line writes them as CSV.

mod adae;
mod adlbtox;
mod adsl;
mod adtte;
mod bds;

use engraft_base::Place;
use engraft_base::day::study_day;
use engraft_protocol::{MeasureKind, Study};

pub(crate) use adtte::last_contact;

use crate::derive::SubjectData;
use crate::{Dataset, Derived};

/// A data set as text.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name: `ADSL`.
    pub name: &'static str,
    /// Label: what it is.
    pub label: &'static str,
    /// Variables: name and label.
    pub columns: Vec<(String, String)>,
    /// Rows, one text a variable.
    pub rows: Vec<Vec<String>>,
}

/// All data sets for which there is data; the codebook comes last.
pub fn data_sets(study: &Study, data: &Dataset, derived: &Derived) -> Vec<Table> {
    let mut tables = vec![adsl::table(study, data, derived)];
    let is_lab = |kind: MeasureKind| kind == MeasureKind::Lab;
    tables
        .push(bds::table(study, derived, "ADQS", "Scores and clinical measures, basic data structure", |k| !is_lab(k)));
    tables.push(bds::table(study, derived, "ADLB", "Laboratory values, basic data structure", is_lab));
    tables.push(adlbtox::table(study, derived));
    tables.push(bds::responses(study, derived));
    tables.push(adtte::table(study, derived));
    tables.push(adae::table(study, data, derived));
    tables.retain(|t| t.name == "ADSL" || !t.rows.is_empty());
    let codebook = codebook(&tables);
    tables.push(codebook);
    tables
}

fn codebook(tables: &[Table]) -> Table {
    let rows = tables.iter().flat_map(|table| {
        table.columns.iter().enumerate().map(|(i, (name, label))| {
            let distinct: std::collections::BTreeSet<&str> =
                table.rows.iter().filter_map(|row| row.get(i)).map(String::as_str).filter(|t| !t.is_empty()).collect();
            let filled = table.rows.iter().filter(|row| row.get(i).is_some_and(|t| !t.is_empty())).count();
            // `01` is an identifier: as a number it would lose its zero
            let padded = |t: &str| t.len() > 1 && t.starts_with('0') && !t.starts_with("0.");
            let numeric = !distinct.is_empty() && distinct.iter().all(|t| t.parse::<f64>().is_ok() && !padded(t));
            let values = match (numeric, distinct.len()) {
                (false, 1..=12) => distinct.iter().copied().collect::<Vec<_>>().join(" | "),
                _ => String::new(),
            };
            let kind = if numeric { "number" } else { "text" };
            let counts = [table.rows.len().to_string(), filled.to_string()];
            let [rows, filled] = counts;
            vec![table.name.to_owned(), name.clone(), label.clone(), kind.to_owned(), rows, filled, values]
        })
    });
    let columns = [
        ("DATASET", "Data set"),
        ("VARIABLE", "Variable"),
        ("LABEL", "Label"),
        ("TYPE", "Number or text"),
        ("ROWS", "Rows of the data set"),
        ("FILLED", "Rows with a value"),
        ("VALUES", "Values, when there are few"),
    ];
    Table { name: "CODEBOOK", label: "Variables of all data sets", columns: named(&columns), rows: rows.collect() }
}

fn named(columns: &[(&str, &str)]) -> Vec<(String, String)> {
    columns.iter().map(|(name, label)| ((*name).to_owned(), (*label).to_owned())).collect()
}

/// The variables with which every data set begins, followed by its own.
fn with_subject(columns: &[(&str, &str)]) -> Vec<(String, String)> {
    let subject = [
        ("STUDYID", "Study identifier"),
        ("USUBJID", "Unique subject identifier"),
        ("ARM", "Description of planned arm"),
    ];
    named(&subject).into_iter().chain(named(columns)).collect()
}

/// The cells of these variables, followed by the others of the row.
fn subject_row(study: &Study, subject: Option<&SubjectData>, cells: Vec<String>) -> Vec<String> {
    let arm = subject.map(|s| study.arm_label(&s.arm).to_owned()).unwrap_or_default();
    let mut row = vec![study.file.study.id.clone(), text(subject.map(|s| s.id.clone())), arm];
    row.extend(cells);
    row
}

/// CDISC: PARAMCD, at most eight capital letters and digits, unlike any other of the study.
pub(crate) fn param_code(study: &Study, id: &str) -> String {
    let short = |id: &str| id.chars().filter(char::is_ascii_alphanumeric).take(8).collect::<String>().to_uppercase();
    let all = study.file.measures.keys().chain(study.file.responses.keys()).chain(study.file.events.keys());
    let all = all.chain(study.file.estimands.iter().map(|estimand| &estimand.id));
    let same: Vec<&String> = all.filter(|other| short(other) == short(id)).collect();
    match same.iter().position(|other| *other == id) {
        Some(n) if n > 0 => format!("{:.6}{:02}", short(id), n.saturating_add(1)),
        _ => short(id),
    }
}

/// File, row and column of the first cell.
fn source(places: &[Place]) -> [String; 3] {
    match places.first() {
        Some(place) => [place.file.to_string(), place.row.to_string(), place.field.as_deref().unwrap_or("").to_owned()],
        None => Default::default(),
    }
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn flag(yes: bool) -> String {
    if yes { "Y".to_owned() } else { String::new() }
}

/// CDISC: --DY.
fn day(elapsed: Option<i32>) -> String {
    text(elapsed.map(study_day))
}
