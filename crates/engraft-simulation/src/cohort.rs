//! Simulated subjects, before they become tables.

use engraft_base::Dec;
use smol_str::SmolStr;

/// The subjects of one replicate.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// Seed.
    pub seed: u64,
    /// Number of the replicate, from 0.
    pub replicate: u64,
    /// Subjects, arm by arm.
    pub subjects: Vec<SimulatedSubject>,
}

/// A simulated subject.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedSubject {
    /// Identifier.
    pub id: SmolStr,
    /// Index of the arm in the study.
    pub arm: usize,
    /// Body weight in kg.
    pub weight: Dec,
    /// Characteristics as texts, in the order of the study file.
    pub characteristics: Vec<SmolStr>,
    /// Infusions given.
    pub infusions: Vec<Given>,
    /// Visits that took place, in time.
    pub visits: Vec<Visited>,
    /// Rows of the events table.
    pub events: Vec<Happening>,
    /// Rows of the medications table.
    pub medications: Vec<Medicine>,
    /// Elapsed day on which follow-up ended.
    pub end: i32,
    /// How it ended, as the disposition table says it: column and text.
    pub ended: Vec<(SmolStr, SmolStr)>,
}

/// An infusion.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// Treatment cycle, from 1.
    pub cycle: u32,
    /// Elapsed day.
    pub day: i32,
    /// Dose and dose per kg, where a dose is planned.
    pub dose: Option<(Dec, Dec)>,
}

/// A visit that took place.
#[derive(Clone, Debug, PartialEq)]
pub struct Visited {
    /// Treatment cycle, from 1.
    pub cycle: u32,
    /// Index of the visit in the order of planned days.
    pub visit: usize,
    /// Elapsed day.
    pub day: i32,
    /// One cell a measure, in the order of the study file.
    pub cells: Vec<Cell>,
}

/// A measure at a visit.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Not planned at this visit.
    NotPlanned,
    /// Planned, and not there.
    Missing,
    /// There.
    Value(Value),
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number or a total.
    Number(Dec),
    /// Items of an instrument in its order, with their score; `None` for an item that is not there.
    Items(Vec<Option<Dec>>, Dec),
    /// A word of a category, by its index.
    Word(usize),
    /// Entries of a list.
    List(Vec<String>),
}

impl Value {
    /// The number, or the score of the items as they were drawn.
    pub fn number(&self) -> Option<Dec> {
        match self {
            Value::Number(number) | Value::Items(_, number) => Some(*number),
            Value::Word(_) | Value::List(_) => None,
        }
    }
}

/// A row of the events table.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// Elapsed day on which it began.
    pub start: i32,
    /// Elapsed day on which it ended.
    pub end: Option<i32>,
    /// Column and text of everything else.
    pub fields: Vec<(SmolStr, SmolStr)>,
}

/// A row of the medications table.
#[derive(Clone, Debug, PartialEq)]
pub struct Medicine {
    /// Elapsed day of the first dose.
    pub start: i32,
    /// Elapsed day of the last dose.
    pub end: Option<i32>,
    /// Column and text of everything else.
    pub fields: Vec<(SmolStr, SmolStr)>,
}
