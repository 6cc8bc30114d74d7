//! One file a command. Each returns its exit code.

mod analyze;
mod catalogue;
mod check;
mod derive;
mod diff;
mod explain;
mod grade;
mod judge;
mod new;
mod report;
mod schema;
mod score;
mod simulate;
mod stat;

use std::io::Write as _;
use std::path::Path;

use clap::CommandFactory as _;

use crate::args::{Args, Command};
use crate::pipeline::Prepared;
use crate::{exit, show, write};

/// Runs a command.
pub fn run(command: Command) -> u8 {
    match command {
        Command::New { dir, template } => new::run(&dir, template),
        Command::Check { study, format, queries, strict } => check::run(&study, format, queries.as_deref(), strict),
        Command::Score(args) => with_threads(args.threads, || score::run(&args)),
        Command::Derive { study, output } => derive::run(&study, &output),
        Command::Analyze { study, output, format, threads } => {
            with_threads(threads, || analyze::run(&study, output.as_deref(), format))
        }
        Command::Report { study, output, simulated, draw, threads } => with_threads(threads, || match simulated {
            true => report::run_simulated(&study, output.as_deref(), draw),
            false => report::run(&study, output.as_deref()),
        }),
        Command::Simulate { study, output, draw } => simulate::run(&study, &output, draw),
        Command::Grade { scale, file, format } => grade::run(&scale, &file, format),
        Command::Judge(args) => judge::run(&args),
        Command::Stat(args) => stat::run(&args),
        Command::Diff { before, after, format } => diff::run(&before, &after, format),
        Command::Schema { what } => schema::run(what),
        Command::Explain { what, format } => explain::run(&what, format),
        Command::List { what, format } => catalogue::run(what, format),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "engraft", &mut script);
            print_bytes(&script)
        }
        Command::Man => {
            let mut page = Vec::new();
            match clap_mangen::Man::new(Args::command()).render(&mut page) {
                Ok(()) => print_bytes(&page),
                Err(_) => exit::INTERNAL,
            }
        }
    }
}

fn with_threads(threads: Option<usize>, work: impl FnOnce() -> u8 + Send) -> u8 {
    let Some(threads) = threads else { return work() };
    match rayon::ThreadPoolBuilder::new().num_threads(threads.clamp(1, 1024)).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// Prints to standard output; a closed pipe is not an error.
pub(crate) fn print_bytes(bytes: &[u8]) -> u8 {
    match std::io::stdout().lock().write_all(bytes) {
        Ok(()) => exit::FINE,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => exit::FINE,
        Err(_) => exit::UNREADABLE,
    }
}

pub(crate) fn print(text: &str) -> u8 {
    print_bytes(text.as_bytes())
}

/// Says what went wrong and gives the exit code.
pub(crate) fn fail(code: u8, message: &str) -> u8 {
    eprintln!("engraft: {message}");
    code
}

/// Writes files, or says why not.
pub(crate) fn write_all(outputs: &[write::Output]) -> Result<(), u8> {
    write::all(outputs).map_err(|error| fail(exit::UNREADABLE, &error.0))
}

/// The exit code of what was found; prints the findings to standard error for commands that go on to write.
pub(crate) fn report_findings(prepared: &Prepared) {
    let serious: Vec<_> =
        prepared.findings.iter().filter(|f| f.severity != engraft_base::Severity::Note).cloned().collect();
    if !serious.is_empty() {
        eprint!("{}", show::text(&serious, prepared.source.as_ref()));
    }
}

/// Whether a study can be analysed at all: refuses on protocol faults, unreadable files, and missing tables or columns.
fn refusal(prepared: &Prepared) -> Option<u8> {
    if prepared.unreadable {
        return Some(exit::UNREADABLE);
    }
    let Some(sound) = &prepared.sound else { return Some(exit::FINDINGS) };
    let of_file = prepared.findings.iter().any(|f| engraft_data::codes::OF_FILES.contains(&f.code));
    if of_file {
        return Some(exit::FINDINGS);
    }
    if sound.printed_only {
        // a faulty published.toml leaves nothing to report
        return sound.published.is_none().then_some(exit::FINDINGS);
    }
    sound.derived.subjects.is_empty().then_some(exit::IMPOSSIBLE)
}

/// The exit code once everything was written.
pub(crate) fn outcome(prepared: &Prepared) -> u8 {
    if prepared.count(engraft_base::Severity::Error) > 0 { exit::FINDINGS } else { exit::FINE }
}

/// A study that can be analysed, or the exit code after saying why not.
pub(crate) fn prepare_sound(study: &Path, progress: &crate::progress::Progress) -> Result<Prepared, u8> {
    or_refused(prepare(study, progress)?, progress)
}

/// The study, unless it cannot be analysed.
pub(crate) fn or_refused(prepared: Prepared, progress: &crate::progress::Progress) -> Result<Prepared, u8> {
    match refusal(&prepared) {
        None => Ok(prepared),
        Some(code) => {
            progress.done();
            report_findings(&prepared);
            Err(code)
        }
    }
}

/// A study, or the exit code after saying why not.
pub(crate) fn prepare(study: &Path, progress: &crate::progress::Progress) -> Result<Prepared, u8> {
    crate::pipeline::prepare(study, progress).map_err(|error| {
        progress.done();
        fail(exit::UNREADABLE, &error.0)
    })
}
