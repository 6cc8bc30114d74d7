//! Collects the pages of `docs/checks/` and the templates into tables, so that the program holds them.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../..");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let pages = root.join("docs/checks");
    println!("cargo::rerun-if-changed={}", pages.display());
    let mut table = String::from("const PAGES: &[(&str, &str)] = &[\n");
    for file in files(&pages)? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name != "README" {
            writeln!(table, "    ({name:?}, include_str!({:?})),", file.canonicalize()?)?;
        }
    }
    table.push_str("];\n");
    fs::write(out.join("pages.rs"), table)?;
    templates(&root, &out)
}

fn templates(root: &Path, out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let folder = root.join("templates");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut table = String::from("const FILES: &[(&str, &str, &[u8])] = &[\n");
    for template in ["ad", "iim", "sle"] {
        let base = folder.join(template);
        for sub in ["", "data", "instruments"] {
            for file in files(&base.join(sub))? {
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let path = if sub.is_empty() { name } else { format!("{sub}/{name}") };
                writeln!(table, "    ({template:?}, {path:?}, include_bytes!({:?})),", file.canonicalize()?)?;
            }
        }
    }
    table.push_str("];\n");
    fs::write(out.join("templates.rs"), table)?;
    Ok(())
}

/// Files of a folder, sorted; none when there is no such folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.filter_map(|entry| entry.ok().map(|e| e.path())).filter(|p| p.is_file()).collect();
    files.sort();
    Ok(files)
}
