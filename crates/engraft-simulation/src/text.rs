//! Numbers as the texts of cells.
//!
//! A trial has thousands of cells, and formatting them through [`std::fmt`] takes longer than drawing them; so digits are
//! written one by one. The texts are those of `Display`.

use engraft_base::Dec;
use smol_str::{SmolStr, StrExt as _, ToSmolStr as _};

/// Longest text: a sign, a zero, a point and 28 decimals, or a letter and 20 digits.
const LONGEST: usize = 32;

/// A text written from its end.
struct Backwards {
    bytes: [u8; LONGEST],
    start: usize,
}

impl Backwards {
    fn new() -> Backwards {
        Backwards { bytes: [0; LONGEST], start: LONGEST }
    }

    fn put(&mut self, byte: u8) {
        let before = self.start.saturating_sub(1);
        if let Some(place) = self.bytes.get_mut(before) {
            *place = byte;
        }
        self.start = before;
    }

    /// The last digit of a number; what is left of it.
    fn digit(&mut self, number: u64) -> u64 {
        self.put(b'0' | (number % 10) as u8);
        number / 10
    }

    fn finish(&self) -> SmolStr {
        let text = self.bytes.get(self.start..).and_then(|bytes| std::str::from_utf8(bytes).ok());
        SmolStr::new(text.unwrap_or_default())
    }
}

/// A whole number.
pub(crate) fn whole(value: i64) -> SmolStr {
    scaled(value, 0, b'.')
}

/// A decimal number, shortest and exact, with this decimal sign.
pub(crate) fn decimal(value: Dec, point: u8) -> SmolStr {
    match value.parts() {
        Some((mantissa, decimals)) => scaled(mantissa, decimals, point),
        None if point == b'.' => value.to_smolstr(),
        None => value.to_smolstr().replace_smolstr(".", char::from(point).encode_utf8(&mut [0; 4])),
    }
}

/// `mantissa / 10^decimals`.
fn scaled(mantissa: i64, decimals: u32, point: u8) -> SmolStr {
    let mut text = Backwards::new();
    let mut rest = mantissa.unsigned_abs();
    for _ in 0..decimals {
        rest = text.digit(rest);
    }
    if decimals > 0 {
        text.put(point);
    }
    rest = text.digit(rest);
    while rest > 0 {
        rest = text.digit(rest);
    }
    if mantissa < 0 {
        text.put(b'-');
    }
    text.finish()
}

/// The identifier of a subject: `S` and its number, filled with zeros to `width` digits.
pub(crate) fn identifier(number: usize, width: usize) -> SmolStr {
    let mut text = Backwards::new();
    let mut rest = number as u64;
    let mut digits = 0;
    while rest > 0 || digits < width {
        rest = text.digit(rest);
        digits += 1;
    }
    text.put(b'S');
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_those_of_display() {
        for mantissa in [0, 1, -1, 5, 10, -10, 99, 100, 12_345, -120_500, i64::MAX, i64::MIN + 1, i64::MIN] {
            assert_eq!(whole(mantissa), mantissa.to_string());
            for scale in [0, 1, 2, 5, 8, 19, 27, 28] {
                let value = Dec::scaled(mantissa, scale);
                assert_eq!(decimal(value, b'.'), value.to_string());
                assert_eq!(decimal(value, b','), value.to_string().replace('.', ","));
            }
        }
        let large = Dec::from_int(i64::MAX).times(Dec::scaled(10_001, 1)).unwrap();
        assert_eq!(large.parts(), None);
        assert_eq!(decimal(large, b','), large.to_string().replace('.', ","));
    }

    #[test]
    fn identifiers_are_filled_with_zeros() {
        assert_eq!(
            [identifier(7, 2), identifier(58, 2), identifier(100, 2), identifier(3, 4)],
            ["S07", "S58", "S100", "S0003"]
        );
    }
}
