//! Assessments and laboratory values → records, before visits and baselines are known.

use std::collections::BTreeMap;
use std::sync::Arc;

use engraft_base::{ElapsedDay, Place};
use engraft_instruments::Answer;
use engraft_protocol::{Measure, Study};

use super::{Observed, Record, SubjectData, lab};
use crate::Dataset;
use crate::table::{Assessment, Entered, When};

/// All records, sorted by subject, measure, cycle and time.
pub(super) fn records(study: &Study, data: &Dataset, subjects: &[SubjectData]) -> Vec<Record> {
    let places: BTreeMap<&str, usize> = subjects.iter().enumerate().map(|(i, s)| (&*s.id, i)).rev().collect();
    let position = |id: Option<&Arc<str>>| places.get(&**id?).copied();
    let measures: BTreeMap<&str, (usize, &Measure)> =
        study.file.measures.iter().enumerate().map(|(i, (name, measure))| (name.as_str(), (i, measure))).collect();
    let mut records = Vec::with_capacity(data.assessments.len().saturating_add(data.labs.len()));
    for assessment in &data.assessments {
        if let Some((index, subject)) =
            position(assessment.subject.value.as_ref()).and_then(|i| Some((i, subjects.get(i)?)))
        {
            let measure = measures.get(&*assessment.measure).map(|(_, measure)| *measure);
            records.push(from_assessment(study, measure, assessment, index, subject));
        }
    }
    for row in &data.labs {
        let (Some(index), Some(name)) = (position(row.subject.value.as_ref()), row.measure.clone()) else { continue };
        let (Some(measure), Some(subject)) = (study.file.measures.get(&*name), subjects.get(index)) else { continue };
        let converted = lab::convert(&name, measure, row);
        let mut record = blank(index, subject, name, &row.when, row.place.clone());
        record.value = converted.value;
        record.converted = converted.rule;
        record.upper_limit = converted.upper;
        record.lower_limit = converted.lower;
        record.places = vec![row.value.place.clone()];
        records.push(record);
    }
    let measure_order = |name: &str| measures.get(name).map_or(usize::MAX, |(i, _)| *i);
    let visit_order =
        |r: &Record| r.named_visit.as_deref().and_then(|v| study.file.visits.get(v)).map_or(i32::MAX, |v| v.day);
    // the rows of a measure stand in one table, in their order there, which a stable sort keeps
    records.sort_by_cached_key(|r| {
        let day = r.cycle_day.unwrap_or_else(|| visit_order(r));
        (r.subject, measure_order(&r.measure), r.cycle, day)
    });
    records
}

fn from_assessment(
    study: &Study,
    measure: Option<&Measure>,
    assessment: &Assessment,
    index: usize,
    subject: &SubjectData,
) -> Record {
    let mut record = blank(index, subject, assessment.measure.clone(), &assessment.when, assessment.place.clone());
    record.places = assessment.entered.places();
    record.upper_limit = measure.and_then(|m| m.upper_limit).and_then(engraft_base::Dec::from_f64);
    match &assessment.entered {
        Entered::Items(items) => {
            let instrument = measure.and_then(|m| study.instrument(m));
            if let Some(instrument) = instrument.filter(|_| !assessment.entered.is_empty()) {
                let answers: Vec<Answer> = items.iter().map(|(answer, _)| *answer).collect();
                let scored = instrument.score(&answers);
                record.value = Observed::Number(scored.total);
                record.domains = scored.domains;
                record.queries = scored.queries;
                record.by_rule = scored.by_rule;
                record.answers = answers;
            }
        }
        Entered::Number(cell) => {
            if let Some(number) = cell.value {
                record.value = Observed::Number(lab::censored(number, &cell.text));
            }
        }
        Entered::Word(cell) => {
            if let Some(word) = &cell.value {
                record.value = Observed::Word(word.clone());
            }
        }
        Entered::List(cell) => {
            if let Some(list) = &cell.value {
                record.value = Observed::List(list.clone());
            }
        }
    }
    record
}

fn blank(index: usize, subject: &SubjectData, measure: Arc<str>, when: &When, row: Place) -> Record {
    let day: Option<ElapsedDay> = when.given().and_then(|d| subject.elapsed(d));
    let cycle = when.cycle.value.or_else(|| day.map(|d| subject.cycle_of(d))).unwrap_or(1);
    let start = subject.cycle(cycle).and_then(|c| c.start);
    Record {
        subject: index,
        measure,
        cycle,
        visit: None,
        named_visit: when.visit.value.clone(),
        day,
        cycle_day: day.zip(start).and_then(|(day, start)| day.checked_sub(start)),
        value: Observed::Missing,
        converted: None,
        upper_limit: None,
        lower_limit: None,
        baseline: None,
        is_baseline: false,
        analysed: false,
        off_window: false,
        change: None,
        percent_change: None,
        percent_of_range: None,
        times_upper_limit: None,
        nadir: None,
        domains: Vec::new(),
        answers: Vec::new(),
        queries: Vec::new(),
        by_rule: None,
        places: Vec::new(),
        row,
    }
}
