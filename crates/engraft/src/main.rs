//! The command line: the only place with files, arguments, exit codes and printing.
//!
//! Every command reads files into memory, hands them to the pure crates, and writes whole files or none.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

mod any_table;
mod args;
mod commands;
mod exit;
mod folder;
mod grade;
mod judge;
mod pages;
mod pipeline;
mod progress;
mod show;
mod spec;
mod write;

use std::process::ExitCode;

use clap::Parser;

/// Trials simulated side by side make and drop many small texts; the usual allocators slow two threads down to little more than one.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Program and version, as documents name it.
pub const PROGRAM: &str = concat!("engraft ", env!("CARGO_PKG_VERSION"));

fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // help and version are answers, everything else is a usage error
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { exit::USAGE } else { exit::FINE });
        }
    };
    // a panic is our fault, never the user's: it has an exit code of its own
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        eprintln!(
            "engraft: internal error at {place}; nothing was written. Please report it with the input that led here."
        );
    }));
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| commands::run(args.command)));
    ExitCode::from(outcome.unwrap_or(exit::INTERNAL))
}
