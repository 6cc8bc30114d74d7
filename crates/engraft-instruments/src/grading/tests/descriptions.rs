//! The files: all parse, all are consistent, all have pages.

use super::super::registry::{SCALES, TABLES};
use super::super::{Condition, GradeTable, Scale, ids, page, scales, tables};
use crate::instrument::Status;
use crate::units::find_analyte;

#[test]
fn every_file_parses_and_bears_its_name() {
    assert_eq!(tables().len(), TABLES.len());
    assert_eq!(scales().len(), SCALES.len());
    for (id, text) in TABLES {
        assert_eq!(toml::from_str::<GradeTable>(text).map(|table| table.id).as_deref(), Ok(*id));
    }
    for (id, text) in SCALES {
        assert_eq!(toml::from_str::<Scale>(text).map(|scale| scale.id).as_deref(), Ok(*id));
    }
}

#[test]
fn terms_are_sorted_and_their_criteria_sound() {
    for table in tables() {
        assert!(table.terms.is_sorted_by(|a, b| a.id < b.id), "{}", table.id);
        for term in &table.terms {
            let name = format!("{}:{}", table.id, term.id);
            let sets: Vec<&str> = term.limits.iter().map(|limits| limits.set.word()).collect();
            assert!(sets == ["both"] || sets.starts_with(&["si", "us"]), "{name}: {sets:?}");
            assert!(term.status == Status::Verified || term.note.is_some(), "{name}");
            for limits in &term.limits {
                for criterion in &limits.criteria {
                    assert!((1..=4).contains(&criterion.grade), "{name}");
                    let by_grade = criterion.when == [Condition::Graded] && !criterion.needs.is_empty();
                    assert!(criterion.bound().is_some() != by_grade, "{name}: {}", criterion.words());
                }
                let repeated = |c| limits.criteria.iter().filter(|other| *other == c).count() > 1;
                assert!(!limits.criteria.iter().any(repeated), "{name}");
            }
        }
    }
}

#[test]
fn terms_of_known_analytes_have_units_of_theirs() {
    let mut unknown = std::collections::BTreeSet::new();
    for term in tables().iter().flat_map(|table| &table.terms) {
        let Some(analyte) = find_analyte(&term.analyte) else {
            unknown.insert(term.analyte.as_str());
            continue;
        };
        assert_eq!(analyte.id, term.analyte, "{}", term.id);
        for unit in term.limits.iter().filter_map(|limits| limits.unit.as_deref()) {
            assert_eq!(analyte.unit(unit).map(|known| known.ucum), Some(unit), "{}", term.id);
            assert!(term.limits_in(unit).is_some());
        }
    }
    // Analytes that the table of units does not have yet.
    let expected = [
        "alp",
        "amylase",
        "aptt",
        "calcium-corrected",
        "calcium-ionised",
        "cd4",
        "cholesterol",
        "creatinine-clearance",
        "ggt",
        "haptoglobin",
        "hdl-cholesterol",
        "inr",
        "ldl-cholesterol",
        "lipase",
        "magnesium",
        "ph",
        "phosphate",
        "potassium",
        "sodium",
        "triglycerides",
        "uric-acid",
    ];
    assert!(unknown.iter().all(|analyte| expected.contains(analyte)), "{unknown:?}");
}

#[test]
fn an_analyte_with_two_disorders_has_two_terms() {
    let table = super::super::table("ctcae-v5").unwrap();
    let of = |analyte: &'static str| table.terms_of(analyte).map(|term| term.id.as_str()).collect::<Vec<_>>();
    assert_eq!(of("potassium"), ["potassium-high", "potassium-low"]);
    assert_eq!(of("neutrophils"), ["neutrophils"]);
}

#[test]
fn every_identifier_has_a_page() {
    let ids = ids();
    assert!(ids.is_sorted() && ids.len() > 120);
    for id in &ids {
        let page = page(id).unwrap_or_else(|| panic!("no page {id}"));
        assert!(page.starts_with("# ") && page.contains(&format!("`{id}`")) && page.contains("## Sources"), "{id}");
    }
    for wanted in ["ctcae-v5", "ctcae-v5:neutrophils", "astct-crs", "astct-icans"] {
        assert!(ids.iter().any(|id| id == wanted), "{wanted}");
    }
    assert!(page("ctcae-v5:nothing").is_none() && page("ctcae-v7").is_none());
    let neutrophils = page("ctcae-v5:neutrophils").unwrap();
    for row in ["| 1 | below 1 × LLN |", "| 2 | below 1.5 |", "| 4 | below 500 |"] {
        assert!(neutrophils.contains(row), "{neutrophils}");
    }
}

#[test]
fn descriptions_survive_being_written_and_read() {
    for table in tables() {
        let text = toml::to_string(table).unwrap();
        assert_eq!(toml::from_str::<GradeTable>(&text).as_ref(), Ok(table));
    }
    for scale in scales() {
        assert_eq!(toml::from_str::<Scale>(&toml::to_string(scale).unwrap()).as_ref(), Ok(scale));
    }
    let schema = schemars::schema_for!(GradeTable);
    assert!(schema.as_object().is_some_and(|object| object.contains_key("properties")));
}
