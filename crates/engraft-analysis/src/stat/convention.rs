//! What following R or SAS changes: the numbers that differ from our own defaults, each with both values.

use engraft_stats::StatError;
use engraft_stats::convention::Printed;

use super::answer::{Answer, Found};

/// Notes every statistic that the convention asked for has made another one.
pub(super) fn note_differences(asked: &mut Answer, ours: &Answer) {
    let mut notes = Vec::new();
    for statistic in &asked.statistics {
        let name = if statistic.of.is_empty() {
            format!("`{}`", statistic.name)
        } else {
            format!("`{}` of {}", statistic.name, statistic.of)
        };
        let same = |s: &&super::Statistic| s.of == statistic.of && s.name == statistic.name;
        match ours.statistics.iter().find(same) {
            Some(other) if other.value != statistic.value => {
                notes.push(format!(
                    "{name} is {} here and {} by our default",
                    words(&statistic.value),
                    words(&other.value)
                ));
            }
            _ => {}
        }
    }
    let changed = ours.statistics.len() != asked.statistics.len();
    if notes.is_empty() && !changed {
        notes.push("the convention asked for changes no number of this answer".to_owned());
    }
    asked.notes.append(&mut notes);
}

fn words(found: &Found) -> String {
    match found {
        Found::Number(value) => format!("{value:.6}"),
        Found::Count(count) => count.to_string(),
        Found::Text(text) => text.clone(),
        Found::Refused(reason) => format!("refused ({reason})"),
    }
}

/// The statistic and p-value that a program prints by default, beside the exact ones.
pub(super) fn enter_printed(answer: &mut Answer, printed: Result<Printed, StatError>) {
    match printed {
        Ok(printed) => {
            answer.number("printed-statistic", printed.statistic).number("printed-p-value", printed.p_value);
            answer.text("printed-p-value-from", printed.reached.word())
        }
        Err(reason) => answer.refused("printed-p-value", reason.to_string()),
    };
}
