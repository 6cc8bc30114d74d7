//! Whole files or none: everything is made in memory, written beside its place, and moved there last.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file to write: path and bytes.
#[derive(Clone)]
pub struct Output {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub bytes: Vec<u8>,
}

/// Why writing failed: what to tell the user.
pub struct WriteError(pub String);

/// Writes all files. When one cannot be written, none of the others is left half-written.
pub fn all(outputs: &[Output]) -> Result<(), WriteError> {
    let mut staged: Vec<(PathBuf, &Path)> = Vec::new();
    let result = outputs.iter().try_for_each(|output| {
        let temporary = temporary(output)?;
        // listed before it is written, so that a failure half-way leaves nothing behind
        staged.push((temporary.clone(), &output.path));
        fs::write(&temporary, &output.bytes).map_err(|e| fail("written", &output.path, &e))
    });
    let result = result.and_then(|()| {
        staged.iter().try_for_each(|(from, to)| fs::rename(from, to).map_err(|e| fail("written", to, &e)))
    });
    if result.is_err() {
        for (temporary, _) in &staged {
            // what cannot be removed either is named by the error that led here
            let _ = fs::remove_file(temporary);
        }
    }
    result
}

/// Where a file is written first: beside its place, in a folder that is made when it is not there.
fn temporary(output: &Output) -> Result<PathBuf, WriteError> {
    let folder = output.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|e| fail("made", folder, &e))?;
    if output.path.is_dir() {
        return Err(WriteError(format!("{} is a folder", output.path.display())));
    }
    let name = output.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(folder.join(format!(".{name}.{}.part", std::process::id())))
}

fn fail(what: &str, path: &Path, error: &io::Error) -> WriteError {
    WriteError(format!("{} cannot be {what}: {error}", path.display()))
}
