//! From text to a syntax tree: limits first, because the parser is recursive; then its errors, in our words.

use cel::IdedExpr;
use cel::common::ast::SourceInfo;
use cel::parser::{ParseError, Parser};

use super::RuleFault;

const LONGEST: usize = 4_000;
const DEEPEST: usize = 64;

/// The syntax tree and where its nodes stand in the text.
pub(super) fn parse(text: &str) -> Result<(IdedExpr, SourceInfo), Vec<RuleFault>> {
    if let Some(fault) = limit_fault(text) {
        return Err(vec![fault]);
    }
    Parser::new().parse_with_source_info(text).map_err(|errors| {
        let mut faults: Vec<RuleFault> = errors.errors.iter().map(|error| syntax_fault(text, error)).collect();
        faults.sort_by_key(|fault| fault.offset);
        faults.dedup_by_key(|fault| fault.offset);
        faults.truncate(5);
        faults
    })
}

fn limit_fault(text: &str) -> Option<RuleFault> {
    if let Some((offset, _)) = text.char_indices().nth(LONGEST) {
        return Some(RuleFault {
            offset,
            length: text.len() - offset,
            message: format!("a rule has at most {LONGEST} characters"),
            hint: Some("split it into several responses".to_owned()),
        });
    }
    if text.trim().is_empty() {
        return Some(RuleFault {
            offset: 0,
            length: text.len(),
            message: "the rule is empty".to_owned(),
            hint: Some("for example: fall_percent(easi) >= 50".to_owned()),
        });
    }
    too_deep(text).map(|offset| RuleFault {
        offset,
        length: 1,
        message: format!("brackets or signs nest more than {DEEPEST} deep"),
        hint: None,
    })
}

/// Offset at which brackets, or a run of `!` and `-`, pass the depth allowed. Texts in quotes do not count.
fn too_deep(text: &str) -> Option<usize> {
    let (mut brackets, mut signs) = (0_usize, 0_usize);
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for (offset, c) in text.char_indices() {
        if let Some(open) = quote {
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if c == open {
                quote = None;
            }
            continue;
        }
        match c {
            '"' | '\'' => quote = Some(c),
            '(' | '[' | '{' => brackets += 1,
            ')' | ']' | '}' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        signs = match c {
            '!' | '-' => signs + 1,
            c if c.is_whitespace() => signs,
            _ => 0,
        };
        if brackets > DEEPEST || signs > DEEPEST {
            return Some(offset);
        }
    }
    None
}

fn syntax_fault(text: &str, error: &ParseError) -> RuleFault {
    let offset = offset_of(text, error.pos);
    let rest = text.get(offset..).unwrap_or("");
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let length = if word.is_empty() { rest.chars().next().map_or(0, char::len_utf8) } else { word.len() };
    RuleFault {
        offset,
        length,
        message: syntax_message(&error.msg, rest),
        hint: syntax_hint(text.get(..offset), rest, &word),
    }
}

/// Byte offset of a line and column that both count from 1, columns in characters.
fn offset_of(text: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line).unwrap_or(0).saturating_sub(1);
    let column = usize::try_from(column).unwrap_or(0).saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..).unwrap_or("");
    start + rest.char_indices().nth(column).map_or(rest.len(), |(offset, _)| offset)
}

fn syntax_message(message: &str, rest: &str) -> String {
    if rest.trim().is_empty() {
        return "the rule ends too early".to_owned();
    }
    if message.contains("token recognition") && rest.starts_with(['"', '\'']) {
        return "a text in quotes is not closed, or holds an unknown escape".to_owned();
    }
    if message.contains("literal") {
        return "a number is too large or too small".to_owned();
    }
    if let Some(word) = message.strip_prefix("reserved identifier: ") {
        return format!("`{word}` is a reserved word");
    }
    let end = rest.char_indices().nth(20).map_or(rest.len(), |(offset, _)| offset);
    format!("not understood from `{}` on", rest.get(..end).unwrap_or(rest).trim_end())
}

fn syntax_hint(before: Option<&str>, rest: &str, word: &str) -> Option<String> {
    if let Some(hint) = hyphen_hint(before.unwrap_or(""), word) {
        return Some(hint);
    }
    let hint = match word.to_lowercase().as_str() {
        "and" => "write `&&`",
        "or" => "write `||`",
        "not" => "write `!`",
        _ => match rest.chars().next()? {
            '=' => "equality is written `==`",
            '≥' => "write `>=`",
            '≤' => "write `<=`",
            '≠' => "write `!=`",
            '&' => "write `&&`",
            '|' => "write `||`",
            '−' | '–' => "write the minus sign `-`",
            '“' | '”' | '‘' | '’' | '„' => "write straight quotes `\"`",
            ',' => "decimals are written with a point",
            _ => return None,
        },
    };
    Some(hint.to_owned())
}

/// For `sledai-2k`, which reads as sledai minus 2, followed by `k`.
fn hyphen_hint(before: &str, word: &str) -> Option<String> {
    let (name, digits) = before.rsplit_once('-')?;
    let word_like = |c: char| c.is_alphanumeric() || c == '_';
    let first = name.rsplit(|c| !word_like(c)).next().filter(|first| first.starts_with(char::is_alphabetic))?;
    (!word.is_empty() && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
        .then(|| format!("in a rule the hyphen of a measure's name is written `_`: {first}_{digits}{word}"))
}
