//! D068: a subject left the study on a day that is not given, so that nobody can tell which visits it missed.

use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};

/// D068
pub const CHECK: Check = Check { code: Code("D068"), title: "end without a day", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for row in &input.data.disposition {
        let finished =
            row.status.text.eq_ignore_ascii_case("completed") || row.status.text.eq_ignore_ascii_case("ongoing");
        let declared = input.study.is_column_unknown("disposition", "day", &row.subject.text);
        if declared || finished || row.day.value.is_some() || row.day.at_fault {
            continue;
        }
        let finding = CHECK
            .raise("the day on which the subject left is not given", &row.day.place)
            .found(&row.status.text)
            .subject(&row.subject.text)
            .hint("fill in `day`, or declare `table = \"disposition\", column = \"day\"` in [[unknown]]");
        raised.push(finding.into());
    }
}
