//! A column of answers to codes.
//!
//! Which value has which code is asked of the texts once, for every item; a value that was not asked for is written as
//! its text and looked up. So a code never differs from that of the same table as CSV.

use std::fmt::Display;

use arrow_array::types::{
    ArrowPrimitiveType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, cast::AsArray};
use arrow_schema::DataType;
use engraft_instruments::batch::{UNSURE, Vocabulary};

use super::super::plan::Fast;
use super::cells::Cells;

/// Codes of the answers of an item.
pub(super) struct Coder {
    words: Vocabulary,
    /// Codes of the whole numbers from 0.
    whole: [u8; 256],
    single: Points,
    double: Points,
}

impl Coder {
    /// `None` for an item that is none.
    pub(super) fn new(fast: &Fast, item: usize) -> Option<Coder> {
        let words = fast.words.get(item)?.clone();
        let mut whole = [UNSURE; 256];
        for (value, code) in (0_u8..=255).zip(&mut whole) {
            *code = words.code(value.to_string().as_bytes());
        }
        let values = (0_u8..).map_while(|code| fast.kernel.value(item, code)).map(|value| value.to_string());
        let values: Vec<String> = values.collect();
        // the text of a float is the shortest that reads as it, in its own precision
        let single = values.iter().filter_map(|text| text.parse::<f32>().ok());
        let single = single.map(|value| (f64::from(value), words.code(value.to_string().as_bytes())));
        let double = values.iter().filter_map(|text| text.parse::<f64>().ok());
        let double = double.map(|value| (value, words.code(value.to_string().as_bytes())));
        Some(Coder { whole, single: Points::new(single.collect()), double: Points::new(double.collect()), words })
    }

    /// The code of every row: [`UNSURE`] where the text must be read. `None` for a type that is not read.
    pub(super) fn codes(&self, array: &ArrayRef) -> Option<Vec<u8>> {
        let mut codes = match array.data_type() {
            DataType::Int8 => self.of_whole::<Int8Type>(array),
            DataType::Int16 => self.of_whole::<Int16Type>(array),
            DataType::Int32 => self.of_whole::<Int32Type>(array),
            DataType::Int64 => self.of_whole::<Int64Type>(array),
            DataType::UInt8 => self.of_whole::<UInt8Type>(array),
            DataType::UInt16 => self.of_whole::<UInt16Type>(array),
            DataType::UInt32 => self.of_whole::<UInt32Type>(array),
            DataType::UInt64 => self.of_whole::<UInt64Type>(array),
            DataType::Float32 => self.of_floats::<Float32Type>(array, &self.single),
            DataType::Float64 => self.of_floats::<Float64Type>(array, &self.double),
            DataType::Utf8View => array.as_string_view_opt()?.iter().map(|cell| self.text(cell)).collect(),
            DataType::Boolean => {
                let words = [self.text(Some("false")), self.text(Some("true"))];
                let code = |value: bool| if value { words[1] } else { words[0] };
                array.as_boolean_opt()?.iter().map(|cell| cell.map_or(self.text(None), code)).collect()
            }
            DataType::Null => vec![self.text(None); array.len()],
            _ => self.of_others(array)?,
        };
        if let Some(nulls) = array.nulls().filter(|nulls| nulls.null_count() > 0) {
            for row in (!nulls.inner()).set_indices() {
                if let Some(code) = codes.get_mut(row) {
                    *code = self.text(None);
                }
            }
        }
        Some(codes)
    }

    fn text(&self, cell: Option<&str>) -> u8 {
        self.words.code(cell.unwrap_or_default().as_bytes())
    }

    fn of_whole<T: ArrowPrimitiveType>(&self, array: &ArrayRef) -> Vec<u8>
    where
        T::Native: Display + TryInto<u8>,
    {
        let values = array.as_primitive::<T>().values();
        let known = |value: &T::Native| {
            let byte: Option<u8> = (*value).try_into().ok();
            byte.and_then(|byte| self.whole.get(usize::from(byte)).copied()).unwrap_or(UNSURE)
        };
        // two passes: the first has no text to make, and stays in a short loop
        let mut codes: Vec<u8> = values.iter().map(known).collect();
        for (code, value) in codes.iter_mut().zip(values.iter()).filter(|(code, _)| **code == UNSURE) {
            *code = self.text(Some(&value.to_string()));
        }
        codes
    }

    fn of_floats<T: ArrowPrimitiveType>(&self, array: &ArrayRef, points: &Points) -> Vec<u8>
    where
        T::Native: Display + Into<f64>,
    {
        let values = array.as_primitive::<T>().values();
        let mut codes: Vec<u8> = values.iter().map(|value| points.code((*value).into())).collect();
        for (code, value) in codes.iter_mut().zip(values.iter()).filter(|(code, _)| **code == UNSURE) {
            *code = self.text(Some(&value.to_string()));
        }
        codes
    }

    fn of_others(&self, array: &ArrayRef) -> Option<Vec<u8>> {
        let cells = Cells::new(array)?;
        let mut text = Vec::new();
        let code = |row| {
            text.clear();
            cells.push(row, &mut text);
            self.words.code(&text)
        };
        Some((0..array.len()).map(code).collect())
    }
}

/// A float this great has no bits behind the point: adding it rounds to a whole number, in the last bits.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

/// Codes of the floats of an item, found without a branch.
struct Points {
    lower: f64,
    steps_per_point: f64,
    /// At the place of a value: its bits, so that -0 and what is no number are none.
    bits: Box<[u64; 256]>,
    codes: Box<[u8; 256]>,
}

impl Points {
    fn new(values: Vec<(f64, u8)>) -> Points {
        let lower = values.first().map_or(0.0, |(value, _)| *value);
        let step = values.get(1).map_or(1.0, |(value, _)| value - lower);
        let steps_per_point = if step > 0.0 { 1.0 / step } else { 1.0 };
        let mut points = Points {
            lower,
            steps_per_point,
            bits: Box::new([f64::NAN.to_bits(); 256]),
            codes: Box::new([UNSURE; 256]),
        };
        for (value, known) in values {
            let place = points.place(value);
            if let (Some(bits), Some(code)) = (points.bits.get_mut(place), points.codes.get_mut(place)) {
                (*bits, *code) = (value.to_bits(), known);
            }
        }
        points
    }

    /// The nearest step above the lowest value; any place for what is far from the values.
    #[inline]
    fn place(&self, value: f64) -> usize {
        let [place, ..] = ((value - self.lower) * self.steps_per_point + ROUNDING).to_bits().to_le_bytes();
        usize::from(place)
    }

    #[inline]
    fn code(&self, value: f64) -> u8 {
        let place = self.place(value);
        let is_known = self.bits.get(place).is_some_and(|bits| *bits == value.to_bits());
        if is_known { self.codes.get(place).copied().unwrap_or(UNSURE) } else { UNSURE }
    }
}
