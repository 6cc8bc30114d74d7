//! Identifiers, analysis sets, declared gaps, table specifications.

use engraft_base::suggest::did_you_mean;
use engraft_base::{Finding, Place, id};

use super::Context;
use crate::codes;
use crate::types::{STANDARD_COLUMNS, TableSpec};

/// Sections whose keys are names of the study's own.
const NAMED: [&str; 8] = ["arms", "visits", "characteristics", "measures", "responses", "events", "entry", "sets"];

/// Analysis sets that need no definition.
pub(crate) const BUILT_IN_SETS: [&str; 2] = ["all-enrolled", "all-treated"];

pub(crate) fn check(context: &Context, findings: &mut Vec<Finding>) {
    if !id::is_valid(&context.file.study.id) {
        identifier(&context.places.of(&["study", "id"]), &context.file.study.id, findings);
    }
    for section in NAMED {
        for name in context.names(section) {
            if !id::is_valid(name) {
                identifier(&context.places.key(&[section, name]), name, findings);
            }
        }
    }
    sets(context, findings);
    unknown(context, findings);
    tables(context, findings);
}

fn identifier(place: &Place, name: &str, findings: &mut Vec<Finding>) {
    let message = format!("`{name}` is not an identifier");
    let finding = Finding::error(codes::BAD_IDENTIFIER, message)
        .at(place)
        .found(name)
        .expected("lower-case letters, digits and single hyphens, beginning with a letter")
        .hint(format!("`{}` would do", id::make_valid(name)));
    findings.push(finding);
}

fn sets(context: &Context, findings: &mut Vec<Finding>) {
    for (name, set) in &context.file.sets {
        if BUILT_IN_SETS.contains(&name.as_str()) {
            let fault = context.fault(codes::DUPLICATE, &["sets", name], format!("the set `{name}` is built in"));
            findings.push(fault.hint("give it another name"));
        }
        for (i, requirement) in set.requires.iter().enumerate() {
            let i = i.to_string();
            let path = ["sets", name.as_str(), "requires", i.as_str()];
            context.require("measures", &requirement.measure, &[&path[..], &["measure"]].concat(), findings);
            context.require("visits", &requirement.visit, &[&path[..], &["visit"]].concat(), findings);
        }
    }
}

fn unknown(context: &Context, findings: &mut Vec<Finding>) {
    for (i, entry) in context.file.unknown.iter().enumerate() {
        let i = i.to_string();
        if let Some(measure) = &entry.measure {
            context.require("measures", measure, &["unknown", &i, "measure"], findings);
        }
        if let Some(visit) = &entry.visit {
            context.require("visits", visit, &["unknown", &i, "visit"], findings);
        }
        if let Some(table) = &entry.table {
            let known: Vec<&str> = STANDARD_COLUMNS.iter().map(|(name, _)| *name).collect();
            if !known.contains(&table.as_str()) {
                let path = ["unknown", i.as_str(), "table"];
                let fault = context.fault(codes::UNKNOWN_NAME, &path, format!("there is no table `{table}`"));
                findings.push(fault.hint_if(did_you_mean(table, known)));
            }
        }
    }
}

fn tables(context: &Context, findings: &mut Vec<Finding>) {
    let tables = &context.file.tables;
    let given = [
        ("subjects", &tables.subjects),
        ("infusions", &tables.infusions),
        ("labs", &tables.labs),
        ("medications", &tables.medications),
        ("events", &tables.events),
        ("disposition", &tables.disposition),
    ];
    for (name, spec) in given {
        if let Some(spec) = spec {
            columns(context, name, &["tables", name], spec, findings);
        }
    }
    for (name, spec) in &tables.measures {
        columns(context, "measures", &["tables", "measures", name], spec, findings);
    }
}

fn columns(context: &Context, table: &str, path: &[&str], spec: &TableSpec, findings: &mut Vec<Finding>) {
    let known = STANDARD_COLUMNS.iter().find(|(name, _)| *name == table).map_or(&[][..], |(_, columns)| columns);
    for column in spec.columns.keys() {
        if !known.contains(&column.as_str()) {
            let path = [path, &["columns", column.as_str()]].concat();
            let finding =
                Finding::error(codes::UNKNOWN_NAME, format!("`{column}` is not a column of the {table} table"))
                    .at(&context.places.key(&path))
                    .found(column)
                    .hint(
                        did_you_mean(column, known.iter().copied()).unwrap_or(format!("columns: {}", known.join(", "))),
                    );
            findings.push(finding);
        }
    }
}
