//! Typed tables: what each row says, with the place of every cell.

mod assessments;
mod cells;
mod columns;
mod labs;
mod reader;
mod rows;
mod subjects;

pub use assessments::{Assessment, Entered, read_assessments};
pub use cells::{Cell, Censor, Number, Parser, is_missing};
pub use columns::{Columns, fold};
pub use labs::{Lab, read_labs};
pub use reader::{When, WhenColumns};
pub use rows::{
    AdverseEvent, Disposition, Field, Infusion, Medication, read_disposition, read_events, read_infusions,
    read_medications,
};
pub use subjects::{Characteristics, Subject, read_subjects};
