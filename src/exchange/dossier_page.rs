//! Everything about a person as one HTML page: static, escaped, nothing loaded and nothing run.

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, context};

use crate::domain::erasure::Dossier;
use crate::domain::text::clean;

/// An error in the page's own template.
#[derive(Debug, thiserror::Error)]
#[error("the template of the page has an error: {0:#}")]
pub struct DossierPageError(#[from] minijinja::Error);

/// The template. Its name ends in `.html`, so that minijinja escapes every value.
const PAGE: (&str, &str) = ("page.html", include_str!("../../assets/person/page.html"));

/// Renders the page.
///
/// # Errors
/// When the template has an error.
pub fn dossier_page(dossier: &Dossier) -> Result<String, DossierPageError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template(PAGE.0, PAGE.1)?;
    let sections: Vec<_> = dossier
        .sections
        .iter()
        .map(|section| {
            let value = |text: &str| clean(text).lines().map(str::to_owned).collect::<Vec<_>>();
            let row = |row: &Vec<(String, String)>| {
                row.iter().map(|(label, text)| (label.clone(), value(text))).collect::<Vec<_>>()
            };
            let rows: Vec<_> = section.rows.iter().map(row).collect();
            context! { title => section.title.clone(), about => section.about.clone(), rows => rows }
        })
        .collect();
    let page = context! {
        dossier => context! { name => clean(&dossier.name), account => clean(&dossier.account), sections => sections },
        at => dossier.at.format("%-d %b %Y %H:%M").to_string(),
    };
    Ok(environment.get_template(PAGE.0)?.render(page)?)
}
