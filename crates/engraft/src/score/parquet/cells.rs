//! The texts of a column's cells: what CSV would hold.

use std::io::Write as _;

use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, StringViewArray, cast::AsArray};
use arrow_schema::DataType;
use engraft_base::Dec;

/// How a column is read: texts as views, so that none is copied, and of a dictionary its values. `None` for a type that
/// is not read.
pub(super) fn read_as(column: &DataType) -> Option<DataType> {
    match column {
        DataType::Dictionary(_, values) => read_as(values),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Some(DataType::Utf8View),
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => Some(column.clone()),
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64 => Some(column.clone()),
        DataType::Float32 | DataType::Float64 | DataType::Boolean | DataType::Date32 | DataType::Null => {
            Some(column.clone())
        }
        DataType::Decimal128(_, scale) if *scale >= 0 => Some(column.clone()),
        _ => None,
    }
}

/// A column whose texts are at hand.
pub(super) enum Kept {
    Views(StringViewArray),
    /// Texts one behind the other, and where each ends.
    Written(Vec<u8>, Vec<usize>),
}

impl Kept {
    /// `None` for a type that is not read.
    pub(super) fn new(array: &ArrayRef) -> Option<Kept> {
        if let Some(views) = array.as_string_view_opt() {
            return Some(Kept::Views(views.clone()));
        }
        let cells = Cells::new(array)?;
        let (mut text, mut ends) = (Vec::new(), Vec::with_capacity(array.len()));
        for row in 0..array.len() {
            cells.push(row, &mut text);
            ends.push(text.len());
        }
        Some(Kept::Written(text, ends))
    }

    /// The text of a row; empty for null.
    #[inline]
    pub(super) fn get(&self, row: usize) -> &[u8] {
        match self {
            Kept::Views(views) if row < views.len() && views.is_valid(row) => views.value(row).as_bytes(),
            Kept::Views(_) => &[],
            Kept::Written(text, ends) => {
                let start = row.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied());
                let range = start.and_then(|start| Some(start..*ends.get(row)?));
                range.and_then(|range| text.get(range)).unwrap_or_default()
            }
        }
    }
}

/// Writes the value of a row, which is not null.
type Push<'a> = Box<dyn Fn(usize, &mut Vec<u8>) + 'a>;

/// A column whose cells can be written.
pub(super) struct Cells<'a> {
    /// Knows which cells are null; `None` when all are.
    array: Option<&'a dyn Array>,
    push: Push<'a>,
}

impl<'a> Cells<'a> {
    /// `None` for a type that is not read.
    pub(super) fn new(array: &'a ArrayRef) -> Option<Cells<'a>> {
        let push: Push<'a> = match array.data_type() {
            DataType::Int8 => whole::<Int8Type>(array),
            DataType::Int16 => whole::<Int16Type>(array),
            DataType::Int32 => whole::<Int32Type>(array),
            DataType::Int64 => whole::<Int64Type>(array),
            DataType::UInt8 => whole::<UInt8Type>(array),
            DataType::UInt16 => whole::<UInt16Type>(array),
            DataType::UInt32 => whole::<UInt32Type>(array),
            DataType::UInt64 => shown::<UInt64Type>(array),
            DataType::Float32 => float::<Float32Type>(array),
            DataType::Float64 => float::<Float64Type>(array),
            // every cell of it is null, which the array does not say
            DataType::Null => return Some(Cells { array: None, push: Box::new(|_, _| {}) }),
            DataType::Boolean => {
                let values = array.as_boolean_opt()?;
                Box::new(|row, out| out.extend_from_slice(if values.value(row) { b"true" } else { b"false" }))
            }
            DataType::Utf8 => {
                let values = array.as_string_opt::<i32>()?;
                Box::new(|row, out| out.extend_from_slice(values.value(row).as_bytes()))
            }
            DataType::LargeUtf8 => {
                let values = array.as_string_opt::<i64>()?;
                Box::new(|row, out| out.extend_from_slice(values.value(row).as_bytes()))
            }
            DataType::Utf8View => {
                let values = array.as_string_view_opt()?;
                Box::new(|row, out| out.extend_from_slice(values.value(row).as_bytes()))
            }
            DataType::Decimal128(_, scale) => {
                let values = array.as_primitive_opt::<Decimal128Type>()?;
                let scale = u32::try_from(*scale).ok()?;
                Box::new(move |row, out| push_decimal(out, values.value(row), scale))
            }
            DataType::Date32 => {
                let values = array.as_primitive_opt::<Date32Type>()?;
                Box::new(|row, out| push_day(out, i64::from(values.value(row))))
            }
            _ => return None,
        };
        Some(Cells { array: Some(array.as_ref()), push })
    }

    /// Appends the text of a row; nothing for null.
    pub(super) fn push(&self, row: usize, out: &mut Vec<u8>) {
        if self.array.is_some_and(|array| array.is_valid(row)) {
            (self.push)(row, out);
        }
    }
}

fn shown<'a, T: ArrowPrimitiveType>(array: &'a ArrayRef) -> Push<'a>
where
    T::Native: std::fmt::Display,
{
    let values = array.as_primitive::<T>();
    Box::new(|row, out| {
        // writing to memory cannot fail
        let _ = write!(out, "{}", values.value(row));
    })
}

/// The shortest text; whole and half points below ten, which most scores are made of, without a search for it.
fn float<'a, T: ArrowPrimitiveType>(array: &'a ArrayRef) -> Push<'a>
where
    T::Native: std::fmt::Display + Into<f64>,
{
    let values = array.as_primitive::<T>();
    Box::new(|row, out| {
        let value = values.value(row);
        let exact: f64 = value.into();
        // the cast of a float saturates; what it changes is not equal below
        let halves = (exact * 2.0) as u8;
        if exact.is_sign_negative() || halves >= 20 || f64::from(halves) != exact * 2.0 {
            let _ = write!(out, "{value}");
            return;
        }
        out.push(b'0' + halves / 2);
        if halves % 2 == 1 {
            out.extend_from_slice(b".5");
        }
    })
}

fn whole<'a, T: ArrowPrimitiveType>(array: &'a ArrayRef) -> Push<'a>
where
    T::Native: Into<i64>,
{
    let values = array.as_primitive::<T>();
    Box::new(|row, out| {
        let value: i64 = values.value(row).into();
        match u8::try_from(value) {
            Ok(digit @ 0..=9) => out.push(b'0' + digit),
            _ => {
                let _ = write!(out, "{value}");
            }
        }
    })
}

pub(super) fn push_decimal(out: &mut Vec<u8>, value: i128, scale: u32) {
    let short = i64::try_from(value).ok().filter(|_| scale <= 28).map(|value| Dec::scaled(value, scale));
    match short {
        Some(value) => out.extend_from_slice(value.to_string().as_bytes()),
        None => {
            let digits = format!("{:0>width$}", value.unsigned_abs(), width = usize::try_from(scale).unwrap_or(0) + 1);
            let (before, behind) = digits.split_at(digits.len() - usize::try_from(scale).unwrap_or(0));
            let _ = write!(out, "{}{before}.{behind}", if value < 0 { "-" } else { "" });
        }
    }
}

/// A day since 1970 as year, month, day: the Gregorian calendar has 146097 days in 400 years.
pub(super) fn push_day(out: &mut Vec<u8>, days: i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
}
