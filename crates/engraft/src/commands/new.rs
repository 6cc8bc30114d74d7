//! `engraft new`

use std::path::Path;

use super::{fail, print, write_all};
use crate::args::Template;
use crate::exit;
use crate::write::Output;

include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Writes a study folder to start from.
pub fn run(dir: &Path, template: Template) -> u8 {
    let occupied = dir.read_dir().map(|mut entries| entries.next().is_some());
    if occupied.unwrap_or(dir.exists()) {
        return fail(exit::USAGE, &format!("{} is there already and is not an empty folder", dir.display()));
    }
    let name = match template {
        Template::Sle => "sle",
        Template::Iim => "iim",
        Template::Ad => "ad",
    };
    let outputs: Vec<Output> = FILES
        .iter()
        .filter(|(of, ..)| *of == name)
        .map(|(_, path, bytes)| Output { path: dir.join(path), bytes: bytes.to_vec() })
        .collect();
    if let Err(code) = write_all(&outputs) {
        return code;
    }
    let dir = dir.display();
    print(&format!(
        "wrote {} files to {dir}; the data in it are simulated\n\nnext:\n  engraft check {dir}\n  engraft report {dir}\n",
        outputs.len()
    ))
}
