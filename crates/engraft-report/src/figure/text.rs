//! Text without a font engine: approximate widths, wrapping, shortening, escaping, numbers for axes.

/// Font size of ordinary figure text, in user units; the style sheet sets the same.
pub(super) const FONT: f64 = 13.0;
/// Font size of secondary text.
pub(super) const SMALL: f64 = 12.0;
/// Distance between base lines.
pub(super) const LEADING: f64 = 16.0;

/// Common system fonts differ by some per cent: widths are taken a little generously.
const SAFETY: f64 = 1.13;
/// Bold text is wider by this factor.
pub(super) const BOLD: f64 = 1.1;

/// Width of one character in em of a common sans-serif.
fn char_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 0.25,
        ' ' | '\u{a0}' | '.' | ',' | ':' | ';' | '!' | 'I' | 'f' | 't' | '/' | '\\' | '[' | ']' => 0.3,
        '(' | ')' | '-' | 'r' | '"' | '\u{b7}' => 0.36,
        'm' | 'M' => 0.86,
        'w' | '%' => 0.8,
        'W' | '@' => 0.96,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.52,
        'a'..='z' | '0'..='9' | '?' | '\u{2013}' | '\u{2007}' => 0.57,
        'A' | 'B' | 'E' | 'F' | 'K' | 'L' | 'P' | 'S' | 'T' | 'V' | 'X' | 'Y' | 'Z' => 0.66,
        'C' | 'D' | 'G' | 'H' | 'N' | 'O' | 'Q' | 'R' | 'U' => 0.75,
        '+' | '<' | '=' | '>' | '~' | '\u{2212}' | '\u{2264}' | '\u{2265}' => 0.6,
        '\u{2008}' | '\u{2009}' => 0.28,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0.0,
        '\u{a1}'..='\u{24f}' | '\u{370}'..='\u{52f}' => 0.62,
        c if c.is_ascii() => 0.6,
        _ => 1.0,
    }
}

/// Estimated width of a text at a font size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(char_width).sum::<f64>() * size * SAFETY
}

/// The widest of several texts.
pub(super) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>, size: f64) -> f64 {
    texts.into_iter().map(|text| width(text, size)).fold(0.0, f64::max)
}

/// Escapes text for XML content and attributes.
///
/// Characters that XML forbids, and those that reverse the direction of text, become U+FFFD;
/// line breaks and tabs become spaces.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Shortens a text with an ellipsis until it fits.
pub(super) fn fit(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_string();
    }
    let mut out = String::new();
    let mut used = width("\u{2026}", size);
    for c in text.chars() {
        used += char_width(c) * size * SAFETY;
        if used > room {
            break;
        }
        out.push(c);
    }
    format!("{}\u{2026}", out.trim_end())
}

/// Breaks a text into lines no wider than `room`; words that are wider than a line are cut.
pub(super) fn wrap(text: &str, room: f64, size: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    // a no-break space keeps words together
    let words = text.split(|c: char| c.is_whitespace() && c != '\u{a0}').filter(|word| !word.is_empty());
    for word in words.flat_map(|word| pieces(word, room, size)) {
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if line.is_empty() || width(&longer, size) <= room {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Cuts one word into pieces that fit.
fn pieces(word: &str, room: f64, size: f64) -> Vec<String> {
    if width(word, size) <= room {
        return vec![word.to_string()];
    }
    let mut out = Vec::new();
    let mut piece = String::new();
    for c in word.chars() {
        if !piece.is_empty() && width(&piece, size) + char_width(c) * size * SAFETY > room {
            out.push(std::mem::take(&mut piece));
        }
        piece.push(c);
    }
    out.push(piece);
    out
}

/// A number for an axis: fixed decimals, a true minus sign, commas from ten thousand, powers beyond a million million.
pub(super) fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "\u{2013}".to_string();
    }
    let magnitude = value.abs();
    if magnitude >= 1e9 || decimals > 6 {
        return format!("{value:e}").replace('-', "\u{2212}");
    }
    let plain = format!("{magnitude:.decimals$}");
    let zero = plain.chars().all(|c| c == '0' || c == '.');
    let sign = if value < 0.0 && !zero { "\u{2212}" } else { "" };
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    format!("{sign}{}{rest}", thousands(whole))
}

fn thousands(digits: &str) -> String {
    if digits.len() < 5 {
        return digits.to_string();
    }
    let mut out = String::new();
    for (index, c) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Pads texts with blank figures so that right-aligned they stand on the decimal sign.
pub(super) fn align_decimals(texts: &[String]) -> Vec<String> {
    let tail = |text: &str| text.find('.').map_or(0, |at| text.get(at + 1..).map_or(0, |rest| rest.chars().count()));
    let longest = texts.iter().map(|text| tail(text)).max().unwrap_or(0);
    let pad = |text: &String| {
        let own = tail(text);
        let blank = "\u{2007}".repeat(longest.saturating_sub(own).min(8));
        let point = if own == 0 && longest > 0 { "\u{2008}" } else { "" };
        format!("{text}{point}{blank}")
    };
    texts.iter().map(pad).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_leaves_no_markup_and_no_control_characters() {
        assert_eq!(escape("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
        assert_eq!(escape("a\u{0}b\u{202e}c\nd\u{85}"), "a\u{fffd}b\u{fffd}c d\u{fffd}");
    }

    #[test]
    fn wrapped_lines_fit_and_keep_every_word() {
        let text = "Excluded because the screening test was positive";
        let lines = wrap(text, 120.0, FONT);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| width(line, FONT) <= 120.0));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        let lines = wrap(&"x".repeat(200), 100.0, FONT);
        assert!(lines.len() > 10);
        assert_eq!(lines.concat().len(), 200);
        assert!(wrap("abc", 0.0, FONT).len() == 3);
        assert!(wrap("   ", 50.0, FONT).is_empty());
    }

    #[test]
    fn fit_shortens_only_what_does_not_fit() {
        assert_eq!(fit("short", 100.0, FONT), "short");
        let cut = fit(&"long ".repeat(40), 100.0, FONT);
        assert!(cut.ends_with('\u{2026}') && width(&cut, FONT) <= 100.0);
    }

    #[test]
    fn numbers_have_minus_signs_commas_and_powers() {
        assert_eq!(number(-3.5, 1), "\u{2212}3.5");
        assert_eq!(number(-0.01, 1), "0.0");
        assert_eq!(number(12_345.0, 0), "12,345");
        assert_eq!(number(1_000.0, 0), "1000");
        assert_eq!(number(1e12, 0), "1e12");
        assert_eq!(number(f64::NAN, 0), "\u{2013}");
    }

    #[test]
    fn decimals_are_padded_to_stand_in_one_column() {
        let padded = align_decimals(&["1.25".into(), "10".into(), "3.5".into()]);
        assert_eq!(padded, ["1.25", "10\u{2008}\u{2007}\u{2007}", "3.5\u{2007}"]);
    }
}
