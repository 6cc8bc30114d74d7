//! Subjects by parts (organs, regions, responses): each cell a state, or two numbers before and after.

use super::axis::{Key, draw_keys};
use super::frame::{Figure, Frame, sheet_width};
use super::mark::{Tip, tipped};
use super::svg::{Anchor, Attrs, Svg};
use super::text::{BOLD, SMALL, fit, widest, width};

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Course {
    /// Active before, nothing left.
    Gone,
    /// Active before, less now.
    Less,
    /// Active before, the same now.
    Same,
    /// Active before, more now.
    More,
    /// Not active before, active now.
    New,
    /// Not active before or now.
    Never,
    /// One of the two is not known.
    Unknown,
}

impl Course {
    /// The words for it.
    pub fn label(self) -> &'static str {
        match self {
            Course::Gone => "gone",
            Course::Less => "less",
            Course::Same => "same",
            Course::More => "more",
            Course::New => "new",
            Course::Never => "none before or after",
            Course::Unknown => "not known",
        }
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixCell {
    /// State.
    pub course: Course,
    /// Tooltip and link.
    pub tip: Tip,
}

/// One subject.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatrixRow {
    /// Subject id.
    pub subject: String,
    /// One cell a column; `None` where the subject has nothing recorded.
    pub cells: Vec<Option<MatrixCell>>,
}

/// Subjects by parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// Title, description, watermark.
    pub frame: Frame,
    /// Names of the parts.
    pub columns: Vec<String>,
    /// Subjects in order.
    pub rows: Vec<MatrixRow>,
    /// Words under each column, such as counts.
    pub below: Vec<String>,
}

impl Figure for Matrix {
    fn render_at(&self, width_of_sheet: f64) -> String {
        let sheet = sheet_width(width_of_sheet);
        let mut svg = Svg::default();
        let top = draw_keys(&mut svg, &self.keys(), 0.0, sheet) + 4.0;
        let left = widest(self.rows.iter().map(|row| row.subject.as_str()), SMALL).min(sheet * 0.22) + 14.0;
        let column = ((sheet - left) / self.columns.len().max(1) as f64).min(92.0);
        let words = widest(self.columns.iter().map(String::as_str), SMALL) * BOLD;
        let turned = words > column - 4.0;
        let head = if turned { words.min(150.0) + 8.0 } else { 18.0 };
        let row = if self.rows.len() > 30 { 15.0 } else { 19.0 };
        let centre = |index: usize| left + (index as f64 + 0.5) * column;
        for (index, name) in self.columns.iter().enumerate() {
            if turned {
                let at = (centre(index) + 4.0, top + head - 6.0);
                svg.text_upwards("fig-head", at, Anchor::Start, &fit(name, 150.0 / BOLD, SMALL));
            } else {
                svg.text("fig-head", (centre(index), top + head - 6.0), Anchor::Middle, name);
            }
        }
        let mut y = top + head;
        for line in &self.rows {
            svg.open("g", Attrs::class("fig-series").set("data-subject", &line.subject));
            svg.line("fig-grid", (left, y + row), (left + column * self.columns.len() as f64, y + row));
            let name = fit(&line.subject, left - 10.0, SMALL);
            svg.text("fig-n", (left - 8.0, y + row * 0.5 + 4.0), Anchor::End, &name);
            for (index, cell) in line.cells.iter().enumerate() {
                let at = (centre(index), y + row * 0.5);
                if let Some(cell) = cell {
                    tipped(&mut svg, &cell.tip, "", |svg| glyph(svg, cell.course, at));
                }
            }
            svg.close();
            y += row;
        }
        for (index, words) in self.below.iter().enumerate() {
            let room = width(words, SMALL).min(column - 2.0);
            svg.text("fig-n", (centre(index), y + 17.0), Anchor::Middle, &fit(words, room.max(20.0), SMALL));
        }
        self.frame.wrap("fig fig-matrix", (sheet, y + 24.0), svg)
    }
}

impl Matrix {
    /// Legend: the states that occur.
    fn keys(&self) -> Vec<Key<'_>> {
        let cells = self.rows.iter().flat_map(|row| row.cells.iter().flatten());
        let mut courses: Vec<Course> = cells.map(|cell| cell.course).collect();
        courses.sort();
        courses.dedup();
        let key = |course: Course| Key {
            glyph: Box::new(move |svg: &mut Svg, at: (f64, f64)| glyph(svg, course, at)),
            words: course.label().to_owned(),
        };
        courses.into_iter().map(key).collect()
    }
}

/// Draws a state: the fuller the square, the more is left of the activity; arrows up where it rose.
fn glyph(svg: &mut Svg, course: Course, (x, y): (f64, f64)) {
    let square = |svg: &mut Svg, class: &str| svg.rect(class, (x - 5.0, y - 5.0), (10.0, 10.0));
    let arrow = |svg: &mut Svg, class: &str| {
        svg.polyline(class, &[(x - 3.0, y + 0.5), (x, y - 3.0), (x + 3.0, y + 0.5)]);
        svg.line(class, (x, y - 3.0), (x, y + 3.5));
    };
    match course {
        Course::Gone => square(svg, "fig-open"),
        Course::Less => {
            square(svg, "fig-open");
            svg.rect("fig-event", (x - 5.0, y), (10.0, 5.0));
        }
        Course::Same => square(svg, "fig-event"),
        Course::More => {
            square(svg, "fig-event");
            arrow(svg, "fig-inverse");
        }
        Course::New => {
            square(svg, "fig-open");
            arrow(svg, "fig-stroke");
        }
        Course::Never => svg.line("fig-state-none", (x - 2.5, y), (x + 2.5, y)),
        Course::Unknown => svg.text("fig-s", (x, y + 4.0), Anchor::Middle, "?"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_course_has_a_glyph_of_its_own() {
        let all = [Course::Gone, Course::Less, Course::Same, Course::More, Course::New, Course::Never, Course::Unknown];
        let draw = |course| {
            let mut svg = Svg::default();
            glyph(&mut svg, course, (10.0, 10.0));
            svg.finish()
        };
        let drawn: std::collections::BTreeSet<String> = all.into_iter().map(draw).collect();
        assert_eq!(drawn.len(), all.len());
    }

    #[test]
    fn a_cell_without_a_record_stays_empty_and_long_names_are_turned() {
        let cell = MatrixCell { course: Course::Gone, tip: Tip::new("a") };
        let rows = vec![MatrixRow { subject: "S1".into(), cells: vec![Some(cell), None] }];
        let columns = vec!["musculoskeletal and further words".to_owned(), "skin".to_owned()];
        let svg = Matrix { rows, columns, below: vec!["1 of 1".into()], ..Matrix::default() }.render();
        assert!(svg.contains("rotate(-90)") && svg.contains(">1 of 1</text>"));
        assert_eq!(svg.matches("class=\"fig-open\"").count(), 2, "the cell and the legend");
    }
}
