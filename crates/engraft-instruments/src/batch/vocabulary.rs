//! The texts of an item's answers, read once.

use super::kernel::{Kernel, MISSING};
use crate::item::{Answer, Item};

/// The code of a text that is not in the vocabulary: it must be read the ordinary way.
pub const UNSURE: u8 = 0xFF;

/// Words that tables have in place of numbers, in lower case.
const WORDS: [&str; 14] =
    ["", ".", "na", "n/a", "nd", "no", "n", "false", "absent", "yes", "y", "true", "present", "nan"];

/// Longest text that is looked up.
const LONGEST: usize = 7;

/// Codes of the texts that an item's cells usually hold.
///
/// It is made by reading likely texts (its values as whole numbers and decimals, words in three spellings, letters) the
/// ordinary way, once. A text outside it is [`UNSURE`], never wrong.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    one: Box<[u8; 256]>,
    empty: u8,
    slots: Vec<(u64, u8)>,
}

impl Vocabulary {
    /// The vocabulary of an item. `read` is the ordinary way of a cell's text; `None` when the cell is at fault.
    pub fn new(kernel: &Kernel, index: usize, item: &Item, read: &dyn Fn(&str) -> Option<Answer>) -> Vocabulary {
        let code = |text: &str| match read(text) {
            Some(Answer::Missing) => MISSING,
            Some(Answer::Value(value)) => kernel.code(index, value).unwrap_or(UNSURE),
            None => UNSURE,
        };
        let mut vocabulary = Vocabulary { one: Box::new([UNSURE; 256]), empty: code(""), slots: Vec::new() };
        for (byte, place) in (0_u8..128).zip(vocabulary.one.iter_mut()) {
            // a quote opens a quoted cell, it never is one
            if byte != b'"' {
                *place = code(char::from(byte).encode_utf8(&mut [0; 4]));
            }
        }
        let known: Vec<(u64, u8)> = candidates(kernel, index, item)
            .iter()
            .filter_map(|text| Some((key(text.as_bytes())?, code(text))))
            .filter(|(_, code)| *code != UNSURE)
            .collect();
        vocabulary.slots = vec![(0, UNSURE); (known.len() * 4).next_power_of_two()];
        for (key, code) in known {
            vocabulary.insert(key, code);
        }
        vocabulary
    }

    fn insert(&mut self, key: u64, code: u8) {
        let start = self.slot(key);
        let length = self.slots.len();
        let free = (0..length)
            .map(|step| (start + step) & (length - 1))
            .find(|index| self.slots.get(*index).is_some_and(|(taken, _)| *taken == 0 || *taken == key));
        if let Some(slot) = free.and_then(|index| self.slots.get_mut(index)) {
            *slot = (key, code);
        }
    }

    fn slot(&self, key: u64) -> usize {
        let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        usize::try_from(mixed).unwrap_or(0) & (self.slots.len() - 1)
    }

    /// Forgets cells that are one of these bytes: what separates cells is never a cell, although it may read as nothing.
    pub fn forget(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if let Some(code) = self.one.get_mut(usize::from(*byte)) {
                *code = UNSURE;
            }
        }
    }

    /// Codes of all cells of one byte.
    pub fn of_one_byte(&self) -> &[u8; 256] {
        &self.one
    }

    /// Code of a cell of one byte, [`MISSING`] or [`UNSURE`].
    #[inline]
    pub fn one(&self, byte: u8) -> u8 {
        self.one.get(usize::from(byte)).copied().unwrap_or(UNSURE)
    }

    /// Code of a cell, [`MISSING`] or [`UNSURE`].
    #[inline]
    pub fn code(&self, cell: &[u8]) -> u8 {
        match cell {
            [] => self.empty,
            [byte] => self.one(*byte),
            _ => self.longer(cell),
        }
    }

    fn longer(&self, cell: &[u8]) -> u8 {
        let Some(key) = key(cell) else { return UNSURE };
        let start = self.slot(key);
        let (before, from) = self.slots.split_at(start);
        for (known, code) in from.iter().chain(before) {
            if *known == key {
                return *code;
            }
            if *known == 0 {
                break;
            }
        }
        UNSURE
    }
}

/// The bytes of a text of 2 to 7 bytes and its length, as one number.
fn key(text: &[u8]) -> Option<u64> {
    let length = u64::try_from(text.len()).ok()?;
    (2..=LONGEST).contains(&text.len()).then(|| text.iter().fold(length, |key, byte| (key << 8) | u64::from(*byte)))
}

fn candidates(kernel: &Kernel, index: usize, item: &Item) -> Vec<String> {
    let mut texts = Vec::new();
    let words = WORDS.iter().map(|word| (*word).to_owned());
    for word in words.chain(item.letters.keys().map(|letter| letter.to_lowercase())) {
        let mut first = word.clone();
        if let Some(initial) = first.get_mut(..1) {
            initial.make_ascii_uppercase();
        }
        texts.extend([word.to_uppercase(), first, word]);
    }
    for value in (0..MISSING).map_while(|code| kernel.value(index, code)) {
        let text = value.to_string();
        let longer = if text.contains('.') { format!("{text}0") } else { format!("{text}.0") };
        for text in [text, longer.clone(), format!("{longer}0")] {
            texts.push(text.replacen('.', ",", 1));
            texts.push(text);
        }
    }
    texts
}
