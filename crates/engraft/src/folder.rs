//! A study folder as bytes: study.toml, published.toml, data/, instruments/.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use engraft_data::{DataFile, is_table_name};
use engraft_protocol::InstrumentFile;
use sha2::{Digest, Sha256};

/// Everything read from a study folder.
pub struct Folder {
    /// Its path as given.
    pub path: PathBuf,
    /// Bytes of study.toml.
    pub protocol: Vec<u8>,
    /// Instrument definitions of the study.
    pub instruments: Vec<InstrumentFile>,
    /// Bytes of published.toml, where there is one.
    pub published: Option<Vec<u8>>,
    /// Tables.
    pub data: Vec<DataFile>,
    /// SHA-256 over the names and bytes of all of these.
    pub hash: String,
}

impl Folder {
    /// A folder that is in memory only.
    pub fn in_memory(
        path: PathBuf,
        protocol: Vec<u8>,
        instruments: Vec<InstrumentFile>,
        data: Vec<DataFile>,
    ) -> Folder {
        let hash = hash(&protocol, &instruments, None, &data);
        Folder { path, protocol, instruments, published: None, data, hash }
    }
}

/// Why a folder cannot be read: what to tell the user.
pub struct Unreadable(pub String);

/// Reads a study folder; `path` may also name the study.toml in it.
pub fn read(path: &Path) -> Result<Folder, Unreadable> {
    let path = match path.file_name() {
        Some(name) if name == "study.toml" => path.parent().unwrap_or(Path::new(".")),
        _ => path,
    };
    let file = path.join("study.toml");
    // a pipe or a device would never end
    if fs::metadata(&file).is_ok_and(|m| !m.is_file() && !m.is_dir()) {
        return Err(Unreadable(format!("{} is not a file", file.display())));
    }
    let protocol = fs::read(&file).map_err(|error| Unreadable(no_study(path, &file, &error)))?;
    let mut data = Vec::new();
    for name in names(&path.join("data"))?.into_iter().filter(|n| is_table_name(n) && !n.starts_with(['.', '~'])) {
        let bytes = read_bytes(&path.join("data").join(&name))?;
        data.push(DataFile { name: format!("data/{name}").into(), bytes });
    }
    let mut instruments = Vec::new();
    for name in names(&path.join("instruments"))?.into_iter().filter(|n| n.ends_with(".toml")) {
        let bytes = read_bytes(&path.join("instruments").join(&name))?;
        let text = String::from_utf8(bytes).map_err(|_| Unreadable(format!("instruments/{name} is not UTF-8 text")))?;
        instruments.push(InstrumentFile { name: Arc::from(format!("instruments/{name}")), text });
    }
    let file = path.join("published.toml");
    let published = if file.is_file() { Some(read_bytes(&file)?) } else { None };
    let hash = hash(&protocol, &instruments, published.as_deref(), &data);
    Ok(Folder { path: path.to_owned(), protocol, instruments, published, data, hash })
}

fn no_study(folder: &Path, file: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound if !folder.exists() => format!("there is no folder {}", folder.display()),
        io::ErrorKind::NotFound => format!(
            "{} holds no study.toml\n  hint: `engraft new DIR --template sle` makes a study folder to start from",
            folder.display()
        ),
        _ => format!("{} cannot be read: {error}", file.display()),
    }
}

/// Names of the files of a folder, sorted; none when there is no such folder.
fn names(folder: &Path) -> Result<Vec<String>, Unreadable> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Unreadable(format!("{} cannot be read: {error}", folder.display()))),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| Unreadable(format!("{} cannot be read: {error}", folder.display())))?;
        if entry.path().is_file() {
            let name = entry.file_name().into_string().map_err(|name| {
                Unreadable(format!("{}: the name of a file is not UTF-8: {}", folder.display(), name.display()))
            })?;
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Unreadable> {
    fs::read(path).map_err(|error| Unreadable(format!("{} cannot be read: {error}", path.display())))
}

fn hash(protocol: &[u8], instruments: &[InstrumentFile], published: Option<&[u8]>, data: &[DataFile]) -> String {
    let mut hasher = Sha256::new();
    let mut add = |name: &str, bytes: &[u8]| {
        // lengths keep two different sets of files from giving one text
        hasher.update((name.len() as u64).to_le_bytes());
        hasher.update(name);
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    add("study.toml", protocol);
    instruments.iter().for_each(|f| add(&f.name, f.text.as_bytes()));
    published.iter().for_each(|bytes| add("published.toml", bytes));
    data.iter().for_each(|f| add(&f.name, &f.bytes));
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
