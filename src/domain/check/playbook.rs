//! The playbook: phrases, limits and wording of the rules, as data a team can extend.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use toml::Spanned;

use super::checklist;
use crate::domain::phrase::language::PhraseLanguage;
use crate::domain::phrase::pattern::Pattern;
use crate::domain::plan::finding::Severity;

/// The rules whose finding is built in code; every other rule is a list of phrases.
pub(super) const STRUCTURE: [&str; 24] = [
    "empty",
    "gap",
    "no_their_fact",
    "fact_not_in_plan",
    "stale_fact",
    "weak_reason",
    "not_dated",
    "date_differs",
    "no_impact",
    "no_cost_of_waiting",
    "no_ask",
    "several_asks",
    "hard_to_decline",
    "we_before_you",
    "more_us_than_you",
    "no_purpose",
    "unsupported_number",
    "unsupported_name",
    "unsupported_date",
    "unsupported_quote",
    "too_sure",
    "wrong_tone",
    "too_long",
    "too_long_to_say",
];

/// The phrases, limits and wording the check goes by.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Playbook {
    tongue: Arc<PhraseLanguage>,
    pub(super) limits: CheckLimits,
    pub(super) lists: PhraseLists,
    pub(super) rules: BTreeMap<String, CheckRule>,
}

/// Numeric limits of the check; a team's file may set some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CheckLimits {
    /// Most words of an opener.
    pub words: Option<usize>,
    /// Most seconds it may take to say.
    pub seconds: Option<u32>,
    pub asks: Option<usize>,
}

/// The part of an opener in which a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PhraseScope {
    /// Anywhere.
    #[default]
    Anywhere,
    /// Before a fact about them was named, and in the first sentence that says something.
    BeforeTheirFact,
}

/// A rule: its texts, and its phrases if it has any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct CheckRule {
    /// `Some(None)` is switched off.
    pub severity: Option<Option<Severity>>,
    pub says: Option<String>,
    pub advice: Option<String>,
    /// The line of the checklist it belongs to.
    pub mark: Option<String>,
    pub place: Option<PhraseScope>,
    /// Only where no call with them was logged.
    pub strangers: Option<bool>,
    /// Only where no fact about them stands beside it.
    pub alone: Option<bool>,
    pub phrases: Vec<Pattern>,
    pub except: Vec<Pattern>,
}

/// Word lists that the structural rules read by; one field a list.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub(super) struct PhraseLists { $($(#[$doc])* pub $name: Vec<Pattern>,)* }

        #[derive(Deserialize, Default)]
        #[serde(deny_unknown_fields, default)]
        struct RawPhraseLists { $($name: Vec<Spanned<String>>,)* }

        impl RawPhraseLists {
            fn read(self, file: &str, tongue: &PhraseLanguage) -> Result<PhraseLists, String> {
                Ok(PhraseLists { $($name: phrases(self.$name, file, tongue)?,)* })
            }
        }

        impl PhraseLists {
            fn extend(&mut self, more: PhraseLists) { $(self.$name.extend(more.$name);)* }
        }
    };
}

lists! {
    /// Words for them: you, your.
    theirs,
    /// Words for us: we, our, I.
    ours,
    /// Greetings and introductions: sentences before the first that says something.
    intro,
    /// Dates and periods.
    period,
    /// Something that happened to them or around them.
    fact,
    /// Verbs of an event, whoever did it.
    event,
    /// Praise or observation that names nothing.
    vague,
    /// What a fact leads to.
    impact,
    /// What waiting costs.
    waiting,
    /// A request that is not a question.
    ask,
    /// Everybody of a trade, whoever they are: brokers everywhere.
    anybody,
    /// How often: nine times a day.
    rate,
    /// Joins a consequence to what it comes of: which, so.
    leads,
    /// Joins what follows from an order to it: and.
    joins,
    /// A second question inside a sentence.
    question_head,
    /// A way out for them.
    easy_no,
    /// A question that takes the yes for granted.
    hard_no,
    /// What the call is for.
    purpose,
    /// Words of doubt.
    hedge,
    /// Bad news.
    bad_news,
    /// Cheering words.
    cheer,
    /// Numbers that are no claim: minutes asked, one question.
    no_claim,
    /// Words that stand for the same thing when a fact is compared; each entry is one thing.
    alike,
    /// Times that date nothing: ten weeks, by noon.
    span,
    /// A time that lies behind.
    past,
    /// What always happens: no report.
    habit,
    /// A time that is only a limit: before June.
    limit,
    /// What is done to somebody or something.
    consequence,
    /// People of theirs.
    folk,
    /// Words that join clauses.
    joint,
    /// Titles and small words beside a name.
    title,
    /// Mr, Dr: a name follows.
    honorific,
    /// Capital letters that name nobody: holidays, languages, jobs.
    common_name,
    /// Before the rep's own name: this is, from.
    own_name,
    /// Verbs of noticing: "I saw" is about them.
    observe,
    /// A wish or a supposition: no report of what happened.
    supposed,
    /// Time words that are no certain day.
    uncertain_day,
    /// Time words that are certain although they name no day.
    certain_day,
    /// Words of an ask without an aim: chat, connect.
    hollow,
    /// What we offer or do.
    offer,
    /// How an order or a request begins, at the start of a clause.
    order,
    /// Or: another answer to the same question.
    either,
    /// If: what comes with it may be left.
    condition,
    /// How a question begins, at the start of a clause.
    question,
    /// Takes their time without asking.
    booking,
    /// Figures of speech that count no ask: right?
    tag,
    /// How a note to oneself begins, in brackets.
    note,
    /// Clicks and visits of theirs: no event.
    click,
}

impl Playbook {
    /// The one that ships with the program.
    pub fn builtin() -> &'static Playbook {
        static BUILTIN: OnceLock<Playbook> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            read(include_str!("../../../assets/playbook.toml"), None).expect("a test reads the playbook that ships")
        })
    }

    /// The pack of a language by its code; English and German ship.
    pub fn of_language(code: &str) -> Option<&'static Playbook> {
        static GERMAN: OnceLock<Playbook> = OnceLock::new();
        match code {
            "en" => Some(Playbook::builtin()),
            "de" => Some(GERMAN.get_or_init(|| {
                read(include_str!("../../../assets/playbook.de.toml"), None)
                    .expect("a test reads the playbook that ships")
            })),
            _ => None,
        }
    }

    /// Reads a team's own lines in the language of this playbook; [`overlay`](Playbook::overlay) lays them over it.
    ///
    /// # Errors
    /// One sentence with the line: a key that is not known, a rule that is not known, a phrase that cannot be read.
    pub fn extension(&self, toml: &str) -> Result<Playbook, String> {
        read(toml, Some(self))
    }

    /// This playbook with a team's own laid over it: phrases are added, what else the team sets replaces.
    #[must_use]
    pub fn overlay(mut self, team: Playbook) -> Playbook {
        self.limits.words = team.limits.words.or(self.limits.words);
        self.limits.seconds = team.limits.seconds.or(self.limits.seconds);
        self.limits.asks = team.limits.asks.or(self.limits.asks);
        self.lists.extend(team.lists);
        for (name, theirs) in team.rules {
            self.rules.entry(name).or_default().overlay(theirs);
        }
        self
    }

    /// The words and habits of the playbook's language.
    pub(in crate::domain) fn tongue(&self) -> &PhraseLanguage {
        &self.tongue
    }

    /// Does this word tell nothing about what a text is about?
    pub(super) fn is_small(&self, folded: &str) -> bool {
        self.tongue.small.contains(folded)
    }

    /// Is there a rule of this name?
    pub fn has_rule(&self, name: &str) -> bool {
        self.rules.contains_key(name)
    }

    /// Does this rule apply, and how much does it weigh? A rule that a file names without a severity is a warning.
    pub(super) fn severity(&self, rule: &str) -> Option<Severity> {
        self.rules.get(rule).and_then(|rule| rule.severity.unwrap_or(Some(Severity::Warning)))
    }
}

impl CheckRule {
    fn overlay(&mut self, team: CheckRule) {
        self.severity = team.severity.or(self.severity);
        self.says = team.says.or(self.says.take());
        self.advice = team.advice.or(self.advice.take());
        self.mark = team.mark.or(self.mark.take());
        self.place = team.place.or(self.place);
        self.strangers = team.strangers.or(self.strangers);
        self.alone = team.alone.or(self.alone);
        self.phrases.extend(team.phrases);
        self.except.extend(team.except);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaybookFile {
    language: Option<PhraseLanguage>,
    #[serde(default)]
    limits: CheckLimits,
    #[serde(default)]
    lists: RawPhraseLists,
    #[serde(default, rename = "rule")]
    rules: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    name: Spanned<String>,
    severity: Option<RawSeverity>,
    says: Option<String>,
    advice: Option<String>,
    mark: Option<Spanned<String>>,
    #[serde(rename = "where")]
    place: Option<PhraseScope>,
    strangers: Option<bool>,
    alone: Option<bool>,
    #[serde(default)]
    phrases: Vec<Spanned<String>>,
    #[serde(default)]
    except: Vec<Spanned<String>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawSeverity {
    Error,
    Warning,
    Off,
}

fn read(file: &str, base: Option<&Playbook>) -> Result<Playbook, String> {
    let raw: PlaybookFile = toml::from_str(file).map_err(|fault| {
        let what = fault.message().trim().replace('\n', ", ");
        match fault.span() {
            Some(place) => format!("line {}: {what}", line_of(file, &place)),
            None => what,
        }
    })?;
    let own = raw.language.map(|language| Arc::new(language.folded()));
    let tongue = own.or_else(|| base.map(|base| Arc::clone(&base.tongue))).unwrap_or_default();
    let known = |name: &str| base.is_some_and(|base| base.has_rule(name));
    let mut rules: BTreeMap<String, CheckRule> = BTreeMap::new();
    for rule in raw.rules {
        let line = line_of(file, &rule.name.span());
        let name = rule.name.get_ref().clone();
        if rule.phrases.is_empty() && !STRUCTURE.contains(&name.as_str()) && !known(&name) {
            return Err(format!("line {line}: no rule is called `{name}`; a rule of your own needs phrases"));
        }
        if rules.contains_key(&name) {
            return Err(format!("line {line}: the rule `{name}` is defined a second time; merge its phrases"));
        }
        rules.insert(name, rule.read(file, &tongue)?);
    }
    Ok(Playbook { limits: raw.limits, lists: raw.lists.read(file, &tongue)?, rules, tongue })
}

impl RawRule {
    fn read(self, file: &str, tongue: &PhraseLanguage) -> Result<CheckRule, String> {
        if let Some(mark) = &self.mark
            && !checklist::is_known(mark.get_ref())
        {
            let known = checklist::keys().collect::<Vec<_>>().join(", ");
            return Err(format!(
                "line {}: no mark is called `{}`; there are {known}",
                line_of(file, &mark.span()),
                mark.get_ref()
            ));
        }
        Ok(CheckRule {
            severity: self.severity.map(|severity| match severity {
                RawSeverity::Error => Some(Severity::Error),
                RawSeverity::Warning => Some(Severity::Warning),
                RawSeverity::Off => None,
            }),
            says: self.says,
            advice: self.advice,
            mark: self.mark.map(Spanned::into_inner),
            place: self.place,
            strangers: self.strangers,
            alone: self.alone,
            phrases: phrases(self.phrases, file, tongue)?,
            except: phrases(self.except, file, tongue)?,
        })
    }
}

fn phrases(raw: Vec<Spanned<String>>, file: &str, tongue: &PhraseLanguage) -> Result<Vec<Pattern>, String> {
    let read = |phrase: Spanned<String>| {
        Pattern::parse(phrase.get_ref(), tongue).map_err(|why| {
            format!("line {}: the phrase \"{}\" cannot be read: {why}", line_of(file, &phrase.span()), phrase.get_ref())
        })
    };
    raw.into_iter().map(read).collect()
}

fn line_of(file: &str, place: &Range<usize>) -> usize {
    file.bytes().take(place.start).filter(|byte| *byte == b'\n').count() + 1
}
