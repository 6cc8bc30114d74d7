//! placeholder
use std::path::Path;
/// x
pub fn run(_study: &Path, _output: Option<&Path>) -> u8 {
    0
}
