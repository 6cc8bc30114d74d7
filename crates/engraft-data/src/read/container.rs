//! Looks into the container of a workbook before it is read: a few kilobytes may ask for more memory than there is.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// Most bytes that the parts of a workbook may have together when unpacked; those of a trial have some megabytes.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// Where a part says how many texts it holds, it says so at its start.
const START: u64 = 64 * 1024;

/// Why a workbook must not be opened; `None` for a sound one, and for what is no container at all.
pub(super) fn refusal(bytes: &[u8]) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut whole: u64 = 0;
    for index in 0..archive.len() {
        // what cannot be unpacked is told when the workbook is opened
        let Ok(part) = archive.by_index(index) else { continue };
        let size = part.size();
        whole = whole.saturating_add(size);
        if whole > MOST_BYTES {
            return Some(format!("unpacked it has more than {MOST_BYTES} bytes"));
        }
        let mut start = Vec::new();
        // a part that breaks off is judged by what there is of it
        let _ = part.take(START).read_to_end(&mut start);
        if declared_texts(&start).is_some_and(|texts| texts > size) {
            return Some("it says that it holds more texts than it has bytes".to_owned());
        }
    }
    None
}

/// The number of texts that a part says it holds, and for which memory would be set aside.
fn declared_texts(start: &[u8]) -> Option<u64> {
    const KEY: &[u8] = b"uniqueCount";
    let at = start.windows(KEY.len()).position(|window| window == KEY)?;
    let rest = start.get(at.saturating_add(KEY.len())..)?.iter();
    let digits: Vec<u8> =
        rest.skip_while(|b| !b.is_ascii_digit()).take_while(|b| b.is_ascii_digit()).copied().collect();
    let text = String::from_utf8(digits).ok()?;
    Some(text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn the_texts_that_a_part_says_it_holds_are_found() {
        assert_eq!(declared_texts(b"<sst count=\"9\" uniqueCount = '12'><si>"), Some(12));
        assert_eq!(declared_texts(b"<sst uniqueCount=\"99999999999999999999999\">"), Some(u64::MAX));
        assert_eq!(declared_texts(b"<sst>"), None);
    }

    #[test]
    fn a_few_bytes_that_ask_for_a_hundred_gigabytes_are_refused() {
        let book = |texts: &str| {
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            writer.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
            write!(writer, "<sst uniqueCount=\"{texts}\"><si><t>a</t></si></sst>").unwrap();
            writer.finish().unwrap().into_inner()
        };
        assert_eq!(refusal(&book("1")), None);
        assert!(refusal(&book("4294967295")).is_some() && refusal(&book("18446744073709551615")).is_some());
    }

    #[test]
    fn what_is_no_container_is_left_to_the_reader() {
        assert_eq!(refusal(b""), None);
        assert_eq!(refusal(b"PK\x03\x04 and nothing more"), None);
    }
}
