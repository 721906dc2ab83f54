//! The notes that an import reports at its end beside its counts.

use std::collections::BTreeMap;

use super::ImportSession;
use crate::domain::matching::MatchBasis;
use crate::domain::matching::duplicate_pair::DuplicateOf;
use crate::domain::query::MatchCount;
use crate::store::duplicates;
use crate::store::erase::arriving::without_erased;
use crate::store::error::Result;
use crate::store::matching::match_result::MatchedRow;
use crate::store::matching::merge_fields::MergePolicy;
use crate::store::matching::row_set::RowSet;

/// Counters from which the notes of the report are written.
#[derive(Debug, Default)]
pub(super) struct ImportNotes {
    pub(super) same_cik: u64,
    pub(super) unsure: u64,
    pub(super) companies_made: u64,
    pub(super) renamed: u64,
    pub(super) shared_domain: u64,
    pub(super) planned: u64,
    pub(super) people_made: u64,
    /// What a calendar says against open plans, one sentence each, and how many more there are.
    plans_told: (Vec<String>, u64),
    pub(super) unnamed: u64,
    /// How many rows have an id of each system.
    pub(super) systems: BTreeMap<String, u64>,
    /// How many rows were matched, by match basis and by the system whose id matched.
    known: BTreeMap<(MatchBasis, Option<String>), u64>,
}

/// Most open plans of which a report says what the calendar changed.
const PLANS_TOLD: usize = 100;

impl ImportNotes {
    /// Adds a sentence about an open plan, once.
    pub(super) fn say_of_plan(&mut self, sentence: String) {
        let (told, more) = &mut self.plans_told;
        if told.contains(&sentence) {
            return;
        }
        if told.len() < PLANS_TOLD { told.push(sentence) } else { *more += 1 }
    }

    fn of_plans(&self) -> impl Iterator<Item = String> + '_ {
        let (told, more) = &self.plans_told;
        let more = (*more > 0).then(|| format!("{more} more open plans differ from the calendar"));
        told.iter().cloned().chain(more)
    }
}

impl ImportSession<'_> {
    /// Returns the notes beside the counts, one sentence each.
    pub fn notes(&self) -> Vec<String> {
        let said = [
            (self.noted.same_cik, "shared their CIK with an earlier row: share classes, one account each"),
            (self.noted.companies_made, "named a company the book did not know, which was made"),
            (self.noted.renamed, "had a new name for an account known by its id; the old name is kept as an alias"),
            (
                self.noted.people_made,
                "named somebody the book did not know, who was made at the company of their address",
            ),
            (self.noted.unnamed, "named somebody who was erased from the book; the name was taken out"),
            (self.noted.planned, "named somebody who has an open plan already; that plan was left as it is"),
            (
                self.noted.shared_domain,
                "had a domain that many share (mail or web host), which says nothing and was left out",
            ),
        ];
        let said = said.iter().filter(|(rows, _)| *rows > 0);
        let counted = said.map(|(rows, what)| format!("{rows} {} {what}", if *rows == 1 { "row" } else { "rows" }));
        self.noted.of_plans().chain(counted).collect()
    }

    /// Returns how many rows were matched on each basis, most rows first.
    pub fn known_by(&self) -> Vec<MatchCount> {
        let words =
            |(by, source): &(MatchBasis, Option<String>)| MatchedRow { n: 0, by: *by, source: source.clone() }.words();
        let mut all: Vec<MatchCount> =
            self.noted.known.iter().map(|(by, rows)| MatchCount { by: words(by), rows: *rows }).collect();
        all.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.by.cmp(&b.by)));
        all
    }

    /// Returns how many rows may be something the book has; each was added as a row of its own and queued as a possible
    /// duplicate.
    pub fn unsure_rows(&self) -> u64 {
        self.noted.unsure
    }

    /// Takes the names of erased people out of the texts of a row, and counts the row if any named one.
    pub(super) fn take_names_out<'t>(&mut self, texts: impl IntoIterator<Item = &'t mut String>) -> Result<()> {
        if self.erased_names.is_empty() {
            return Ok(());
        }
        let mut any = false;
        for text in texts {
            if let Some(left) = without_erased(self.pen.conn, &self.erased_names, text)? {
                *text = left;
                any = true;
            }
        }
        self.noted.unnamed += u64::from(any);
        Ok(())
    }

    /// Queues an account or a person as a possible duplicate of each of these rows.
    pub(super) fn keep_doubts(&mut self, about: DuplicateOf, n: i64, doubts: &[(i64, MatchBasis)]) -> Result<()> {
        self.noted.unsure += u64::from(!doubts.is_empty());
        for (other, why) in doubts {
            duplicates::put(self.write()?, about, *other, n, *why)?;
        }
        Ok(())
    }

    /// Counts a matched row and returns its row number, its merge policy, and whether an id matched. A value set by an
    /// earlier row of the same file is not overwritten by a later one: else importing the file again would change the
    /// book each time.
    pub(super) fn known(&mut self, known: MatchedRow, seen: fn(&mut Self) -> &mut RowSet) -> (i64, MergePolicy, bool) {
        let again = !seen(self).insert(known.n);
        let (n, sure) = (known.n, known.by.is_an_id());
        *self.noted.known.entry((known.by, known.source)).or_default() += 1;
        (n, if again { MergePolicy::Blanks } else { MergePolicy::Over }, sure)
    }
}
