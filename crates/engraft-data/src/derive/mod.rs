//! Typed tables → what the analyses read: records with visit, baseline and change; verdicts; events.
//!
//! Every derived thing carries the cells it comes from. What an error touches is taken out of the tables before
//! ([`Dataset::without`]); everything else goes on.

mod arithmetic;
mod baseline;
mod context;
mod events;
mod grades;
mod lab;
mod records;
mod responses;
mod timeline;
mod times;
mod visits;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use engraft_base::{Dec, ElapsedDay, Place, Score, Verdict};
use engraft_instruments::Answer;
use engraft_instruments::rule::Part;
use engraft_protocol::Study;

pub use engraft_instruments::grading::{Course, Grade, shift_table};

pub use arithmetic::{difference, percent_change, ratio};
pub use grades::{GradedValue, TermGrades};
pub use lab::{analyte, convertible};
pub use responses::judge_at_baseline;
pub use timeline::{Cycle, Ended, SubjectData};
pub use times::{Time, Untimed, time_of};

use crate::Dataset;
use crate::table::Subject;

/// What the analyses read.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// Subjects in the order of their table.
    pub subjects: Vec<SubjectData>,
    /// One record a subject, measure and time, sorted by subject, measure, cycle and time.
    pub records: Vec<Record>,
    /// One verdict a subject, response, cycle and visit.
    pub verdicts: Vec<Judged>,
    /// One entry a subject and event that happened.
    pub events: Vec<Happened>,
    /// Laboratory grades, one entry a term and subject, where the study asks for them.
    pub grades: Vec<TermGrades>,
    series: BTreeMap<usize, BTreeMap<Arc<str>, Range<usize>>>,
    /// Places of a subject's verdicts.
    judged: BTreeMap<usize, Vec<usize>>,
}

/// A value of a record.
#[derive(Clone, PartialEq, Debug)]
pub enum Observed {
    /// A number, complete or with bounds.
    Number(Score),
    /// A category.
    Word(Arc<str>),
    /// A list.
    List(Vec<String>),
    /// Entered as missing, or at fault.
    Missing,
}

impl Observed {
    /// The number, when it is one.
    pub fn number(&self) -> Option<&Score> {
        match self {
            Observed::Number(score) => Some(score),
            _ => None,
        }
    }

    /// Whether there is no value.
    pub fn is_missing(&self) -> bool {
        matches!(self, Observed::Missing)
    }

    /// As text: the number, the word, the entries, or nothing.
    pub fn text(&self) -> String {
        match self {
            Observed::Number(score) => score.to_string(),
            Observed::Word(word) => word.to_string(),
            Observed::List(entries) if entries.is_empty() => "none".to_owned(),
            Observed::List(entries) => entries.join("; "),
            Observed::Missing => String::new(),
        }
    }
}

/// A measure of a subject at a time. CDISC: a row of a BDS data set.
#[derive(Clone, Debug)]
pub struct Record {
    /// Index into [`Derived::subjects`].
    pub subject: usize,
    /// Measure of the study. CDISC: PARAMCD.
    pub measure: Arc<str>,
    /// Treatment cycle, from 1.
    pub cycle: u32,
    /// Visit it belongs to; none when it falls into no window. CDISC: AVISIT.
    pub visit: Option<Arc<str>>,
    /// Visit named in the row.
    pub named_visit: Option<Arc<str>>,
    /// Days since the first infusion.
    pub day: Option<ElapsedDay>,
    /// Days since the first infusion of the cycle.
    pub cycle_day: Option<ElapsedDay>,
    /// Value, in the measure's unit. CDISC: AVAL, AVALC.
    pub value: Observed,
    /// Value as entered, when it was converted: text with unit, and the name of the rule.
    pub converted: Option<(String, String)>,
    /// Upper limit of normal of this sample, in the measure's unit. CDISC: ANRHI.
    pub upper_limit: Option<Dec>,
    /// Lower limit of normal of this sample, in the measure's unit. CDISC: ANRLO.
    pub lower_limit: Option<Dec>,
    /// Index of the record that is its baseline.
    pub baseline: Option<usize>,
    /// Whether it is the baseline of its cycle. CDISC: ABLFL.
    pub is_baseline: bool,
    /// Whether it is the one analysed at its visit. CDISC: ANL01FL.
    pub analysed: bool,
    /// Whether the row names a visit whose window its day misses.
    pub off_window: bool,
    /// Value minus baseline. CDISC: CHG.
    pub change: Option<Score>,
    /// Relative change from baseline in per cent of the baseline; none when the baseline is 0. CDISC: PCHG.
    pub percent_change: Option<Score>,
    /// Change in per cent of the scale's range.
    pub percent_of_range: Option<Score>,
    /// Multiple of the upper limit of normal.
    pub times_upper_limit: Option<Score>,
    /// Lowest complete value after baseline up to and including this one.
    pub nadir: Option<Dec>,
    /// Domain scores of an instrument.
    pub domains: Vec<(String, Score)>,
    /// Answers to the items of an instrument, in its order; empty where only the total was entered.
    pub answers: Vec<Answer>,
    /// Contradictions between items of an instrument.
    pub queries: Vec<String>,
    /// Value under the instrument's published missing-item rule, when that applies.
    pub by_rule: Option<Dec>,
    /// The cells it comes from.
    pub places: Vec<Place>,
    /// The row.
    pub row: Place,
}

/// A response judged for a subject at a visit.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Index into [`Derived::subjects`].
    pub subject: usize,
    /// Response of the study.
    pub response: Arc<str>,
    /// Treatment cycle.
    pub cycle: u32,
    /// Visit.
    pub visit: Arc<str>,
    /// Days since the first infusion: as recorded, else as planned from the start of the cycle.
    pub day: Option<ElapsedDay>,
    /// Whether the day was recorded.
    pub recorded: bool,
    /// The answer.
    pub verdict: Verdict,
    /// The parts of the rule, each with its values and answer.
    pub parts: Vec<Part>,
    /// What the definition remarks on this subject.
    pub remarks: Vec<Remarked>,
    /// The cells it rests on.
    pub places: Vec<Place>,
    /// Whether the subject has any value of the measures of the rule at this visit.
    pub has_data: bool,
}

/// A remark that a definition makes on a subject, such as a baseline from which the response is impossible.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remarked {
    /// Identifier of the remark within its definition.
    pub id: String,
    /// What is to be known.
    pub text: String,
    /// The cells it rests on.
    pub places: Vec<Place>,
}

/// An event that happened to a subject.
#[derive(Clone, Debug)]
pub struct Happened {
    /// Index into [`Derived::subjects`].
    pub subject: usize,
    /// Event of the study.
    pub event: Arc<str>,
    /// Day since the first infusion; none when it is not known.
    pub day: Option<ElapsedDay>,
    /// What happened, in words.
    pub what: String,
    /// The cells it rests on.
    pub places: Vec<Place>,
}

impl Derived {
    /// All records of a subject and measure, in time.
    pub fn series(&self, subject: usize, measure: &str) -> &[Record] {
        let range = self.series.get(&subject).and_then(|s| s.get(measure)).cloned().unwrap_or(0..0);
        self.records.get(range).unwrap_or_default()
    }

    /// The record analysed at a visit.
    pub fn at_visit(&self, subject: usize, measure: &str, cycle: u32, visit: &str) -> Option<&Record> {
        let fits = |r: &&Record| r.analysed && r.cycle == cycle && r.visit.as_deref() == Some(visit);
        self.series(subject, measure).iter().find(fits)
    }

    /// The baseline record of a cycle.
    pub fn baseline(&self, subject: usize, measure: &str, cycle: u32) -> Option<&Record> {
        let series = self.series(subject, measure);
        let own = series.iter().find(|r| r.cycle == cycle && r.is_baseline);
        own.or_else(|| {
            let referred = series.iter().find(|r| r.cycle == cycle).and_then(|r| r.baseline);
            referred.and_then(|index| self.records.get(index))
        })
    }

    /// Verdict of a response at a visit.
    pub fn verdict(&self, subject: usize, response: &str, cycle: u32, visit: &str) -> Option<&Judged> {
        let fits = |j: &&Judged| j.cycle == cycle && &*j.response == response && &*j.visit == visit;
        let mine = self.judged.get(&subject).map(Vec::as_slice).unwrap_or_default();
        mine.iter().filter_map(|place| self.verdicts.get(*place)).find(fits)
    }

    /// The first time an event happened to a subject; an unknown day comes last.
    pub fn first_event(&self, subject: usize, event: &str) -> Option<&Happened> {
        let mine = self.events.iter().filter(|h| h.subject == subject && &*h.event == event);
        mine.min_by_key(|h| (h.day.is_none(), h.day))
    }

    fn index_verdicts(&mut self) {
        self.judged.clear();
        for (place, judged) in self.verdicts.iter().enumerate() {
            self.judged.entry(judged.subject).or_default().push(place);
        }
    }

    fn index_series(&mut self) {
        self.series.clear();
        for (i, record) in self.records.iter().enumerate() {
            let of_subject = self.series.entry(record.subject).or_default();
            let range = of_subject.entry(record.measure.clone()).or_insert(i..i);
            range.end = i.saturating_add(1);
        }
    }
}

/// Derives everything that the study file asks for.
pub fn derive(study: &Study, data: &Dataset) -> Derived {
    let mut derived = Derived { subjects: timeline::subjects(study, data), ..Derived::default() };
    derived.records = records::records(study, data, &derived.subjects);
    derived.index_series();
    visits::assign(study, &mut derived);
    baseline::assign(study, &mut derived);
    visits::choose(study, &mut derived);
    baseline::changes(study, &mut derived);
    events::from_tables(study, data, &mut derived);
    events::from_rules(study, &mut derived);
    responses::judge(study, &mut derived);
    derived.index_verdicts();
    grades::grade(study, &mut derived);
    derived
}

/// The subjects of a table by identifier; the first row of each.
pub(crate) fn subject_index(subjects: &[Subject]) -> BTreeMap<Arc<str>, usize> {
    let mut index = BTreeMap::new();
    for (i, subject) in subjects.iter().enumerate() {
        if let Some(id) = &subject.id.value {
            index.entry(id.clone()).or_insert(i);
        }
    }
    index
}
